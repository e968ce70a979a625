#include "handlers/meal_words.hpp"

#include "domain/language/service/service_words.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan {

Word meal_word(language::MealTime meal) {
    return Word{"meal." + std::string{language::to_text(meal)}};
}

Arguments meal_receipt(const std::vector<meals::Order>& rows, const Message& message) {
    const meals::Order& first = rows.front();
    std::vector<Value> days, weekdays, diets;
    Fen total;
    for (const meals::Order& row : rows) {
        if (row.day) days.emplace_back(*row.day);
        total = total + row.own;
    }
    for (const int weekday : first.weekdays)
        weekdays.emplace_back(Word{"weekday." + std::to_string(weekday)});
    for (const std::string& code : first.diet) diets.emplace_back(Word{"diet." + code});
    // Days on end are told by their ends.
    std::optional<Day> range_from, range_until;
    if (days.size() > 2 && first.day &&
        days_between(*first.day, *rows.back().day) + 1 == static_cast<int>(days.size())) {
        range_from = first.day;
        range_until = rows.back().day;
        days.clear();
    }
    const bool every_day = first.weekdays.size() == 7;
    // A group leader sees nothing of the register.
    const bool sees_card = message.user && (message.user->is_staff() ||
                                            !message.user->has(people::Role::group_leader));
    if (!sees_card && message.user) diets.clear();
    const bool has_address = first.fulfilment == language::Fulfilment::delivery &&
                             !message.in_group() && (sees_card || !message.user);
    Arguments said{
        {"number", to_text(first.number)},
        {"person", first.person},
        {"days", days},
        {"range_from", range_from},
        {"range_until", range_until},
        {"weekdays", every_day ? std::vector<Value>{} : weekdays},
        {"every_day", every_day},
        {"from", first.from},
        {"until", first.until},
        {"meal", meal_word(first.meal)},
        {"quantity", first.quantity},
        {"diets", diets},
        {"note", first.note},
        {"address", has_address ? first.address : std::nullopt},
        {"fulfilment",
         Word{"fulfilment." + std::string{language::to_text(
                                  first.fulfilment.value_or(language::Fulfilment::pickup))}}},
        {"to_fetch", first.fulfilment != language::Fulfilment::delivery},
        {"for_other", message.user && first.person && *first.person != message.user->name},
    };
    if (first.day) {
        if (sees_card || !message.user) said.push_back({"price", total});
        said.push_back(
            {"cutoff",
             meals::cutoff(
                 message.rules.settings.meals.cutoff, first.meal, *first.day, message.rules.zone)});
    }
    return said;
}

Said meal_refusal(const Refusal& no,
                  const language::Meal& told,
                  const Message& message,
                  store::Transaction& tx) {
    Said said{no.key};
    for (const auto& [name, value] : no.arguments) {
        // Days travel through a refusal as ISO text; here they become days again, to be written as
        // people do.
        if (const auto day = parse_day(value)) {
            said.arguments.push_back({name, *day});
        } else {
            said.arguments.push_back({name, value});
        }
    }
    if (told.meal) {
        said.arguments.push_back({"meal", meal_word(*told.meal)});
        const MealSettings& settings = message.rules.settings.meals;
        const Day next = meals::first_open_day(settings.cutoff,
                                               *told.meal,
                                               message.inbound.sent_at,
                                               message.today(),
                                               message.rules.zone);
        said.arguments.push_back({"next_open", next});
        if (!told.dates.empty()) {
            said.arguments.push_back(
                {"cutoff",
                 meals::cutoff(
                     settings.cutoff, *told.meal, told.dates.front(), message.rules.zone)});
        }
    }
    std::vector<Value> offered;
    for (const auto meal :
         {language::MealTime::breakfast, language::MealTime::lunch, language::MealTime::dinner}) {
        if (message.rules.settings.meals.offered.of(meal)) {
            offered.emplace_back(meal_word(meal));
        }
    }
    said.arguments.push_back({"offered", offered});
    said.arguments.push_back({"days_ahead", message.rules.settings.meals.days_ahead});
    said.arguments.push_back({"manager", manager_phone(message, tx)});
    return said;
}

std::optional<std::string> set_named(const std::string& text,
                                     const std::vector<meals::MenuLine>& menu) {
    constexpr std::size_t shortest_dish = 2 * 3;  // rice alone (`饭`) names no dish
    if (menu.size() < 2) return std::nullopt;
    std::optional<std::string> named;
    for (const meals::MenuLine& line : menu) {
        bool here = language::names_set(text, line.set);
        for (const std::string& dish : line.dishes) {
            const bool elsewhere = std::any_of(menu.begin(), menu.end(), [&](const auto& other) {
                return other.set != line.set &&
                       std::find(other.dishes.begin(), other.dishes.end(), dish) !=
                           other.dishes.end();
            });
            here = here ||
                   (!elsewhere && dish.size() >= shortest_dish && language::mentions(text, dish));
        }
        if (!here) continue;
        if (named) return std::nullopt;  // two of them: nobody guesses
        named = line.set;
    }
    return named;
}

std::string manager_phone(const Message& message, store::Transaction& tx) {
    return people::phone_to_call(tx, message.community);
}

}  // namespace qingdan
