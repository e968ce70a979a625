#pragma once
/// @file
/// What an election asks for each morning.

#include "domain/elections/process.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <string_view>

namespace qingdan::jobs {

/// On a morning: one message to whoever made the plan, where something is due; `payload` is the
/// election's id and the day.
Outcome tell_election_morning(std::string_view payload, const Rules& rules, store::Transaction& tx);
/// The same, asked for (`选举今天做什么`).
Outcome election_today(const elections::Election& election,
                       const Message& message,
                       store::Transaction& tx);

}  // namespace qingdan::jobs
