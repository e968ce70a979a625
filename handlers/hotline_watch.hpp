#pragma once
/// @file
/// Tickets of the hotline as a way in which burdens come to light: read like messages, shown apart.

#include "handlers/reminder_moves.hpp"

namespace qingdan::reminders {

/// Reads the tickets that came before the day of `occasion`. One that tells of a burden is
/// observed: the town's supervisor confirms it by naming the office, or drops it. Those of one
/// place, office and month are one reminder.
void read_tickets(const Occasion& occasion, store::Transaction& tx, Outcome& outcome);

}  // namespace qingdan::reminders
