#include "domain/calendar/calendar.hpp"

#include <gtest/gtest.h>

namespace qingdan::calendar {
namespace {

Day day(std::string_view text) { return parse_day(text).value(); }

struct DayCase {
    std::string_view name, day;
    bool worked;
    std::string_view holiday;
};
class CalendarDay : public testing::TestWithParam<DayCase> {};

TEST_P(CalendarDay, IsWorkedOrNot) {
    const auto& c = GetParam();
    const Calendar& calendar = Calendar::built_in();
    EXPECT_EQ(calendar.is_workday(day(c.day)), c.worked);
    EXPECT_EQ(calendar.is_rest_day(day(c.day)), !c.worked);
    EXPECT_EQ(calendar.name(day(c.day)).value_or(""), c.holiday);
}
INSTANTIATE_TEST_SUITE_P(
    Days,
    CalendarDay,
    testing::Values(DayCase{"PlainMonday", "2026-06-15", true, ""},
                    DayCase{"PlainSunday", "2026-06-14", false, ""},
                    DayCase{"HolidayOnAFriday", "2026-06-19", false, "端午节"},
                    DayCase{"HolidayOnASunday", "2026-06-21", false, "端午节"},
                    DayCase{"MakeUpSaturday", "2026-05-09", true, ""},
                    DayCase{"MakeUpSunday2025", "2025-09-28", true, ""},
                    DayCase{"TwoHolidaysInOne", "2025-10-06", false, "国庆节、中秋节"},
                    DayCase{"YearWithoutHolidays", "2027-10-01", true, ""}),
    [](const auto& info) { return std::string{info.param.name}; });

struct DeadlineCase {
    std::string_view name, from;
    int n;
    std::string_view deadline;
};
class Workdays : public testing::TestWithParam<DeadlineCase> {};

TEST_P(Workdays, AreCountedFromTheDayAfter) {
    const auto& c = GetParam();
    EXPECT_EQ(to_text(Calendar::built_in().add_workdays(day(c.from), c.n)), c.deadline);
}
INSTANTIATE_TEST_SUITE_P(
    Deadlines,
    Workdays,
    testing::Values(DeadlineCase{"OverDragonBoat", "2026-06-17", 2, "2026-06-22"},
                    DeadlineCase{"OverLabourDay", "2026-04-29", 3, "2026-05-07"},
                    DeadlineCase{"OntoAMakeUpSaturday", "2026-05-07", 2, "2026-05-09"},
                    DeadlineCase{"OverNationalDay", "2026-09-30", 5, "2026-10-13"},
                    DeadlineCase{"BeforeSpringFestival", "2026-02-13", 1, "2026-02-14"},
                    DeadlineCase{"OverAMakeUpSunday", "2025-09-26", 2, "2025-09-29"},
                    DeadlineCase{"NoneIsTheDayItself", "2026-06-21", 0, "2026-06-21"},
                    DeadlineCase{"Backwards", "2026-06-22", -2, "2026-06-17"}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST(Calendar, CountsWorkdaysBetweenTwoDaysBothWays) {
    const Calendar& calendar = Calendar::built_in();
    EXPECT_EQ(calendar.workdays_between(day("2026-06-17"), day("2026-06-22")), 2);
    EXPECT_EQ(calendar.workdays_between(day("2026-06-22"), day("2026-06-17")), -2);
}

TEST(Calendar, KnowsWhichYearsAreComplete) {
    EXPECT_TRUE(Calendar::built_in().covers(2025));
    EXPECT_TRUE(Calendar::built_in().covers(2026));
    EXPECT_FALSE(Calendar::built_in().covers(2027));
}

TEST(Calendar, HasTheRestDaysOfTheNotices) {
    const auto count = [](int year) {
        int holidays = 0, made_up = 0;
        for (Day d{std::chrono::year{year} / 1 / 1}; d.year() == std::chrono::year{year};
             d = add_days(d, 1)) {
            if (Calendar::built_in().name(d)) ++holidays;
            if (iso_weekday(d) > 5 && Calendar::built_in().is_workday(d)) ++made_up;
        }
        return std::pair{holidays, made_up};
    };
    EXPECT_EQ(count(2025), (std::pair{28, 5}));
    EXPECT_EQ(count(2026), (std::pair{33, 6}));
}

TEST(Calendar, LaterFileWins) {
    Calendar calendar = Calendar::built_in();
    ASSERT_TRUE(
        calendar.lay_over("years = [2027]\n[[day]]\ndate = 2026-06-19\nkind = \"workday\"\n"
                          "[[day]]\ndate = 2027-10-01\nkind = \"holiday\"\nname = \"国庆节\"\n"));
    EXPECT_TRUE(calendar.is_workday(day("2026-06-19")));
    EXPECT_EQ(calendar.name(day("2027-10-01")), "国庆节");
    EXPECT_TRUE(calendar.covers(2027));
}

TEST(Calendar, BadFileIsNamedWithItsLineAndChangesNothing) {
    Calendar calendar = Calendar::built_in();
    const auto laid = calendar.lay_over(
        "[[day]]\ndate = 2026-06-22\nkind = \"holiday\"\n"
        "[[day]]\ndate = 2026-06-23\nkind = \"feast\"\n");
    ASSERT_FALSE(laid);
    EXPECT_EQ(laid.error().substr(0, 2), "4:");
    EXPECT_TRUE(calendar.is_workday(day("2026-06-22")));
    EXPECT_EQ(calendar.lay_over("years = [").error().substr(0, 2), "1:");
}

}  // namespace
}  // namespace qingdan::calendar
