#pragma once
/// @file
/// What the clock does to work reminders (at 00:00 of each day), and the one digest a person and
/// workday that tells of them.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <string_view>

namespace qingdan::jobs {

/// Makes sure that the next midnight and the next digest are planned. Called at start.
void start_reminders(const Rules& rules, Instant now, store::Transaction& tx);
/// Whether a job of that kind is one of these.
bool is_of_reminders(std::string_view kind);
/// Runs one; `payload` is its day.
Outcome run_reminders(std::string_view kind,
                      std::string_view payload,
                      const Rules& rules,
                      Instant now,
                      store::Transaction& tx);

}  // namespace qingdan::jobs
