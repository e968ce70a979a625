#pragma once
/// @file
/// The list of the day: which households to go to, the most urgent first (当日走访名单).

#include "domain/people/person.hpp"

#include <set>
#include <vector>

namespace qingdan::visits {

/// Why a household stands on the list; the order is that of the list.
enum class Reason { danger, overdue, today, week };

struct Listed {
    people::Person person;
    Reason reason = Reason::week;
    int overdue_days = 0;   ///< only of `overdue`
    bool promised = false;  ///< the day was promised to them
    bool again = false;     ///< nobody answered last time
};

/// Puts those who are due on or before `until` into the order of the list: danger, overdue, due on
/// `day`, due later; inside each by building and room. `rest_until` is the last day before the next
/// workday: who falls due in the days of rest counts as due today.
/// `in_danger`: entries with an open task of a danger sign.
/// Source: work-methods facts, section 3; visits facts, `[list]`.
std::vector<Listed> day_list(std::vector<people::Person> due,
                             const std::set<std::int64_t>& in_danger,
                             Day day,
                             Day rest_until);

/// Until when a household is "due this week": to the Sunday, and at least `days_before` days ahead.
Day week_until(Day day, int days_before);

/// `5号楼303` before `5号楼1201` before `12号楼101`: the numbers of two addresses one by one.
bool stands_before(std::string_view one_address_key, std::string_view other_address_key);

}  // namespace qingdan::visits
