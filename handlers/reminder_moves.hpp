#pragma once
/// @file
/// Work reminders on their way: what a report, a person or the clock does to one, written together
/// with its history, its audit entry and what the next digest has to tell.

#include "domain/burdens/burden.hpp"
#include "domain/supervision/reminder.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>

namespace qingdan::reminders {

/// When something happens to a reminder, and by whom.
struct Occasion {
    const Rules& rules;
    Instant now;
    Day day;           ///< that deadlines count from
    std::string who;   ///< user id; empty: the program or the clock
    std::string text;  ///< the reason, or what was done
};

/// Moves a reminder by the table and writes all that follows; `reminder` is as before where it is
/// denied.
tl::expected<void, supervision::Denied> move(supervision::Reminder& reminder,
                                             supervision::Event event,
                                             const Occasion& occasion,
                                             store::Transaction& tx,
                                             Outcome& outcome);

/// Looks at every indicator that `report` counts in, after it was told, corrected or taken back:
/// issues, adds to or reopens reminders (workload facts, section 4, worked example). Gives the
/// reminder that is now about it, if one is.
std::optional<supervision::Reminder> watch_limits(const burdens::Burden& report,
                                                  const Occasion& occasion,
                                                  store::Transaction& tx,
                                                  Outcome& outcome);

/// What of a reminder is said everywhere: number, unit, indicator, value, limit, period, state,
/// due.
Arguments facts_of(const supervision::Reminder& reminder);

}  // namespace qingdan::reminders
