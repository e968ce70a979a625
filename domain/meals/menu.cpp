#include "domain/meals/menu.hpp"

#include <array>

namespace qingdan::meals {

std::span<const std::string_view> diet_codes() {
    static constexpr std::array<std::string_view, 9> codes{"low_salt",
                                                           "low_sugar",
                                                           "low_oil",
                                                           "soft",
                                                           "halal",
                                                           "vegetarian",
                                                           "no_spicy",
                                                           "no_pork",
                                                           "no_seafood"};
    return codes;
}

std::optional<language::MealTime> meal_time_from(std::string_view text) {
    using language::MealTime;
    for (const MealTime meal : {MealTime::breakfast, MealTime::lunch, MealTime::dinner}) {
        if (language::to_text(meal) == text) return meal;
    }
    return std::nullopt;
}

}  // namespace qingdan::meals
