#include "domain/language/codes.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/room.hpp"
#include "domain/meals/waiting.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace qingdan {

using meals::Waiting;
using meals::WaitingState;
using nlohmann::json;

Outcome wait_for_place(const language::Meal& told,
                       const std::string& words,
                       const Message& message,
                       store::Transaction& tx) {
    Outcome outcome;
    Waiting waiting;
    waiting.community = message.community;
    waiting.day = told.dates.front();
    waiting.meal = *told.meal;
    waiting.asked_at = message.inbound.sent_at;
    waiting.platform = message.inbound.platform;
    waiting.account = message.inbound.account;
    waiting.chat_id = message.inbound.chat.id;
    waiting.orderer = message.inbound.sender.id;
    waiting.quantity = told.quantity.value_or(1);
    waiting.told = state_of_orders({told}, words).dump();
    const Value until = meals::cutoff(
        message.rules.settings.meals.cutoff, waiting.meal, waiting.day, message.rules.zone);
    const auto before = meals::waiting_for(tx, message.community, waiting.day, waiting.meal);
    const auto mine = std::find_if(before.begin(), before.end(), [&](const Waiting& other) {
        return other.orderer == waiting.orderer && other.platform == waiting.platform;
    });
    if (mine == before.end()) meals::add(tx, waiting);
    outcome.say(Said{"meal.waiting",
                     {{"day", waiting.day},
                      {"meal", meal_word(waiting.meal)},
                      {"ahead", static_cast<int>(mine - before.begin())},
                      {"first", mine == before.begin()},
                      {"until", until}}});
    return outcome;
}

Outcome offer_places(std::string_view community,
                     Day day,
                     language::MealTime meal,
                     const Rules& rules,
                     Instant now,
                     store::Transaction& tx) {
    Outcome outcome;
    if (now >= meals::cutoff(rules.settings.meals.cutoff, meal, day, rules.zone)) return outcome;
    for (Waiting& next : meals::waiting_for(tx, community, day, meal)) {
        if (next.state != WaitingState::waiting) continue;
        // Nobody is passed over: who asked first for more than is free waits, and so do the others.
        if (!meals::room(tx, community, day, meal, rules.settings.meals).fits(next.quantity)) break;
        next.state = WaitingState::offered;
        next.kept_until = now + rules.settings.meals.place_kept;
        meals::save(tx, next);
        const std::string id = std::to_string(next.id);
        store::add_job(tx, "meals.place", "meals.place " + id, *next.kept_until, id);
        conversation::ask_there({next.platform, next.account, next.chat_id, next.orderer},
                                tx,
                                "meal.offered",
                                json{{"waiting", next.id}},
                                *next.kept_until);
        Push push{{next.platform, next.orderer},
                  Said{"meal.place_offered",
                       {{"day", day},
                        {"meal", meal_word(meal)},
                        {"quantity", next.quantity},
                        {"until", *next.kept_until}},
                       {{"meal.place_take", {}, "1"}, {"meal.place_leave", {}, "2"}}}};
        outcome.push(std::move(push));
    }
    return outcome;
}

Outcome offer_freed(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const auto& [day, meal] : meals::waited_for(tx, message.community))
        outcome.add(offer_places(message.community, day, meal, message.rules, message.now, tx));
    return outcome;
}

Outcome place_lapses(std::string_view payload,
                     const Rules& rules,
                     Instant now,
                     store::Transaction& tx) {
    std::int64_t id = 0;
    std::from_chars(payload.data(), payload.data() + payload.size(), id);
    auto waiting = meals::find_waiting(tx, id);
    Outcome outcome;
    if (!waiting || waiting->state != WaitingState::offered) return outcome;
    waiting->state = WaitingState::declined;
    meals::save(tx, *waiting);
    outcome.push(
        {{waiting->platform, waiting->orderer},
         Said{"meal.place_lapsed", {{"day", waiting->day}, {"meal", meal_word(waiting->meal)}}}});
    outcome.add(offer_places(waiting->community, waiting->day, waiting->meal, rules, now, tx));
    return outcome;
}

Outcome end_waiting(std::string_view community,
                    Day day,
                    language::MealTime meal,
                    store::Transaction& tx) {
    Outcome outcome;
    for (Waiting& waiting : meals::waiting_for(tx, community, day, meal)) {
        waiting.state = WaitingState::ended;
        meals::save(tx, waiting);
        outcome.push({{waiting.platform, waiting.orderer},
                      Said{"meal.waiting_ended", {{"day", day}, {"meal", meal_word(meal)}}}});
    }
    return outcome;
}

std::optional<Outcome> answer_offer(const json& state,
                                    const Message& message,
                                    store::Transaction& tx) {
    const auto yes = yes_or_no_of(message);
    if (!yes) return std::nullopt;
    conversation::close(message, tx);
    Outcome outcome;
    auto waiting = meals::find_waiting(tx, state.at("waiting").get<std::int64_t>());
    if (!waiting || waiting->state != WaitingState::offered) {
        outcome.say(Said{"meal.place_gone"});
        return outcome;
    }
    waiting->state = *yes ? WaitingState::taken : WaitingState::declined;
    meals::save(tx, *waiting);
    if (*yes) {
        const json told = json::parse(waiting->told);
        return place_orders(orders_of_state(told), words_of_state(told), false, message, tx);
    }
    outcome.say(Said{"meal.not_ordered"});
    outcome.add(offer_places(
        waiting->community, waiting->day, waiting->meal, message.rules, message.now, tx));
    return outcome;
}

}  // namespace qingdan
