#include "domain/meals/order.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversations.hpp"
#include "handlers/meal_meant.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

Outcome pause_one(const language::Meal& told, const Message& message, store::Transaction& tx) {
    Meant meant = find_meant(told, message, tx);
    Outcome outcome;
    if (meant.refusal) {
        outcome.say(*meant.refusal);
        return outcome;
    }
    const Day from = told.from.value_or(message.today());
    Cancelling days{message, tx};
    for (const Order& row : meant.rows) {
        const bool inside = *row.day >= from && (!told.until || *row.day <= *told.until);
        if (inside && !is_locked(row, message) && (!told.meal || row.meal == *told.meal))
            days.take_back(row);
    }
    const bool days_taken = days.did_anything();
    for (Order& standing : meant.standing) {
        standing.status = Status::paused;
        standing.paused_from = from;
        standing.paused_until = told.until;
        meals::save(tx, standing);
        note_order(message, "pause", standing.number, tx);
        outcome.changed.push_back(to_text(standing.number));
    }
    if (meant.standing.empty() && !days_taken) {
        outcome.say(nothing_there(told, meant, message, tx));
        return outcome;
    }
    if (!meant.standing.empty()) {
        outcome.say(Said{"meal.paused",
                         {{"from", from},
                          {"until", told.until},
                          {"number", to_text(meant.standing.front().number)},
                          {"person", told.person}}});
    }
    if (days_taken) outcome.add(days.finish());
    return outcome;
}

Outcome resume_one(const language::Meal& told, const Message& message, store::Transaction& tx) {
    Meant meant = find_meant(told, message, tx);
    Outcome outcome;
    if (meant.refusal) {
        outcome.say(*meant.refusal);
        return outcome;
    }
    const Day from = told.from.value_or(add_days(message.today(), 1));
    std::erase_if(meant.standing,
                  [](const Order& order) { return order.status != Status::paused; });
    for (Order& standing : meant.standing) {
        if (standing.paused_from && from > *standing.paused_from) {
            standing.paused_until = add_days(from, -1);
        } else {
            standing.paused_from.reset();
            standing.paused_until.reset();
        }
        standing.status = Status::standing;
        meals::save(tx, standing);
        note_order(message, "resume", standing.number, tx);
        outcome.changed.push_back(to_text(standing.number));
    }
    if (meant.standing.empty()) {
        outcome.say(meal_refusal(Refusal{"meal.not_paused", {}}, told, message, tx));
        return outcome;
    }
    outcome.say(
        Said{"meal.resumed", {{"from", from}, {"number", to_text(meant.standing.front().number)}}});
    return outcome;
}

}  // namespace

Outcome pause_meal(const Message& message, store::Transaction& tx) {
    return each_told(message, tx, pause_one);
}
Outcome resume_meal(const Message& message, store::Transaction& tx) {
    return each_told(message, tx, resume_one);
}

}  // namespace qingdan::conversations
