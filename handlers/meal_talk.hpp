#pragma once
/// @file
/// What is written to the meal service beside orders: `已送 3号楼 5户`, `王阿婆没人应门`,
/// `今天的菜太咸`. One table (meal_talk.cpp) says which words of whom are meant for which
/// conversation.

#include "domain/language/service/service_words.hpp"
#include "domain/meals/order.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace qingdan::conversations {

/// What the service's words in a message come to; `nullopt` where the message is for another
/// conversation.
std::optional<Outcome> serve_meals(const Message& message, store::Transaction& tx);

/// Goes on with a question of the topics `round.…`; `nullopt` where the message is no answer.
std::optional<Outcome> answer_round(std::string_view topic,
                                    const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx);

/// The choice of who had ordered a dish that ran out (topic `round.sold_out`; meal_sets.cpp).
std::optional<Outcome> answer_sold_out(const nlohmann::json& state,
                                       const Message& message,
                                       store::Transaction& tx);

/// What each of the conversations is given beside the message.
using Talk = language::ServiceWords;

// meal_round.cpp: carriers and whoever leads them
std::optional<Outcome> confirm_delivery(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> confirm_pickup(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> tell_route(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> hand_over_round(const Message&, const Talk&, store::Transaction&);

// meal_allergy.cpp: a person says whether the kitchen can do it
std::optional<Outcome> answer_allergy(const Message&, const Talk&, store::Transaction&);
// meal_sets.cpp: another set of the menu, and a dish that runs out
std::optional<Outcome> change_set(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> report_sold_out(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> report_closed_kitchen(const Message&, const Talk&, store::Transaction&);

// meal_money.cpp
std::optional<Outcome> tell_bill(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> close_month(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> waive_meal(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> object_to_bill(const Message&, const Talk&, store::Transaction&);
// meal_feedback.cpp
std::optional<Outcome> take_complaint(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> ask_ratings(const Message&, const Talk&, store::Transaction&);
/// The answer to `round.rate`.
std::optional<Outcome> answer_rating(const nlohmann::json& state,
                                     const Message& message,
                                     store::Transaction& tx);
std::optional<Outcome> look_for_food(const Message&, const Talk&, store::Transaction&);
// meal_call_list.cpp: whom no message reaches
std::optional<Outcome> tell_call_list(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> tick_off_call(const Message&, const Talk&, store::Transaction&);
// meal_farewell.cpp
std::optional<Outcome> report_death(const Message&, const Talk&, store::Transaction&);
/// The answer to `round.death`.
std::optional<Outcome> answer_death(const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx);
/// `停止` of somebody who has meals: asks once what is meant; `nullopt` where they have none.
std::optional<Outcome> ask_what_to_stop(const Message& message, store::Transaction& tx);

// meal_no_answer.cpp: a door that did not open
std::optional<Outcome> report_no_answer(const Message&, const Talk&, store::Transaction&);
std::optional<Outcome> report_seen(const Message&, const Talk&, store::Transaction&);
/// Makes a meal unanswered, tells family and cadre, and has somebody look in.
Outcome leave_unanswered(meals::Order row, const Message& message, store::Transaction& tx);
/// Closes what was opened because a door stayed shut, and tells everybody who was told of it.
Outcome close_checks(std::int64_t person_id, const Message& message, store::Transaction& tx);

}  // namespace qingdan::conversations
