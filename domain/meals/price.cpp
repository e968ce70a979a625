#include "domain/meals/price.hpp"

#include "domain/meals/menu_store.hpp"

namespace qingdan::meals {

std::string price_level(const std::optional<people::Person>& eater, Day day) {
    if (!eater) return "standard";
    if (!eater->meal_level.empty()) return eater->meal_level;
    const std::optional<int> age = eater->age_on(day);
    if (age && *age >= 60 && eater->has_category("low_income")) return "hardship";
    if (age && *age >= 80) return "age80";
    if (age && *age >= 60) return "age60";
    return "standard";
}

Price price(const MealSettings& settings,
            std::string_view level,
            int quantity,
            std::optional<Fen> menu_price) {
    const Fen standard = settings.price_fen.find("standard")->second;
    const auto known = settings.price_fen.find(level);
    const Fen of_level = known == settings.price_fen.end() ? standard : known->second;
    const Fen full = menu_price.value_or(standard);
    Fen first = of_level;
    if (menu_price && standard.value > 0) {
        first.value =
            (menu_price->value * of_level.value * 2 + standard.value) / (2 * standard.value);
    }
    return {first + full * (quantity - 1), full * quantity};
}

void put_price(Order& order,
               const MealSettings& settings,
               const std::optional<people::Person>& eater,
               const std::vector<MenuLine>& menu) {
    order.level = price_level(eater, *order.day);
    const Price of_day = price(settings, order.level, order.quantity, price_of(menu, order.set));
    order.own = of_day.own;
    order.full = of_day.full;
}

}  // namespace qingdan::meals
