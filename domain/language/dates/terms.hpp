#pragma once
/// @file
/// The single terms that namings of days are put together from, before they are resolved.

#include "domain/language/dates/dates.hpp"

#include <optional>
#include <vector>

namespace qingdan::language::dates {

/// One term: `周三`, `下周二四`, `6月18、19日`, `明天`, `三天后`.
struct Term {
    enum class Kind {
        fixed,       ///< `shift` days from today
        weekdays,    ///< `weekdays`, in the week `week` from this one where that is set
        month_days,  ///< `month_days`, of `month` and `year` where those are set
        weekend,
        week,      ///< a week alone
        month,     ///< a month alone
        every,     ///< `weekdays` of every week
        workdays,  ///< Monday to Friday
        duration,  ///< `count` days
    };
    Kind kind = Kind::fixed;
    Span span;
    int shift = 0;
    std::vector<int> weekdays;
    bool is_range = false;  ///< the last of several weekdays or days was joined by `到`
    std::optional<int> week;
    std::vector<int> month_days;
    int month = 0;
    int year = 0;
    std::optional<int> month_shift;
    int count = 0;
    bool run = false;
    bool every_day = false;
    std::optional<MealTime> meal;
    std::vector<int> shifts;  ///< several fixed days in one word (`明后天`), instead of `shift`
    std::optional<int>
        weekday_said;  ///< a weekday that was written beside the day and has to agree
};

/// What was learned of a text while its terms were looked for from the left.
struct Seen {
    /// From the numbers up to here a list goes on that ends in no word for days: without it, a list
    /// of a thousand numbers would be read a thousand times.
    int no_list_until = 0;
};

/// The term that begins at the position.
std::optional<Term> term_at(const Reading& reading, int position, Day today, Seen& seen);

}  // namespace qingdan::language::dates
