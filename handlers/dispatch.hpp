#pragma once
/// @file
/// Which conversation a message belongs to: a half-finished question first, then by intent.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

namespace qingdan {

/// The conversation of one intent, for a message whose meaning was worked out from what it quotes;
/// says nothing where the intent has none.
Outcome converse(const Message& message, store::Transaction& tx);

/// Reads, decides and writes all that one message causes; what it says leaves only after the
/// commit.
Outcome dispatch(const Message& message, store::Transaction& tx);

}  // namespace qingdan
