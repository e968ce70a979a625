#include "handlers/meal_order_facts.hpp"

#include "domain/language/service/service_words.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan {
namespace {

using language::Fulfilment;

/// Why a day cannot be ordered, if so.
std::optional<Refusal> refused(const DayFacts& facts, int quantity) {
    const std::string day = to_text(facts.day);
    const std::string next = facts.next_with_room ? to_text(*facts.next_with_room) : "";
    if (facts.is_past) return Refusal{"meal.date_past", {{"day", day}}};
    if (facts.kitchen_opens)
        return Refusal{"meal.closed_day", {{"day", day}, {"opens", to_text(*facts.kitchen_opens)}}};
    if (facts.is_closed) return Refusal{"meal.past_cutoff", {{"day", day}}};
    if (facts.is_too_far) return Refusal{"meal.date_far", {{"day", day}}};
    if (!facts.room.fits(quantity))
        return Refusal{"meal.over_capacity", {{"day", day}, {"next", next}}};
    if (facts.choice.set && !facts.room.set_fits(*facts.choice.set, quantity)) {
        std::string left;
        for (const std::string& set : facts.sets_left) left += (left.empty() ? "" : ",") + set;
        return Refusal{"meal.set_full", {{"day", day}, {"set", *facts.choice.set}, {"left", left}}};
    }
    return std::nullopt;
}

bool wants_halal(const OrderFacts& facts) {
    return std::find(facts.diet.begin(), facts.diet.end(), "halal") != facts.diet.end();
}

/// Whether a menu of these days has a set that its kitchen calls halal.
bool menu_has_halal(const OrderFacts& facts) {
    return std::any_of(facts.days.begin(), facts.days.end(), [](const DayFacts& day) {
        return std::any_of(day.menu.begin(), day.menu.end(), [](const meals::MenuLine& line) {
            return std::find(line.diets.begin(), line.diets.end(), "halal") != line.diets.end();
        });
    });
}

OrderDecision decide_standing(const OrderFacts& facts, int quantity) {
    if (facts.standing && !facts.agreed) return ReadBackOrder{"meal.replace_standing"};
    if (quantity >= facts.read_back_from && !facts.agreed)
        return ReadBackOrder{"meal.agree_quantity"};
    return PlaceOrder{};
}

OrderDecision decide_days(const OrderFacts& facts, int quantity) {
    if (facts.days.empty()) {
        return facts.proposed ? OrderDecision{ReadBackOrder{"meal.agree_day"}}
                              : Refusal{"meal.no_day", {}};
    }
    PlaceOrder place;
    for (const DayFacts& day : facts.days) {
        if (!day.already.empty() && !facts.agreed) {
            const meals::Order& earlier = day.already.front();
            if (facts.days.size() == 1) {
                return earlier.quantity == quantity ? OrderDecision{AlreadyOrdered{earlier}}
                                                    : AskDuplicate{earlier};
            }
            continue;  // of several days the ones that are ordered already stay as they are
        }
        if (const auto no = refused(day, quantity)) {
            if (facts.days.size() == 1 && no->key == "meal.over_capacity")
                return AskFull{day.day, day.next_with_room};
            place.refused.emplace_back(day.day, *no);
            continue;
        }
        place.days.push_back(day.day);
    }
    if (place.days.empty() && !place.refused.empty()) return place.refused.front().second;
    if (place.days.empty()) return AlreadyOrdered{facts.days.front().already.front()};
    if (quantity >= facts.read_back_from && !facts.agreed)
        return ReadBackOrder{"meal.agree_quantity"};
    if (facts.days.size() == 1 && facts.days.front().is_paused && !facts.agreed)
        return ReadBackOrder{"meal.agree_paused"};
    return place;
}

DayFacts read_day(Day day,
                  const ToldOrder& told,
                  const OrderFacts& facts,
                  const Message& message,
                  store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    const language::MealTime meal = *told.meal.meal;
    const int quantity = told.meal.quantity.value_or(1);
    DayFacts read;
    read.day = day;
    read.is_past = day < message.today();
    // Whoever leads the round may still add a meal until it is eaten.
    const Instant closes = may_change_late(message)
                               ? message.rules.zone.instant(day, settings.eat_before.of(meal))
                               : meals::cutoff(settings.cutoff, meal, day, message.rules.zone);
    read.is_closed = message.inbound.sent_at >= closes;
    read.is_too_far = days_between(message.today(), day) > settings.days_ahead;
    if (meals::is_closed_day(tx, message.community, day, settings, message.rules.calendar)) {
        read.kitchen_opens =
            meals::opens_again(tx, message.community, day, settings, message.rules.calendar);
    }
    const auto room_on = [&](Day date) {
        return meals::room(tx, message.community, date, meal, settings);
    };
    read.room = room_on(day);
    if (!read.room.fits(quantity)) {
        for (int ahead = 1; ahead <= settings.days_ahead && !read.next_with_room; ++ahead) {
            const Day date = add_days(day, ahead);
            if (days_between(message.today(), date) > settings.days_ahead) break;
            if (meals::is_closed_day(tx, message.community, date, settings, message.rules.calendar))
                continue;
            if (room_on(date).fits(quantity)) read.next_with_room = date;
        }
    }
    read.menu = meals::menu(tx, message.community, day, meal);
    read.choice =
        meals::choose(read.menu, set_named(told.words, read.menu), facts.diet, read.room, quantity);
    for (const meals::MenuLine& line : read.menu) {
        if (line.set != read.choice.set && read.room.set_fits(line.set, quantity))
            read.sets_left.push_back(line.set);
    }
    for (meals::Order& order : meals::ordered(tx, eater_key(facts.eater, message), day, day)) {
        if (order.meal == meal) read.already.push_back(std::move(order));
    }
    for (const meals::Order& standing :
         meals::standing_orders(tx, eater_key(facts.eater, message))) {
        const bool over = standing.paused_from && day >= *standing.paused_from &&
                          (!standing.paused_until || day <= *standing.paused_until);
        if (standing.meal == meal && standing.status == meals::Status::paused && over)
            read.is_paused = true;
    }
    return read;
}

/// The allergy of the message, else the one that is on the card: that of the latest order.
void read_allergy(const ToldOrder& told,
                  const Message& message,
                  OrderFacts& facts,
                  store::Transaction& tx) {
    if (language::service_words(told.words).has("allergy"))
        facts.allergy = told.meal.note ? *told.meal.note : told.words;
    const auto last = meals::last_allergy(tx, eater_key(facts.eater, message));
    if (!last) return;
    if (!facts.allergy || *facts.allergy == last->words) {
        facts.allergy = last->words;
        facts.cleared_by = last->cleared_by;
    }
}

}  // namespace

