#include "handlers/meal_jobs.hpp"

#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/price.hpp"
#include "domain/meals/room.hpp"
#include "domain/meals/round.hpp"
#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_accounts.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan::jobs {
namespace {

using language::MealTime;
using meals::Order;

constexpr MealTime all_meals[] = {MealTime::breakfast, MealTime::lunch, MealTime::dinner};

/// Day and meal of a job, so that a service that was down over the hour still knows what it owes.
struct DayMeal {
    Day day;
    MealTime meal;
};

std::string to_payload(Day day, MealTime meal) {
    return to_text(day) + " " + std::string{language::to_text(meal)};
}

std::optional<DayMeal> from_payload(std::string_view payload) {
    const auto day = parse_day(payload.substr(0, 10));
    for (const MealTime meal : all_meals) {
        if (day && payload.size() > 11 && language::to_text(meal) == payload.substr(11))
            return DayMeal{*day, meal};
    }
    return std::nullopt;
}

void plan(const std::string& kind, MealTime meal, Day day, Instant at, store::Transaction& tx) {
    const std::string payload = to_payload(day, meal);
    store::add_job(tx, kind, kind + " " + payload, at, payload);
}

void plan_cutoff(const Rules& rules, MealTime meal, Day day, store::Transaction& tx) {
    plan("meals.cutoff",
         meal,
         day,
         meals::cutoff(rules.settings.meals.cutoff, meal, day, rules.zone),
         tx);
}

/// Makes the meal of that day out of a standing order; prices and pauses are those of the day.
void make_meal(
    const Order& standing, Day day, const Rules& rules, Instant now, store::Transaction& tx) {
    Order made = standing;
    made.number = next_number(tx, RecordKind::meal);
    made.created_at = now;
    made.status = meals::Status::ordered;
    made.day = day;
    made.weekdays.clear();
    made.from.reset();
    made.until.reset();
    made.paused_from.reset();
    made.paused_until.reset();
    made.standing = standing.number.digits;
    std::optional<people::Person> eater;
    if (standing.person_id) eater = people::person_of_id(tx, *standing.person_id);
    const auto menu = meals::menu(tx, standing.community, day, standing.meal);
    const auto room = meals::room(tx, standing.community, day, standing.meal, rules.settings.meals);
    made.set = meals::choose(menu, standing.set, standing.diet, room, 0).set;
    meals::put_price(made, rules.settings.meals, eater, menu);
    meals::add(tx, made);
}

bool is_made(const Order& standing, const std::vector<Order>& of_day) {
    return std::any_of(of_day.begin(), of_day.end(), [&](const Order& order) {
        return order.standing == standing.number.digits;
    });
}

/// One community at its cut-off: standing orders become meals, the meals get their carriers, and
/// the lists go to the manager and to each carrier. They go once: a list that has gone out is
/// noted.
void close_community(const std::string& community,
                     DayMeal of,
                     const Rules& rules,
                     bool late,
                     Instant now,
                     Outcome& outcome,
                     store::Transaction& tx) {
    if (meals::list_sent(tx, community, of.day, of.meal)) return;
    outcome.add(end_waiting(community, of.day, of.meal, tx));
    const auto every = meals::rows_of(tx, community, of.day, of.meal);
    if (meals::is_closed_day(tx, community, of.day, rules.settings.meals, rules.calendar)) return;
    for (const Order& standing : meals::standing_orders_of(tx, community, of.meal)) {
        if (standing.falls_on(of.day) && !is_made(standing, every))
            make_meal(standing, of.day, rules, now, tx);
    }
    meals::note_list_sent(tx, community, of.day, of.meal, now);
    std::vector<Order> rows = meals::to_cook(tx, community, of.day, of.meal);
    if (rows.empty()) return;
    const auto carriers = carriers_on(tx, community, of.day);
    std::vector<meals::Carrier> who;
    for (const people::User& user : carriers) who.push_back({user.platform, user.user_id});
    meals::assign(rows, who);
    for (Order& row : rows) {
        row.status = meals::Status::dispatched;
        meals::save(tx, row);
        outcome.changed.push_back(to_text(row.number));
    }
    for (const people::User& manager : meal_managers(tx, community))
        outcome.push({{manager.platform, manager.user_id}, kitchen_list(rows, late, tx)});
    for (const people::User& carrier : carriers) {
        const auto route =
            meals::carried_by(tx, carrier.platform, carrier.user_id, of.day, of.meal);
        if (route.empty()) continue;
        outcome.push({{carrier.platform, carrier.user_id}, route_list(route, late, rules, tx)});
    }
}

Outcome close_orders(
    DayMeal of, const Rules& rules, Instant due_at, Instant now, store::Transaction& tx) {
    Outcome outcome;
    plan_cutoff(rules, of.meal, add_days(of.day, 1), tx);
    plan("meals.uncollected",
         of.meal,
         of.day,
         rules.zone.instant(of.day, rules.settings.meals.eat_before.of(of.meal)),
         tx);
    const bool late = now > due_at + std::chrono::minutes{1};
    for (const std::string& community : meals::communities_with_orders(tx, of.day, of.meal))
        close_community(community, of, rules, late, now, outcome, tx);
    return outcome;
}

/// At the end of serving: meals to be fetched of which nobody has said that they were. The manager
/// knows who came; nothing is decided without a person.
Outcome ask_for_uncollected(DayMeal of, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& community : meals::communities_with_orders(tx, of.day, of.meal)) {
        std::vector<Value> lines;
        for (const Order& row : meals::to_cook(tx, community, of.day, of.meal)) {
            if (row.is_on_its_way() && !meals::is_carried(row))
                lines.emplace_back(list_line(row, tx));
        }
        if (lines.empty()) continue;
        for (const people::User& manager : meal_managers(tx, community)) {
            outcome.push({{manager.platform, manager.user_id},
                          Said{"meal.uncollected",
                               {{"day", of.day}, {"meal", meal_word(of.meal)}, {"lines", lines}}}});
        }
    }
    return outcome;
}

