#pragma once
/// @file
/// What is due at a time: a row in the table of jobs, run once by the same writer through the same
/// three steps.

#include "domain/tasks/task.hpp"
#include "handlers/context.hpp"
#include "handlers/meal_jobs.hpp"
#include "handlers/said.hpp"

#include <string>
#include <string_view>

namespace qingdan::jobs {

/// Makes sure that what recurs (cut-offs, the day's lists) has its next row. Called at start.
void start(const Rules& rules, Instant now, store::Transaction& tx);

/// Runs one job that is due. `now` is when it was due, or now where the service was down at that
/// time.
Outcome run(std::string_view kind,
            std::string_view payload,
            Instant due_at,
            const Rules& rules,
            Instant now,
            store::Transaction& tx);

/// Tells the next one up the ladder of a danger task, and puts down when the one after is told.
/// `responsible` is whom the register names for the person.
Outcome tell_next(tasks::Task& task,
                  std::string_view responsible,
                  const Rules& rules,
                  Instant now,
                  store::Transaction& tx);

}  // namespace qingdan::jobs
