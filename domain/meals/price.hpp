#pragma once
/// @file
/// What an eater pays for a meal. Source: meals facts, section 8.

#include "domain/meals/menu.hpp"
#include "domain/meals/order.hpp"
#include "domain/money.hpp"
#include "domain/people/person.hpp"
#include "domain/settings.hpp"

#include <optional>
#include <string>

namespace qingdan::meals {

/// The price level of a person on the day of the meal: what the register says, else `hardship` for
/// a low income from 60 on, else by age; `standard` for who is not in the register.
std::string price_level(const std::optional<people::Person>& eater, Day day);

struct Price {
    Fen own;   ///< what the eater pays for all portions
    Fen full;  ///< the full price of all portions; the difference is the subsidy
    friend bool operator==(const Price&, const Price&) = default;
};

/// The first portion has the eater's level, further ones are `standard`. A menu line's own price is
/// the full one, of which a level pays the same share as of the standard price, rounded to the fen,
/// half up.
Price price(const MealSettings& settings,
            std::string_view level,
            int quantity,
            std::optional<Fen> menu_price);

/// Sets level, own and full price of one day's meal. `menu`: the sets of that day and meal;
/// `eater`: the entry of the register, if there is one.
void put_price(Order& order,
               const MealSettings& settings,
               const std::optional<people::Person>& eater,
               const std::vector<MenuLine>& menu);

}  // namespace qingdan::meals