void plan_silence(const Rules& rules, Day day, store::Transaction& tx) {
    if (rules.settings.meals.silence_days == 0) return;
    const std::string text = to_text(day);
    store::add_job(tx,
                   "meals.silence",
                   "meals.silence " + text,
                   rules.zone.instant(day, rules.settings.dialogue.digest_at),
                   text);
}

/// Each morning, where it is switched on: who ate here for long and stopped without a word is told
/// to the responsible cadre, once.
Outcome look_for_silence(std::string_view payload, const Rules& rules, store::Transaction& tx) {
    Outcome outcome;
    const auto today = parse_day(payload);
    if (!today) return outcome;
    plan_silence(rules, add_days(*today, 1), tx);
    const MealSettings& settings = rules.settings.meals;
    const Day since = add_days(*today, -settings.silence_days);
    for (const auto& [person_id, last] :
         meals::gone_silent(tx, since, settings.silence_after_meals)) {
        const people::Person person = people::person_of_id(tx, person_id);
        if (!meals::remind_once(tx,
                                "silence",
                                person.community,
                                std::to_string(person_id),
                                *today,
                                add_days(last, 1)))
            continue;
        const auto responsible = people::find_user_by_id(tx, person.responsible);
        std::vector<people::User> told = meal_managers(tx, person.community);
        if (responsible) told = {*responsible};
        for (const people::User& user : told) {
            outcome.push({{user.platform, user.user_id},
                          Said{"meal.silence",
                               {{"person", person.name},
                                {"address", person.address},
                                {"phone", person.phone},
                                {"last", last}}}});
        }
    }
    return outcome;
}

}  // namespace

void start_meals(const Rules& rules, Instant now, store::Transaction& tx) {
    const Day today = rules.zone.at(now).day();
    plan_month(rules, meals::month_of(today) - std::chrono::months{1}, tx);
    plan_month(rules, meals::month_of(today), tx);
    plan_silence(rules, add_days(today, 1), tx);
    for (const MealTime meal : all_meals) {
        plan_cutoff(
            rules,
            meal,
            meals::first_open_day(rules.settings.meals.cutoff, meal, now, today, rules.zone),
            tx);
    }
}

std::optional<Outcome> run_meals(std::string_view kind,
                                 std::string_view payload,
                                 Instant due_at,
                                 const Rules& rules,
                                 Instant now,
                                 store::Transaction& tx) {
    if (!kind.starts_with("meals.")) return std::nullopt;
    if (kind == "meals.silence") return look_for_silence(payload, rules, tx);
    if (kind == "meals.month_draft") return tell_drafts(payload, rules, tx);
    if (kind == "meals.month_final") return ask_to_close(payload, tx);
    if (kind == "meals.place") return place_lapses(payload, rules, now, tx);
    if (const auto of = from_payload(payload)) {
        if (kind == "meals.cutoff") return close_orders(*of, rules, due_at, now, tx);
        if (kind == "meals.uncollected") return ask_for_uncollected(*of, tx);
    }
    return Outcome{};
}

}  // namespace qingdan::jobs
