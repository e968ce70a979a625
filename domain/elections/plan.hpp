#pragma once
/// @file
/// The timetable of an election, counted from its day (选举日程).

#include "domain/calendar/calendar.hpp"
#include "domain/clock.hpp"
#include "domain/elections/rules.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

/// Something to be seen in a stage; nothing is moved by it.
struct Caution {
    enum class Kind {
        weekend,       ///< a weekend lies inside
        holiday,       ///< `name` lies inside, from `from` to `to`
        deadline,      ///< its last day, `to`, is a rest day; `from` is the last workday before it
        posting,       ///< a notice (`name`) is to be posted on `to`, a rest day; `from` as above
        no_calendar,   ///< the holidays of the year `name` are not known
        out_of_bound,  ///< it ends after the last day, `to`, on which it may
    };
    Kind kind = Kind::weekend;
    std::string name;
    Day from{}, to{};

    friend bool operator==(const Caution&, const Caution&) = default;
};

/// One stage with its days, both in it.
struct PlannedStage {
    std::string code;
    Day from{}, until{};
    std::vector<std::string> actors, notices;
    std::vector<Caution> cautions;
};

/// One notice and the day on which it is posted.
struct Posting {
    std::string code;
    Day day{};
    int number = 0;  ///< in the order of posting (第N号), if nothing comes in between
};

struct Plan {
    Day day{};
    std::string way;
    std::vector<PlannedStage> stages;  ///< in the order of the rules
    std::vector<Posting> postings;     ///< by number; without those that follow an event
};

/// Why a day cannot be the election day, and the earliest that can.
struct TooEarly {
    Day earliest{};
};

/// The timetable of an election on `day`, in calendar days as the rules count them. `way` is a code
/// of the rules. A day is refused where a stage would lie before `today`. Rest days are named and
/// move nothing: whoever runs the election decides.
tl::expected<Plan, TooEarly> plan(Day day,
                                  std::string_view way,
                                  Day today,
                                  const Rules& rules,
                                  const calendar::Calendar& calendar);

}  // namespace qingdan::elections
