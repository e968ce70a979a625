#include "domain/calendar/time_zone.hpp"

#include <gtest/gtest.h>

namespace qingdan::calendar {
namespace {

using namespace std::chrono_literals;

struct ZoneCase {
    std::string_view name, zone, day;
    std::chrono::minutes minutes;
    std::string_view instant;
};
class LocalTime : public testing::TestWithParam<ZoneCase> {};

TEST_P(LocalTime, NamesAnInstant) {
    const auto& c = GetParam();
    const auto zone = TimeZone::open(c.zone);
    ASSERT_TRUE(zone);
    EXPECT_EQ(to_text(zone->instant(parse_day(c.day).value(), c.minutes)), c.instant);
}
INSTANTIATE_TEST_SUITE_P(
    Times,
    LocalTime,
    testing::Values(
        ZoneCase{"Cutoff", "Asia/Shanghai", "2026-03-02", 16h, "2026-03-02T08:00:00Z"},
        ZoneCase{"Midnight", "Asia/Shanghai", "2026-03-02", 0min, "2026-03-01T16:00:00Z"},
        ZoneCase{"EndOfDay", "Asia/Shanghai", "2026-03-02", 24h, "2026-03-02T16:00:00Z"},
        ZoneCase{"Utc", "UTC", "2026-03-02", 90min, "2026-03-02T01:30:00Z"},
        ZoneCase{"SkippedHour", "Europe/Berlin", "2026-03-29", 150min, "2026-03-29T01:00:00Z"},
        ZoneCase{"TwiceHour", "Europe/Berlin", "2026-10-25", 150min, "2026-10-25T00:30:00Z"}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST(TimeZone, KnowsItsOffsetAtAnInstant) {
    const auto zone = TimeZone::open("Asia/Shanghai");
    ASSERT_TRUE(zone);
    const OffsetTime time = zone->at(instant_from_text("2026-03-01T16:30:00Z"));
    EXPECT_EQ(to_rfc3339(time), "2026-03-02T00:30:00+08:00");
}

TEST(TimeZone, UnknownNameIsNone) {
    EXPECT_FALSE(TimeZone::open("Asia/Nowhere"));
    EXPECT_FALSE(TimeZone::open(""));
}

}  // namespace
}  // namespace qingdan::calendar
