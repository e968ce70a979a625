#include "handlers/meal_meant.hpp"

#include "domain/audit/audit.hpp"
#include "domain/language/service/service_words.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/order.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan {
namespace {

using meals::Order;
using meals::Status;

bool may_touch(const Order& order, const Message& message) {
    if (order.platform == message.inbound.platform && order.orderer == message.inbound.sender.id)
        return true;
    if (!message.user || order.community != message.community) return false;
    if (message.user->orders_for_others()) return true;
    if (message.user->person_id && order.person_id == message.user->person_id) return true;
    if (!order.person || !message.user->imported) return false;
    const auto& bound = message.user->persons;
    return *order.person == message.user->name ||
           std::find(bound.begin(), bound.end(), *order.person) != bound.end();
}

/// Whether something can still be said of it: what is cooked already is locked, not unknown.
bool is_open(const Order& order) {
    return order.status == Status::ordered || order.status == Status::dispatched ||
           order.status == Status::standing || order.status == Status::paused;
}

Meant by_number(const Message& message, store::Transaction& tx) {
    Meant meant;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::meal) continue;
        const auto rows = meals::find(tx, number->digits);
        if (rows.empty() || !may_touch(rows.front(), message)) {
            meant.refusal = Refusal{"record.unknown", {{"number", to_text(*number)}}};
            return meant;
        }
        for (const Order& row : rows) {
            if (row.is_standing()) {
                if (is_open(row)) meant.standing.push_back(row);
            } else if (is_open(row)) {
                meant.rows.push_back(row);
            }
        }
    }
    return meant;
}

Meant by_eater(const language::Meal& told, const Message& message, store::Transaction& tx) {
    Meant meant;
    const EaterFacts eater = find_eater(told.person, told.address, told.phone, message, tx);
    if (eater.not_bound) {
        meant.refusal = Refusal{"meal.unknown_person", {{"person", *eater.name}}};
        return meant;
    }
    const meals::Eater key = eater_key(eater, message);
    const Day today = message.today();
    for (Order& order : meals::ordered(tx, key, today, add_days(today, 60))) {
        if (is_open(order)) meant.rows.push_back(std::move(order));
    }
    meant.standing = meals::standing_orders(tx, key);
    return meant;
}

/// What a row is about, for a refusal's words.
language::Meal told_of(const Order& row) {
    language::Meal told;
    told.meal = row.meal;
    if (row.day) told.dates = {*row.day};
    return told;
}

}  // namespace

Meant find_meant(const language::Meal& told, const Message& message, store::Transaction& tx) {
    const bool numbered = std::any_of(message.meaning.refs.begin(),
                                      message.meaning.refs.end(),
                                      [](const std::string& ref) { return ref.starts_with("M-"); });
    Meant meant = numbered ? by_number(message, tx) : by_eater(told, message, tx);
    const auto other_meal = [&](const Order& order) {
        return told.meal && order.meal != *told.meal;
    };
    std::erase_if(meant.standing, other_meal);
    return meant;
}

std::vector<language::Meal> told_meals(const Message& message) {
    std::vector<language::Meal> told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* meal = std::get_if<language::Meal>(&record)) told.push_back(*meal);
    }
    if (told.empty()) told.emplace_back();
    return told;
}

bool is_locked(const Order& order, const Message& message) {
    return order.day && !may_change_late(message) &&
           message.inbound.sent_at >=
               meals::cutoff(
                   message.rules.settings.meals.cutoff, order.meal, *order.day, message.rules.zone);
}

Order skip_day(const Order& standing, Day day, const Message& message, store::Transaction& tx) {
    Order skipped = standing;
    skipped.number = next_number(tx, RecordKind::meal);
    skipped.created_at = message.inbound.sent_at;
    skipped.status = Status::skipped;
    skipped.day = day;
    skipped.weekdays.clear();
    skipped.from.reset();
    skipped.until.reset();
    skipped.paused_from.reset();
    skipped.paused_until.reset();
    skipped.standing = standing.number.digits;
    skipped.id = meals::add(tx, skipped);
    return skipped;
}

