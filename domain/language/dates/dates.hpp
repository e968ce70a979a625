#pragma once
/// @file
/// Days as people name them: `下周三`, `18号`, `6月1日到10日`, `每周二四六`, `连续三天`, `next
/// Friday`.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/reading.hpp"

#include <optional>
#include <vector>

namespace qingdan::language {

/// Where a day without a week, month or year is looked for: from today on in orders, up to today in
/// reports.
enum class Direction { forward, backward };

/// One naming of days, resolved. Which of the members are set says what kind it was.
struct DatePhrase {
    Span span;
    std::vector<Day> days;         ///< the days named, ascending
    std::vector<int> weekdays;     ///< of a standing order, 1 to 7 ascending
    std::optional<Day> from;       ///< `从…起`, or the begin of a range
    std::optional<Day> until;      ///< `到…为止`, or the end of a range
    bool range = false;            ///< a begin and an end were named
    bool impossible = false;       ///< names a day that cannot exist, or contradicts itself
    std::optional<MealTime> meal;  ///< `今晚`, `明早`
    int duration = 0;              ///< `三天`, `一个星期`: how many days
    bool run = false;              ///< of a duration: `连续`, `接下来`
    bool week = false;             ///< `下周` alone: no day, but Monday to Sunday in a pause
    bool month = false;            ///< `下个月` or `6月` alone: names no day
    bool every_day = false;        ///< `每天` said of the days
    bool of_week = false;          ///< weekdays alone, of no week in particular: `周一到周五`
    bool workdays = false;         ///< `工作日` without `每`
};

/// All namings of days in the span, in the order of the text. `today` is the day of writing.
/// Stretches that are covered as addresses, phones, references or persons are passed over.
std::vector<DatePhrase> date_phrases(const Reading& reading,
                                     Span in,
                                     Day today,
                                     Direction direction);

/// The same read both ways: `date_phrases` forward and backward.
struct DatesBothWays {
    std::vector<DatePhrase> ahead, back;
};
DatesBothWays dates_both_ways(const Reading& reading, Span in, Day today);

/// Where a clock time that begins at the position ends (`下午3点半`, `20:15`, `9:30~11:30`); the
/// position where there is none.
int after_clock(const Reading& reading, int position);

}  // namespace qingdan::language
