#include "domain/language/codes.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversations.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_words.hpp"

namespace qingdan::conversations {
namespace {

using language::MealTime;

constexpr MealTime all_meals[] = {MealTime::breakfast, MealTime::lunch, MealTime::dinner};

/// What the meal manager asks: how many portions.
Outcome tell_portions(const language::Meal& told, const Message& message, store::Transaction& tx) {
    std::vector<Day> days = told.dates;
    if (days.empty()) days = {message.today(), add_days(message.today(), 1)};
    std::vector<Value> lines;
    for (const Day day : days) {
        for (const MealTime meal : all_meals) {
            if (told.meal && meal != *told.meal) continue;
            const int portions = meals::portions(tx, message.community, day, meal);
            if (portions == 0 && !told.meal) continue;
            lines.emplace_back(
                Arguments{{"day", day}, {"meal", meal_word(meal)}, {"portions", portions}});
        }
    }
    Outcome outcome;
    outcome.say(Said{"meal.portions", {{"lines", lines}}});
    return outcome;
}

}  // namespace

Outcome query_meals(const Message& message, store::Transaction& tx) {
    const language::Meal told = told_meal(message);
    if (message.user && message.user->is_staff() && !told.person)
        return tell_portions(told, message, tx);
    const EaterFacts eater = find_eater(told.person, std::nullopt, std::nullopt, message, tx);
    Outcome outcome;
    if (eater.not_bound || message.in_group()) {
        outcome.say(Said{"meal.query_private"});
        outcome.private_hint = true;
        return outcome;
    }
    const meals::Eater key = eater_key(eater, message);
    const Day from = told.dates.empty() ? message.today() : told.dates.front();
    const Day until = told.dates.empty() ? add_days(message.today(), 31) : told.dates.back();
    std::vector<Value> days, standing;
    for (const meals::Order& order : meals::ordered(tx, key, from, until)) {
        days.emplace_back(Arguments{{"day", order.day},
                                    {"meal", meal_word(order.meal)},
                                    {"quantity", order.quantity},
                                    {"number", to_text(order.number)}});
    }
    for (const meals::Order& order : meals::standing_orders(tx, key)) {
        standing.emplace_back(meal_receipt({order}, message));
    }
    outcome.say(
        Said{"meal.ordered_list",
             {{"days", days}, {"standing", standing}, {"none", days.empty() && standing.empty()}}});
    return outcome;
}

Outcome tell_menu(const Message& message, store::Transaction& tx) {
    const language::Meal told = told_meal(message);
    std::vector<Day> days = told.dates;
    if (days.empty()) days = {message.today()};
    std::vector<Value> lines;
    for (const Day day : days) {
        for (const MealTime meal : all_meals) {
            if (told.meal && meal != *told.meal) continue;
            for (const meals::MenuLine& line : meals::menu(tx, message.community, day, meal)) {
                std::vector<Value> dishes(line.dishes.begin(), line.dishes.end());
                lines.emplace_back(Arguments{{"day", day},
                                             {"meal", meal_word(meal)},
                                             {"set", line.set},
                                             {"dishes", dishes},
                                             {"price", line.price}});
            }
        }
    }
    Outcome outcome;
    outcome.say(
        Said{"meal.menu", {{"lines", lines}, {"none", lines.empty()}, {"day", days.front()}}});
    return outcome;
}

}  // namespace qingdan::conversations
