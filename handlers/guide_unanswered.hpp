#pragma once
/// @file
/// The questions that nothing in the manual answers, for those who look after it (未答).

#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>

namespace qingdan::conversations {

/// Officials and admins who ask for them (`未答`); `nullopt` where the message is none of that.
std::optional<Outcome> list_unanswered(const Message& message, store::Transaction& tx);

}  // namespace qingdan::conversations