bool is_standing(const language::Meal& told) { return !told.weekdays.empty(); }

OrderDecision decide_order(const language::Meal& told, const OrderFacts& facts) {
    if (facts.eater.not_bound)
        return Refusal{"meal.unknown_person", {{"person", *facts.eater.name}}};
    if (facts.eater.which.size() > 1) return AskOrder{"meal.who"};
    if (facts.eater_has_died) return Refusal{"meal.eater_died", {{"person", *facts.eater.name}}};
    if (!told.meal) return AskOrder{"meal.which_meal"};
    if (!facts.offered.of(*told.meal)) return Refusal{"meal.not_offered", {}};
    const int quantity = told.quantity.value_or(1);
    if (quantity > facts.max_per_order)
        return Refusal{"meal.quantity_over", {{"max", std::to_string(facts.max_per_order)}}};
    if (quantity < 1) return Refusal{"meal.quantity_none", {}};
    // A meal without pork is not halal, and nobody says it is.
    if (wants_halal(facts) && !facts.halal_kitchen && !menu_has_halal(facts))
        return Refusal{"meal.no_halal", {}};
    const bool has_address = told.address || !facts.card_address.empty();
    if (told.fulfilment == Fulfilment::delivery && !has_address) return AskOrder{"meal.where"};
    return is_standing(told) ? decide_standing(facts, quantity) : decide_days(facts, quantity);
}

OrderFacts read_order_facts(const ToldOrder& told, const Message& message, store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    const language::Meal& meal = told.meal;
    OrderFacts facts;
    facts.offered = settings.offered;
    facts.max_per_order = settings.max_per_order;
    facts.read_back_from = settings.read_back_from;
    facts.halal_kitchen = settings.halal_kitchen;
    facts.eater = find_eater(meal.person, meal.address, meal.phone, message, tx);
    facts.manager_phone = manager_phone(message, tx);
    if (facts.eater.person) {
        facts.card_address = facts.eater.person->address;
        facts.diet = facts.eater.person->diet;
        facts.eater_has_died = facts.eater.person->died_on.has_value();
    }
    for (const std::string& code : meal.diet) {
        if (std::find(facts.diet.begin(), facts.diet.end(), code) == facts.diet.end())
            facts.diet.push_back(code);
    }
    if (facts.card_address.empty() && message.user && facts.eater.name == message.user->name)
        facts.card_address = message.user->address;
    if (facts.card_address.empty() && !message.has_role(people::Role::cadre))
        facts.card_address = meals::last_address(tx, eater_key(facts.eater, message));
    read_allergy(told, message, facts, tx);
    if (!meal.meal) return facts;
    if (is_standing(meal)) {
        for (meals::Order& order : meals::standing_orders(tx, eater_key(facts.eater, message))) {
            if (order.meal == *meal.meal) facts.standing = std::move(order);
        }
        return facts;
    }
    for (const Day day : meal.dates) facts.days.push_back(read_day(day, told, facts, message, tx));
    if (meal.dates.empty()) {
        facts.proposed = meals::first_open_day(settings.cutoff,
                                               *meal.meal,
                                               message.inbound.sent_at,
                                               message.today(),
                                               message.rules.zone);
    }
    return facts;
}

}  // namespace qingdan
