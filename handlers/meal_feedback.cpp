#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

constexpr int best_rating = 5;

bool was_cooked(const Order& row) {
    return row.status == Status::dispatched || row.status == Status::delivered ||
           row.status == Status::picked_up || row.status == Status::unanswered;
}

/// The latest meal of the sender (or of whom they order for) that was cooked by now, from yesterday
/// on.
std::optional<Order> latest_meal(const Message& message, store::Transaction& tx) {
    const EaterFacts eater = find_eater(std::nullopt, std::nullopt, std::nullopt, message, tx);
    std::optional<Order> latest;
    const auto consider = [&](const EaterFacts& one) {
        const auto rows = meals::ordered(
            tx, eater_key(one, message), add_days(message.today(), -1), message.today());
        for (const Order& row : rows) {
            const auto from = message.rules.settings.meals.delivered.of(row.meal).from;
            const bool has_come =
                message.inbound.sent_at >=
                message.rules.zone.instant(*row.day, from - std::chrono::hours{1});
            if (was_cooked(row) && has_come) latest = row;
        }
    };
    if (eater.which.empty()) consider(eater);
    for (const std::string& name : eater.which)
        consider(find_eater(name, std::nullopt, std::nullopt, message, tx));
    return latest;
}

std::vector<Value> dishes_of(const Order& row, store::Transaction& tx) {
    const auto menu = meals::menu(tx, row.community, *row.day, row.meal);
    for (const meals::MenuLine& line : menu) {
        if (menu.size() == 1 || line.set == row.set)
            return {line.dishes.begin(), line.dishes.end()};
    }
    return {};
}

std::string joined(const std::vector<Value>& dishes) {
    std::vector<std::string> names;
    for (const Value& dish : dishes) names.push_back(std::get<std::string>(dish.is));
    return people::join_codes(names);
}

void keep_feedback(const Order& row,
                   std::optional<int> rating,
                   std::optional<std::string> words,
                   const Message& message,
                   store::Transaction& tx) {
    tx.prepare(
          "INSERT INTO meal_feedback (made_at, community, day, meal, dishes, platform, user_id, "
          "rating, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .with(message.inbound.sent_at,
              row.community,
              row.day,
              language::to_text(row.meal),
              joined(dishes_of(row, tx)),
              message.inbound.platform,
              message.inbound.sender.id,
              rating,
              words)
        .run();
}

}  // namespace

std::optional<Outcome> take_complaint(const Message& message, const Talk&, store::Transaction& tx) {
    if (message.meaning.intent != language::Intent::none) return std::nullopt;
    const auto row = latest_meal(message, tx);
    if (!row) return std::nullopt;
    keep_feedback(*row, std::nullopt, message.meaning.folded, message, tx);
    Outcome outcome;
    for (const people::User& manager : meal_managers(tx, row->community)) {
        outcome.push({{manager.platform, manager.user_id},
                      Said{"feedback.told",
                           {{"person", message.user->name},
                            {"day", row->day},
                            {"meal", meal_word(row->meal)},
                            {"dishes", dishes_of(*row, tx)},
                            {"words", message.meaning.folded}}}});
    }
    outcome.say(Said{"feedback.taken", {{"manager", manager_phone(message, tx)}}});
    return outcome;
}

/// `请大家评分`: everybody who had the latest meal and was not asked within the week.
std::optional<Outcome> ask_ratings(const Message& message, const Talk&, store::Transaction& tx) {
    const Day today = message.today();
    std::vector<Order> rows;
    for (const auto meal :
         {language::MealTime::breakfast, language::MealTime::lunch, language::MealTime::dinner}) {
        std::vector<Order> cooked = meals::to_cook(tx, message.community, today, meal);
        std::erase_if(cooked, [](const Order& row) {
            return row.status != Status::delivered && row.status != Status::picked_up;
        });
        if (!cooked.empty()) rows = std::move(cooked);
    }
    Outcome outcome;
    int asked = 0;
    const Day since = add_days(today, 1 - message.rules.settings.meals.rating_days);
    for (const Order& row : rows) {
        const auto user = people::find_user(tx, row.platform, row.orderer);
        const bool eats =
            user && (user->has(people::Role::resident) || user->has(people::Role::family));
        if (!eats || !meals::remind_once(tx, "rating", row.community, row.orderer, today, since))
            continue;
        const Instant until = message.rules.zone.instant(add_days(today, 2), std::chrono::hours{0});
        conversation::ask_user(
            row.platform, row.orderer, tx, "round.rate", {{"row", row.id}}, until);
        outcome.push({{row.platform, row.orderer},
                      Said{"feedback.rate", {{"day", row.day}, {"meal", meal_word(row.meal)}}}});
        ++asked;
    }
    outcome.say(Said{"feedback.asked", {{"count", asked}}});
    return outcome;
}

std::optional<Outcome> answer_rating(const nlohmann::json& state,
                                     const Message& message,
                                     store::Transaction& tx) {
    const auto chosen = chosen_number(message, best_rating);
    if (!chosen) return std::nullopt;
    conversation::close(message, tx);
    const auto row = meals::find_row(tx, state.at("row").get<std::int64_t>());
    Outcome outcome;
    if (row) keep_feedback(*row, static_cast<int>(*chosen) + 1, std::nullopt, message, tx);
    outcome.say(Said{"feedback.rated"});
    return outcome;
}

/// `饭还没送到`: whoever carries it is asked.
std::optional<Outcome> look_for_food(const Message& message, const Talk&, store::Transaction& tx) {
    if (message.meaning.intent != language::Intent::none) return std::nullopt;
    const auto row = latest_meal(message, tx);
    if (!row || row->status != Status::dispatched || row->day != message.today())
        return std::nullopt;
    Outcome outcome;
    const Arguments about{
        {"person", row->person}, {"address", row->address}, {"meal", meal_word(row->meal)}};
    std::optional<people::User> carrier;
    if (row->carrier)
        carrier = people::find_user(tx, row->carrier_platform.value_or(""), *row->carrier);
    if (carrier) {
        outcome.push(
            {{carrier->platform, carrier->user_id}, Said{"feedback.where_is_it", about}, true});
    } else {
        for (const people::User& manager : meal_managers(tx, row->community))
            outcome.push(
                {{manager.platform, manager.user_id}, Said{"feedback.where_is_it", about}, true});
    }
    outcome.say(Said{"feedback.asked_carrier",
                     {{"carrier", carrier ? carrier->name : std::string{}},
                      {"manager", manager_phone(message, tx)}}});
    return outcome;
}

}  // namespace qingdan::conversations