void note_order(const Message& message,
                std::string_view action,
                RecordNumber number,
                store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = to_text(number)});
}

Said nothing_there(const language::Meal& told,
                   const Meant& meant,
                   const Message& message,
                   store::Transaction& tx) {
    Said said = meal_refusal(Refusal{"meal.nothing_there", {}}, told, message, tx);
    std::vector<Value> ordered;
    for (const Order& order : meant.rows) {
        ordered.emplace_back(Arguments{{"day", order.day},
                                       {"meal", meal_word(order.meal)},
                                       {"quantity", order.quantity},
                                       {"number", to_text(order.number)}});
    }
    said.arguments.push_back({"ordered", ordered});
    return said;
}

Outcome each_told(const Message& message,
                  store::Transaction& tx,
                  Outcome (*one)(const language::Meal&, const Message&, store::Transaction&)) {
    conversation::close(message, tx);
    Outcome outcome;
    for (const language::Meal& told : told_meals(message)) outcome.add(one(told, message, tx));
    return outcome;
}

/// Behind the cut-off a cancellation is a wish: the manager hears of it, and may waive the price.
/// Source: meals facts, section 4.
void Cancelling::refuse(const Order& row) {
    outcome_.say(meal_refusal(
        Refusal{"meal.locked", {{"number", to_text(row.number)}, {"day", to_text(*row.day)}}},
        told_of(row),
        message_,
        tx_));
    const bool kept = row.id != 0 && row.status == Status::dispatched;
    if (!kept || *row.day < message_.today()) return;
    // Whoever is in hospital is not asked for the price of a meal they could not eat.
    if (language::service_words(message_.inbound.text).has("hospital")) {
        Order waived = row;
        waived.waived = waived.own;
        waived.reason = message_.meaning.folded;
        meals::save(tx_, waived);
        note_order(message_, "waive", row.number, tx_);
        outcome_.changed.push_back(to_text(row.number));
        outcome_.say(Said{"bill.waived_by_itself", {{"person", row.person}}});
    }
    for (const people::User& manager : meal_managers(tx_, row.community)) {
        outcome_.push({{manager.platform, manager.user_id},
                       Said{"meal.late_wish",
                            {{"person", row.person},
                             {"day", row.day},
                             {"meal", meal_word(row.meal)},
                             {"quantity", row.quantity},
                             {"words", message_.meaning.folded},
                             {"number", to_text(row.number)}}},
                       true});
    }
}

void Cancelling::take_back(Order row) {
    if (is_locked(row, message_)) {
        refuse(row);
        return;
    }
    const Order before = row;
    row.status = row.standing && row.day ? Status::skipped : Status::cancelled;
    if (is_listed(before, tx_)) row.reason = message_.meaning.folded;
    meals::save(tx_, row);
    remember(before, row);
}

void Cancelling::leave_out(const Order& standing, Day day) {
    Order probe = standing;
    probe.id = 0;
    probe.day = day;
    if (is_locked(probe, message_)) {
        refuse(probe);
        return;
    }
    const Order skipped = skip_day(standing, day, message_, tx_);
    remember(skipped, skipped);
}

void Cancelling::remember(const Order& before, const Order& row) {
    taken_.push_back(row);
    outcome_.changed.push_back(to_text(row.number));
    note_order(message_, "cancel", row.number, tx_);
    if (before.status == Status::dispatched && row.day)
        late_.add(tell_late_change(before, row, message_, tx_));
}

Outcome Cancelling::finish() {
    if (!taken_.empty()) {
        Arguments said = meal_receipt(taken_, message_);
        outcome_.replies.insert(outcome_.replies.begin(), Said{"meal.cancelled", std::move(said)});
        outcome_.add(offer_freed(message_, tx_));
    }
    outcome_.add(std::move(late_));
    return std::move(outcome_);
}

}  // namespace qingdan
