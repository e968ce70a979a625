#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/meals/room.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversations.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_meant.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>
#include <map>

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

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
    const auto menu = meals::menu(tx, row.community, *row.day, row.meal);
    const auto wanted = set_named(message.meaning.folded, menu);
    const auto room =
        meals::room(tx, row.community, *row.day, row.meal, message.rules.settings.meals);
    row.set = meals::choose(menu, wanted ? wanted : row.set, row.diet, room, row.quantity).set;
    std::optional<people::Person> eater;
    if (row.person_id) eater = people::person_of_id(tx, *row.person_id);
    meals::put_price(row, message.rules.settings.meals, eater, menu);
}

/// Whether there is room for what a row becomes; what it has already is its own.
std::optional<Refusal> no_room(const Order& before,
                               const Order& after,
                               const Message& message,
                               store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    const auto room_on = [&](Day day) {
        return meals::room(tx, after.community, day, after.meal, settings);
    };
    const bool same_meal = before.day == after.day && before.meal == after.meal;
    const int own = same_meal ? before.quantity : 0;
    const meals::Room room = room_on(*after.day);
    const std::string day = to_text(*after.day);
    if (after.quantity > own && !room.fits(after.quantity - own)) {
        std::string next;
        for (int ahead = 1; ahead <= settings.days_ahead && next.empty(); ++ahead) {
            const Day date = add_days(*after.day, ahead);
            if (room_on(date).fits(after.quantity)) next = to_text(date);
        }
        return Refusal{"meal.over_capacity", {{"day", day}, {"next", next}}};
    }
    const bool same_set = same_meal && before.set == after.set;
    if (after.set && !room.set_fits(*after.set, after.quantity - (same_set ? own : 0))) {
        std::string left;
        for (const auto& [set, portions] : room.by_set) {
            if (portions >= after.quantity) left += (left.empty() ? "" : ",") + set;
        }
        return Refusal{"meal.set_full", {{"day", day}, {"set", *after.set}, {"left", left}}};
    }
    return std::nullopt;
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
    if (meals::is_closed_day(tx, after.community, *after.day, settings, message.rules.calendar)) {
        const Day opens =
            meals::opens_again(tx, after.community, *after.day, settings, message.rules.calendar);
        return Refusal{"meal.closed_day", {{"day", day}, {"opens", to_text(opens)}}};
    }
    return no_room(before, after, message, tx);
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
    Outcome late;
    const auto take = [&](const Order& before, Order after, bool is_new) {
        apply(told, after, message, tx);
        if (const auto no = change_refused(before, after, message, tx)) {
            outcome.say(meal_refusal(*no, told, message, tx));
            return;
        }
        if (is_new) {
            after.number = skip_day(before, *after.day, message, tx).number;
            after.id = meals::find(tx, after.number.digits).front().id;
            after.status = Status::ordered;
        }
        if (is_listed(after, tx)) send_out(after, tx);
        meals::save(tx, after);
        note_order(message, "change", after.number, tx);
        changed.push_back(after);
        if (before.status == Status::dispatched || after.status == Status::dispatched)
            late.add(tell_late_change(before, after, message, tx));
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
    if (!changed.empty()) {
        outcome.say(Said{"meal.changed", meal_receipt(changed, message)});
        outcome.add(offer_freed(message, tx));
    }
    outcome.add(std::move(late));
    return outcome;
}

}  // namespace

Outcome cancel_meal(const Message& message, store::Transaction& tx) {
    return each_told(message, tx, cancel_one);
}
Outcome change_meal(const Message& message, store::Transaction& tx) {
    return each_told(message, tx, change_one);
}

}  // namespace qingdan::conversations
