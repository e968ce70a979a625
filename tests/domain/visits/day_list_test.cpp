#include "domain/visits/day_list.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qingdan::visits {
namespace {

using namespace std::chrono;

constexpr Day monday = 2026y / June / 15;

people::Person person(std::int64_t id, std::string address, std::optional<Day> due) {
    people::Person person;
    person.id = id;
    person.address = std::move(address);
    person.visit_due_on = due;
    return person;
}

std::string ids(const std::vector<Listed>& list) {
    std::string text;
    for (const Listed& entry : list) {
        static constexpr char marks[] = {'!', '-', '=', '+'};
        text += (text.empty() ? "" : " ") + std::to_string(entry.person.id) +
                marks[static_cast<int>(entry.reason)];
    }
    return text;
}

TEST(DayList, NamesDangerOverdueTodayAndThisWeekEachByBuildingAndRoom) {
    const auto list = day_list({person(1, "12号楼101", monday),
                                person(2, "5号楼1201", monday),
                                person(3, "5号楼303", monday),
                                person(4, "9号楼601", 2026y / June / 10),
                                person(5, "3号楼201", 2026y / June / 18),
                                person(6, "7号楼502", 2026y / June / 19),
                                person(7, "1号楼101", 2026y / June / 1)},
                               {6},
                               monday,
                               monday);
    EXPECT_EQ(ids(list), "6! 7- 4- 3= 2= 1= 5+");
    EXPECT_EQ(list[1].overdue_days, 14);
}

TEST(DayList, CountsWhoFallsDueInDaysOfRestAsDueToday) {
    // The workday before the Dragon Boat holiday of 2026.
    const auto list = day_list(
        {person(1, "1号楼101", 2026y / June / 21), person(2, "2号楼101", 2026y / June / 22)},
        {},
        2026y / June / 18,
        2026y / June / 21);
    EXPECT_EQ(ids(list), "1= 2+");
}

TEST(DayList, NamesAgainWhereNobodyAnswered) {
    people::Person again = person(1, "1号楼101", 2026y / July / 1);
    again.attempt_on = monday;
    const auto list = day_list({again}, {}, monday, monday);
    EXPECT_EQ(ids(list), "1=");
    EXPECT_TRUE(list.front().again);
}

TEST(DayList, KnowsTheWeekToItsSundayAndAtLeastTheDaysBefore) {
    EXPECT_EQ(week_until(monday, 2), Day{2026y / June / 21});
    EXPECT_EQ(week_until(2026y / June / 20, 2), Day{2026y / June / 22});
}

}  // namespace
}  // namespace qingdan::visits
