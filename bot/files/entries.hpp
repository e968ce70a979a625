#pragma once
/// @file
/// The files that an installation is fed with, as the values of the domain. Columns and codes are
/// those of the simulate and command-line contracts; an unknown column is an error, so that no
/// misspelt one is lost in silence.

#include "bot/files/fields.hpp"
#include "domain/burdens/hotline.hpp"
#include "domain/calendar/special_day.hpp"
#include "domain/meals/menu.hpp"
#include "domain/people/register_entry.hpp"
#include "domain/people/roster.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::files {

/// The price levels where the configuration adds none.
inline constexpr std::array<std::string_view, 4> default_meal_levels{
    "standard", "age60", "age80", "hardship"};

/// Who may do what. A user id stands once for each platform; only officials, carriers and admins
/// can be without a community.
Entries<people::RosterEntry> read_roster(const Table& table);

/// The people of the register. Community, name and address together stand once.
Entries<people::PersonEntry> read_people(
    const Table& table, std::span<const std::string_view> meal_levels = default_meal_levels);

/// The menu. Unnamed sets of one meal are called A, B, … in the order of the file, names taken
/// skipped.
Entries<meals::MenuLine> read_menu(const Table& table);

/// Days that differ from the plain week: `date,kind,name,statutory`, kind `holiday` or `workday`.
Entries<calendar::SpecialDay> read_calendar(const Table& table);

/// Tickets of the citizens' hotline: `ticket,received_at,town,community,unit,text`, the first and
/// the last required.
/// `received_at` is RFC 3339, or a day with or without a time of day, which is then meant in
/// `offset`.
Entries<burdens::HotlineTicket> read_hotline(const Table& table, std::chrono::minutes offset);

}  // namespace qingdan::files
