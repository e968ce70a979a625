#pragma once
/// @file
/// Changes behind the cut-off: only whoever leads the round makes them, and whom they concern hears
/// of them at once.

#include "domain/meals/order.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>

namespace qingdan {

/// Whether the sender may order, change and cancel behind the cut-off: meal managers and admins.
bool may_change_late(const Message& message);

/// Whether the list with that meal has gone out.
bool is_listed(const meals::Order& row, store::Transaction& tx);

/// A meal that comes onto a list that has gone out: it gets the carrier of the same door, else of
/// the door before it on the walk, as their last stop. Writes nothing.
void send_out(meals::Order& row, store::Transaction& tx);

/// Tells the carriers and the other managers of a meal that was added (no `before`), changed or
/// taken off, and the sender how many there are now. Called after writing.
Outcome tell_late_change(const std::optional<meals::Order>& before,
                         const meals::Order& after,
                         const Message& message,
                         store::Transaction& tx);

}  // namespace qingdan
