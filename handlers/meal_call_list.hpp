#pragma once
/// @file
/// Whom no message reaches: somebody rings them.

#include "handlers/message.hpp"
#include "handlers/said.hpp"

namespace qingdan::store {
class Transaction;
}

namespace qingdan {

/// What follows from a message that did not reach an eater, their family or a carrier: the meal
/// manager is asked at once to ring them. Nothing where its reader works for the committee (danger
/// has its own ladder) or stands on no call list.
Outcome call_by_telephone(const Outgoing& lost, store::Transaction& tx);

}  // namespace qingdan
