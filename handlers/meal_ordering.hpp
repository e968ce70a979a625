#pragma once
/// @file
/// Placing orders, as several conversations do it: a new order, a place of the waiting list, what
/// was wanted before registration.

#include "domain/language/meaning.hpp"
#include "domain/meals/waiting.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace qingdan {

/// Takes the orders one by one; the first that needs a question keeps itself and what comes after
/// it. `words`: the message in which a set of the menu may be named. `agreed`: the first was read
/// back and agreed to.
Outcome place_orders(std::vector<language::Meal> told,
                     const std::string& words,
                     bool agreed,
                     const Message& message,
                     store::Transaction& tx);

/// The state of a question about orders, and back.
nlohmann::json state_of_orders(const std::vector<language::Meal>& waiting,
                               const std::string& words,
                               const std::vector<std::string>& which = {});
std::vector<language::Meal> orders_of_state(const nlohmann::json& state);
std::string words_of_state(const nlohmann::json& state);

// meal_waiting.cpp
/// Puts an order on the waiting list of a day that is full.
Outcome wait_for_place(const language::Meal& told,
                       const std::string& words,
                       const Message& message,
                       store::Transaction& tx);
/// Offers what is free to who waits, first come, first served; each place is kept for a while.
/// Called wherever a portion becomes free.
Outcome offer_places(std::string_view community,
                     Day day,
                     language::MealTime meal,
                     const Rules& rules,
                     Instant now,
                     store::Transaction& tx);
/// Likewise for every meal of the community for which somebody waits.
Outcome offer_freed(const Message& message, store::Transaction& tx);
/// An offered place that nobody answered for goes to the next. `payload` is the entry's id.
Outcome place_lapses(std::string_view payload,
                     const Rules& rules,
                     Instant now,
                     store::Transaction& tx);
/// At the cut-off the list ends, and who is still on it is told.
Outcome end_waiting(std::string_view community,
                    Day day,
                    language::MealTime meal,
                    store::Transaction& tx);
/// The answer to an offered place.
std::optional<Outcome> answer_offer(const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx);

}  // namespace qingdan
