#pragma once
/// @file
/// What there is to eat (菜单): one set of one meal of one day.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"
#include "domain/money.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::meals {

/// One line of the menu contract. Known by day, meal and set.
struct MenuLine {
    Day date;
    language::MealTime meal = language::MealTime::lunch;
    std::vector<std::string> dishes{};  ///< at least one
    std::optional<Fen> price{};         ///< empty: the eater's price level
    std::optional<int> capacity{};      ///< portions; empty: the configuration's
    std::string set{};  ///< never empty: unnamed sets of one meal are A, B, … in file order
    std::vector<std::string> allergens{};  ///< as written
    std::vector<std::string> diets{};      ///< codes of the parse contract that the set is fit for

    friend bool operator==(const MenuLine&, const MenuLine&) = default;
};

/// The diet codes of the parse contract (`low_salt`, …), in its order.
std::span<const std::string_view> diet_codes();

/// `breakfast`, `lunch`, `dinner`; `nullopt` for anything else.
std::optional<language::MealTime> meal_time_from(std::string_view text);

}  // namespace qingdan::meals
