#include "domain/audit/audit.hpp"
#include "domain/language/codes.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

/// Which orders a message means, and whether the sender may touch them.
struct Meant {
    std::vector<Order> rows;  ///< days that are ordered
    std::vector<Order> standing;
    std::optional<Refusal> refusal;
};

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

/// The orders that a record names by number, else those of its eater.
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
    return order.day &&
           message.inbound.sent_at >=
               meals::cutoff(
                   message.rules.settings.meals.cutoff, order.meal, *order.day, message.rules.zone);
}

/// One day of a standing order is left out: a row of that day which says so.
Order skip(const Order& standing, Day day, const Message& message, store::Transaction& tx) {
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

void note(const Message& message,
          std::string_view action,
          RecordNumber number,
          store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = to_text(number)});
}

/// Takes back the days (and standing orders) of `rows`; what is past its cut-off stays and is said.
class Cancelling {
public:
    Cancelling(const Message& message, store::Transaction& tx) : message_(message), tx_(tx) {}

    void take_back(Order row) {
        if (is_locked(row, message_)) {
            outcome_.say(
                meal_refusal(Refusal{"meal.locked",
                                     {{"number", to_text(row.number)}, {"day", to_text(*row.day)}}},
                             told_of(row),
                             message_,
                             tx_));
            return;
        }
        row.status = row.standing && row.day ? Status::skipped : Status::cancelled;
        meals::save(tx_, row);
        remember(row);
    }

    void leave_out(const Order& standing, Day day) {
        Order probe = standing;
        probe.day = day;
        if (is_locked(probe, message_)) {
            take_back(probe);
            return;
        }
        remember(skip(standing, day, message_, tx_));
    }

    Outcome finish() {
        if (!taken_.empty()) {
            Arguments said = meal_receipt(taken_, message_);
            outcome_.replies.insert(outcome_.replies.begin(),
                                    Said{"meal.cancelled", std::move(said)});
        }
        return std::move(outcome_);
    }

    bool did_anything() const { return !taken_.empty() || !outcome_.replies.empty(); }

private:
    static language::Meal told_of(const Order& row) {
        language::Meal told;
        told.meal = row.meal;
        if (row.day) told.dates = {*row.day};
        return told;
    }

    void remember(const Order& row) {
        taken_.push_back(row);
        outcome_.changed.push_back(to_text(row.number));
        note(message_, "cancel", row.number, tx_);
    }

    const Message& message_;
    store::Transaction& tx_;
    std::vector<Order> taken_;
    Outcome outcome_;
};

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

Outcome cancel_one(const language::Meal& told, const Message& message, store::Transaction& tx) {
    Meant meant = find_meant(told, message, tx);
    Outcome outcome;
    if (meant.refusal) {
        outcome.say(*meant.refusal);
        return outcome;
    }
    Cancelling cancelling{message, tx};
    if (!told.dates.empty()) {
        for (const Day day : told.dates) {
            bool found = false;
            for (const Order& row : meant.rows) {
                if (row.day != day || (told.meal && row.meal != *told.meal)) continue;
                cancelling.take_back(row);
                found = true;
            }
            if (found) continue;
            for (const Order& standing : meant.standing) {
                if (standing.falls_on(day)) cancelling.leave_out(standing, day);
            }
        }
    } else {
        const bool numbered = !message.meaning.refs.empty();
        std::erase_if(meant.rows,
                      [&](const Order& row) { return told.meal && row.meal != *told.meal; });
        std::map<std::int64_t, int> numbers;
        for (const Order& row : meant.rows) ++numbers[row.number.digits];
        for (const Order& row : meant.standing) ++numbers[row.number.digits];
        if (!numbered && numbers.size() > 1) {
            Said which = nothing_there(told, meant, message, tx);
            which.key = "meal.cancel_which";
            outcome.say(std::move(which));
            return outcome;
        }
        for (const Order& row : meant.rows) cancelling.take_back(row);
        for (const Order& row : meant.standing) cancelling.take_back(row);
    }
    if (!cancelling.did_anything()) {
        outcome.say(nothing_there(told, meant, message, tx));
        return outcome;
    }
    return cancelling.finish();
}

/// Puts the told values into a row; what was not told stays.
void apply(const language::Meal& told, Order& row, const Message& message, store::Transaction& tx) {
    if (told.quantity) row.quantity = *told.quantity;
    if (told.fulfilment) row.fulfilment = told.fulfilment;
    if (told.address) row.address = told.address;
    if (told.phone) row.phone = told.phone;
    if (told.note) row.note = told.note;
    for (const std::string& code : told.diet) {
        if (std::find(row.diet.begin(), row.diet.end(), code) == row.diet.end())
            row.diet.push_back(code);
    }
    if (row.is_standing()) {
        if (!told.weekdays.empty()) row.weekdays = told.weekdays;
        return;
    }
    std::optional<people::Person> eater;
    if (row.person_id) eater = people::person_of_id(tx, *row.person_id);
    const meals::Price price =
        meals::price(message.rules.settings.meals,
                     meals::price_level(eater, *row.day),
                     row.quantity,
                     meals::menu_price(tx, row.community, *row.day, row.meal));
    row.own = price.own;
    row.full = price.full;
}

