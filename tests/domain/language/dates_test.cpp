#include "domain/language/dates/dates.hpp"

#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

/// Days, weekdays and limits as text: `2026-03-18 2026-03-20 | 1 3 | from 2026-04-01 until
/// 2026-04-30`.
std::string said(const std::vector<DatePhrase>& phrases) {
    std::string out;
    for (const DatePhrase& phrase : phrases) {
        if (!out.empty()) out += "; ";
        std::string one;
        for (const Day day : phrase.days) one += (one.empty() ? "" : " ") + qingdan::to_text(day);
        for (const int weekday : phrase.weekdays)
            one += (one.empty() ? "w" : " w") + std::to_string(weekday);
        if (phrase.days.empty() && phrase.from)
            one += (one.empty() ? "from " : " from ") + qingdan::to_text(*phrase.from);
        if (phrase.days.empty() && phrase.until)
            one += (one.empty() ? "until " : " until ") + qingdan::to_text(*phrase.until);
        if (phrase.duration > 0)
            one += (one.empty() ? "" : " ") + std::to_string(phrase.duration) + " days";
        if (phrase.impossible) one += "impossible";
        out += one;
    }
    return out;
}

struct DateCase {
    std::string_view name, text, today;
    Direction direction;
    std::string_view days;
};
class Dates : public testing::TestWithParam<DateCase> {};

TEST_P(Dates, MeanTheDayThatTheWriterMeans) {
    const auto& c = GetParam();
    const Reading reading{c.text, builtin_lexicon()};
    EXPECT_EQ(said(date_phrases(reading, reading.whole(), *parse_day(c.today), c.direction)),
              c.days);
}
constexpr auto ahead = Direction::forward;
constexpr auto back = Direction::backward;
INSTANTIATE_TEST_SUITE_P(
    Words,
    Dates,
    testing::Values(
        DateCase{"Tomorrow", "明天", "2026-12-31", ahead, "2027-01-01"},
        DateCase{"DialectTomorrow", "明朝", "2026-03-10", ahead, "2026-03-11"},
        DateCase{"InThreeDays", "大后天", "2026-04-29", ahead, "2026-05-02"},
        DateCase{"WeekdayTodayIncludedAhead", "周三", "2026-03-18", ahead, "2026-03-18"},
        DateCase{"WeekdayTodayIncludedBack", "周三", "2026-03-18", back, "2026-03-18"},
        DateCase{"WeekdayBack", "周五", "2026-03-23", back, "2026-03-20"},
        DateCase{"NextWeekOnASunday", "下周三", "2026-03-22", ahead, "2026-03-25"},
        DateCase{"WeekAfterNext", "下下周日", "2024-11-15", ahead, "2024-12-01"},
        DateCase{"EnglishNext", "next Friday", "2026-11-02", ahead, "2026-11-13"},
        DateCase{"DayOfMonthAhead", "30号", "2026-01-31", ahead, "2026-03-30"},
        DateCase{"DayOfMonthBack", "31号", "2026-05-02", back, "2026-03-31"},
        DateCase{"MonthDayOverTheYear", "1月2号", "2026-12-30", ahead, "2027-01-02"},
        DateCase{"LeapDay", "2月29号", "2026-06-01", ahead, "2028-02-29"},
        DateCase{"NoSuchDay", "2月30日", "2026-01-05", ahead, "impossible"},
        DateCase{"WeekdayContradicts", "6月18日周一", "2026-06-15", ahead, "impossible"},
        DateCase{"WeekdayAgrees", "6月18日周四", "2026-06-15", ahead, "2026-06-18"},
        DateCase{"RangeWithOneWeek",
                 "下周一到周三",
                 "2026-04-11",
                 ahead,
                 "2026-04-13 2026-04-14 2026-04-15"},
        DateCase{"RangeOverTheMonth",
                 "8月30号到9月1号",
                 "2026-08-27",
                 ahead,
                 "2026-08-30 2026-08-31 2026-09-01"},
        DateCase{"RangeWithNoEnd", "2月27日到2月30日", "2026-01-05", ahead, "impossible"},
        DateCase{"LongRange",
                 "6月1日到7月31日",
                 "2026-05-05",
                 ahead,
                 "from 2026-06-01 until 2026-07-31"},
        DateCase{"List", "5号、8号、9号", "2026-08-03", ahead, "2026-08-05 2026-08-08 2026-08-09"},
        DateCase{"ShortList", "18、19号", "2026-08-03", ahead, "2026-08-18 2026-08-19"},
        DateCase{"TwoAtOnce", "明后天", "2026-08-03", ahead, "2026-08-04 2026-08-05"},
        DateCase{"Every", "每周二四六", "2026-08-03", ahead, "w2 w4 w6"},
        DateCase{"EveryRange", "每周一到周五", "2026-08-03", ahead, "w1 w2 w3 w4 w5"},
        DateCase{"From", "从5月6日开始", "2026-04-29", ahead, "from 2026-05-06"},
        DateCase{"Until", "到6月30日为止", "2026-06-15", ahead, "until 2026-06-30"},
        DateCase{"EndOfMonth", "到月底", "2026-04-14", ahead, "until 2026-04-30"},
        DateCase{
            "FromForDays", "明天开始三天", "2026-06-15", ahead, "2026-06-16 2026-06-17 2026-06-18"},
        DateCase{"Run", "连续三天", "2026-06-15", ahead, "3 days"},
        DateCase{"DaysOn", "7天后", "2014-09-01", ahead, "2014-09-08"},
        DateCase{"WeeksBack", "2星期前", "2012-08-10", back, "2012-07-27"},
        DateCase{"Slash", "6/18", "2026-06-15", ahead, "2026-06-18"},
        DateCase{"Point", "6.18", "2026-06-15", ahead, "2026-06-18"},
        DateCase{"Iso", "2026-06-18", "2026-06-15", ahead, "2026-06-18"},
        DateCase{"EnglishMonth", "twenty second of June", "2016-11-07", back, "2016-06-22"},
        DateCase{"HouseIsNoDay", "3号楼502", "2026-06-15", ahead, ""},
        DateCase{"PortionsAreNoDay", "3份", "2026-06-15", ahead, ""}),
    testing_support::case_name<DateCase>);

}  // namespace
}  // namespace qingdan::language
