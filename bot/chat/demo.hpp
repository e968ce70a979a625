#pragma once
/// @file
/// The demo community that a fresh installation shows on the chat page (config/demo). All of it is
/// invented.

#include "domain/meals/menu.hpp"
#include "domain/people/register_entry.hpp"
#include "domain/people/roster.hpp"

#include <string_view>
#include <vector>

namespace qingdan::chat {

/// Who is there, and the households they look after. Read from the files built into the program;
/// throws std::logic_error where those are wrong.
std::vector<people::RosterEntry> demo_roster();
std::vector<people::PersonEntry> demo_people();

/// The menu of `days` days from `first` on.
///
/// A fixed menu would be over after a fortnight, so the demo's is a cycle of two weeks (`week` 1
/// and 2, `weekday` 1 is Monday) laid over the real calendar: the same day has the same dishes
/// whenever it is asked for.
std::vector<meals::MenuLine> demo_menu(Day first, int days);

}  // namespace qingdan::chat
