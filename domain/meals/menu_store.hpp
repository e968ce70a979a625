#pragma once
/// @file
/// The menu as it is kept: what there is to eat, its price and how many portions there are.

#include "domain/meals/menu.hpp"
#include "domain/money.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::meals {

/// Adds a line or replaces the one of the same community, day, meal and set.
void save_menu_line(store::Transaction& tx, std::string_view community, const MenuLine& line);
/// Exactly that line, if it is there.
std::optional<MenuLine> find_menu_line(store::Transaction& tx,
                                       std::string_view community,
                                       Day day,
                                       language::MealTime meal,
                                       std::string_view set);
/// The sets of one day and meal: the community's own where it has any, else those for everybody.
std::vector<MenuLine> menu(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal);
/// The price of a set of the menu, or of the only one where none is named, if it has its own.
std::optional<Fen> price_of(const std::vector<MenuLine>& menu,
                            const std::optional<std::string>& set);
/// Portions that can be cooked: the sum of the menu lines' own numbers, else `configured`; 0: no
/// limit.
int capacity(store::Transaction& tx,
             std::string_view community,
             Day day,
             language::MealTime meal,
             int configured);

}  // namespace qingdan::meals
