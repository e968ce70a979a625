#pragma once
/// @file
/// The morning's message to everybody who works for a committee: households and tasks of the day.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <string_view>

namespace qingdan::day_list {

/// Plans the next list after `after`: on the next workday, at the hour of the configuration.
void plan(const Rules& rules, Day after, store::Transaction& tx);

/// Tells each cadre of the households that the day is for, everybody of the tasks that are overdue,
/// and of a task that stays overdue the next in line, one each workday. One message a person.
/// Source: work-methods facts, section 3; visits facts, `[list]`.
Outcome tell(Day day, const Rules& rules, Instant now, store::Transaction& tx);

/// A task's time is up (`number`): it is overdue from now on. Its assignee hears of it at once
/// where people are awake and at work, else with the next morning's message.
Outcome task_is_due(std::string_view number,
                    const Rules& rules,
                    Instant now,
                    store::Transaction& tx);

/// A task that was made in the night, told now.
Outcome tell_task(std::string_view number, const Rules& rules, Instant now, store::Transaction& tx);

}  // namespace qingdan::day_list
