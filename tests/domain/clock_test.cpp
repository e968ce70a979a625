#include "domain/clock.hpp"

#include <gtest/gtest.h>

namespace qingdan {
namespace {

struct TimeCase {
    std::string_view name, written, stored;
};
class Rfc3339 : public testing::TestWithParam<TimeCase> {};

TEST_P(Rfc3339, NamesTheInstant) {
    const auto time = parse_rfc3339(GetParam().written);
    ASSERT_TRUE(time);
    EXPECT_EQ(to_text(time->instant), GetParam().stored);
}
INSTANTIATE_TEST_SUITE_P(
    Times,
    Rfc3339,
    testing::Values(TimeCase{"Shanghai", "2026-03-02T09:15:00+08:00", "2026-03-02T01:15:00Z"},
                    TimeCase{"Utc", "2026-03-02T09:15:00Z", "2026-03-02T09:15:00Z"},
                    TimeCase{"Fraction", "2026-03-02T09:15:00.123+08:00", "2026-03-02T01:15:00Z"},
                    TimeCase{"West", "2026-03-01T23:15:00-05:30", "2026-03-02T04:45:00Z"}),
    [](const auto& info) { return std::string{info.param.name}; });

class NotATime : public testing::TestWithParam<std::string_view> {};
TEST_P(NotATime, IsRefused) { EXPECT_FALSE(parse_rfc3339(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Times,
                         NotATime,
                         testing::Values("",
                                         "2026-03-02",
                                         "2026-03-02T09:15:00",
                                         "2026-02-30T09:15:00Z",
                                         "2026-03-02T25:15:00Z",
                                         "2026-03-02T09:15:00+0800",
                                         "2026-03-02T09:15:00Zx",
                                         "yesterday"));

TEST(OffsetTime, DayIsTheOneOfItsOffset) {
    const auto time = parse_rfc3339("2026-11-05T23:30:00+08:00");
    ASSERT_TRUE(time);
    EXPECT_EQ(to_text(time->day()), "2026-11-05");
    EXPECT_EQ(to_rfc3339(*time), "2026-11-05T23:30:00+08:00");
}

TEST(Day, KnowsWhatDoesNotExist) {
    EXPECT_FALSE(parse_day("2026-02-29"));
    EXPECT_TRUE(parse_day("2028-02-29"));
}

}  // namespace
}  // namespace qingdan