/// Why a row may not become what was told, if so.
std::optional<Refusal> change_refused(const Order& before,
                                      const Order& after,
                                      const Message& message,
                                      store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    if (after.quantity < 1) return Refusal{"meal.quantity_none", {}};
    if (after.quantity > settings.max_per_order) {
        return Refusal{"meal.quantity_over", {{"max", std::to_string(settings.max_per_order)}}};
    }
    if (!settings.offered.of(after.meal)) return Refusal{"meal.not_offered", {}};
    if (!after.day) return std::nullopt;
    const std::string day = to_text(*after.day);
    if (is_locked(before, message)) {
        return Refusal{"meal.locked",
                       {{"number", to_text(before.number)}, {"day", to_text(*before.day)}}};
    }
    if (is_locked(after, message)) return Refusal{"meal.past_cutoff", {{"day", day}}};
    if (days_between(message.today(), *after.day) > settings.days_ahead)
        return Refusal{"meal.date_far", {{"day", day}}};
    const int capacity = meals::capacity(
        tx, after.community, *after.day, after.meal, settings.capacity.of(after.meal));
    const bool same_meal = before.day == after.day && before.meal == after.meal;
    const int others = meals::portions(tx, after.community, *after.day, after.meal) -
                       (same_meal ? before.quantity : 0);
    if (capacity > 0 && others + after.quantity > capacity)
        return Refusal{"meal.over_capacity", {{"day", day}, {"next", ""}}};
    return std::nullopt;
}

/// The rows that a change means: the named day and meal, else the only open order (then day or meal
/// are new).
std::vector<Order> rows_to_change(const language::Meal& told, const Meant& meant) {
    std::vector<Order> rows;
    for (const Order& row : meant.rows) {
        const bool day_fits =
            told.dates.empty() ||
            std::find(told.dates.begin(), told.dates.end(), *row.day) != told.dates.end();
        if (day_fits && (!told.meal || row.meal == *told.meal)) rows.push_back(row);
    }
    if (rows.empty() && meant.rows.size() == 1) rows = meant.rows;
    return rows;
}

Outcome change_one(const language::Meal& told, const Message& message, store::Transaction& tx) {
    const Meant meant = find_meant(told, message, tx);
    Outcome outcome;
    if (meant.refusal) {
        outcome.say(*meant.refusal);
        return outcome;
    }
    std::vector<Order> changed;
    const auto take = [&](const Order& before, Order after, bool is_new) {
        apply(told, after, message, tx);
        if (const auto no = change_refused(before, after, message, tx)) {
            outcome.say(meal_refusal(*no, told, message, tx));
            return;
        }
        if (is_new) {
            after.number = skip(before, *after.day, message, tx).number;
            after.id = meals::find(tx, after.number.digits).front().id;
            after.status = Status::ordered;
        }
        meals::save(tx, after);
        note(message, "change", after.number, tx);
        changed.push_back(after);
    };
    std::vector<Order> rows = rows_to_change(told, meant);
    if (rows.empty() && told.dates.empty()) rows = meant.standing;
    for (const Order& row : rows) {
        Order after = row;
        if (row.day && told.dates.size() == 1) after.day = told.dates.front();
        if (told.meal) after.meal = *told.meal;
        take(row, after, false);
    }
    // A single day of a standing order: changed for that day alone.
    if (rows.empty()) {
        for (const Day day : told.dates) {
            for (const Order& standing : meant.standing) {
                if (!standing.falls_on(day)) continue;
                Order of_day = standing;
                of_day.day = day;
                of_day.weekdays.clear();
                of_day.standing = standing.number.digits;
                take(of_day, of_day, true);
            }
        }
    }
    if (changed.empty() && outcome.replies.empty())
        outcome.say(nothing_there(told, meant, message, tx));
    for (const Order& row : changed) outcome.changed.push_back(to_text(row.number));
    if (!changed.empty()) outcome.say(Said{"meal.changed", meal_receipt(changed, message)});
    return outcome;
}

Outcome each(const Message& message,
             store::Transaction& tx,
             Outcome (*one)(const language::Meal&, const Message&, store::Transaction&)) {
    conversation::close(message, tx);
    Outcome outcome;
    for (const language::Meal& told : told_meals(message)) outcome.add(one(told, message, tx));
    return outcome;
}

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
        note(message, "pause", standing.number, tx);
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
        note(message, "resume", standing.number, tx);
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

Outcome cancel_meal(const Message& message, store::Transaction& tx) {
    return each(message, tx, cancel_one);
}
Outcome change_meal(const Message& message, store::Transaction& tx) {
    return each(message, tx, change_one);
}
Outcome pause_meal(const Message& message, store::Transaction& tx) {
    return each(message, tx, pause_one);
}
Outcome resume_meal(const Message& message, store::Transaction& tx) {
    return each(message, tx, resume_one);
}

}  // namespace qingdan::conversations
