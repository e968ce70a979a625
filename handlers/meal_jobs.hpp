#pragma once
/// @file
/// What is due in the life of a meal: the cut-off, the end of serving.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>
#include <string_view>

namespace qingdan::jobs {

/// Makes sure that each meal's next cut-off is planned. Called at start.
void start_meals(const Rules& rules, Instant now, store::Transaction& tx);

/// Runs a job of meals; `nullopt` where the kind is none of theirs.
std::optional<Outcome> run_meals(std::string_view kind,
                                 std::string_view payload,
                                 Instant due_at,
                                 const Rules& rules,
                                 Instant now,
                                 store::Transaction& tx);

}  // namespace qingdan::jobs
