#pragma once
/// @file
/// Which conversation a message belongs to: a half-finished question first, then by intent.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

namespace qingdan {

/// Reads, decides and writes all that one message causes; what it says leaves only after the
/// commit.
Outcome dispatch(const Message& message, store::Transaction& tx);

}  // namespace qingdan
