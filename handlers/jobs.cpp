#include "handlers/jobs.hpp"

#include "domain/audit/audit.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_words.hpp"
#include "handlers/reminder_jobs.hpp"

#include <algorithm>

namespace qingdan::jobs {
namespace {

using language::MealTime;

constexpr MealTime all_meals[] = {MealTime::breakfast, MealTime::lunch, MealTime::dinner};

/// `cutoff` rows carry day and meal, so that a service that was down over the hour still knows what
/// it owes.
void plan_cutoff(const Rules& rules, MealTime meal, Day day, store::Transaction& tx) {
    const std::string payload = to_text(day) + " " + std::string{language::to_text(meal)};
    store::add_job(tx,
                   "meals.cutoff",
                   "meals.cutoff " + payload,
                   meals::cutoff(rules.settings.meals.cutoff, meal, day, rules.zone),
                   payload);
}

void plan_day_list(const Rules& rules, Day after, store::Transaction& tx) {
    const Day day = rules.calendar.add_workdays(after, 1);
    store::add_job(tx,
                   "visits.day_list",
                   "visits.day_list " + to_text(day),
                   rules.zone.instant(day, rules.settings.visits.overdue_push),
                   to_text(day));
}

/// Makes the meal of that day out of a standing order; prices and pauses are those of the day.
void make_meal(const meals::Order& standing,
               Day day,
               const Rules& rules,
               Instant now,
               store::Transaction& tx) {
    meals::Order made = standing;
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
    const meals::Price price =
        meals::price(rules.settings.meals,
                     meals::price_level(eater, day),
                     standing.quantity,
                     meals::menu_price(tx, standing.community, day, standing.meal));
    made.own = price.own;
    made.full = price.full;
    meals::add(tx, made);
}

bool is_made(const meals::Order& standing, const std::vector<meals::Order>& of_day) {
    return std::any_of(of_day.begin(), of_day.end(), [&](const meals::Order& order) {
        return order.standing == standing.number.digits;
    });
}

/// At the cut-off: standing orders become meals, and the meal manager is told what to cook.
Outcome close_orders(Day day,
                     MealTime meal,
                     const Rules& rules,
                     Instant due_at,
                     Instant now,
                     store::Transaction& tx) {
    Outcome outcome;
    plan_cutoff(rules, meal, add_days(day, 1), tx);
    for (const std::string& community : meals::communities_with_orders(tx, day, meal)) {
        auto every = meals::rows_of(tx, community, day, meal);
        for (const meals::Order& standing : meals::standing_orders_of(tx, community, meal)) {
            if (standing.falls_on(day) && !is_made(standing, every))
                make_meal(standing, day, rules, now, tx);
        }
        int portions = 0;
        std::vector<Value> lines;
        for (meals::Order order : meals::to_cook(tx, community, day, meal)) {
            portions += order.quantity;
            order.status = meals::Status::dispatched;
            meals::save(tx, order);
            outcome.changed.push_back(to_text(order.number));
            std::vector<Value> diets;
            for (const std::string& code : order.diet) diets.emplace_back(Word{"diet." + code});
            lines.emplace_back(
                Arguments{{"person", order.person},
                          {"address", order.address},
                          {"quantity", order.quantity},
                          {"diet", diets},
                          {"note", order.note},
                          {"pickup", order.fulfilment == language::Fulfilment::pickup}});
        }
        if (lines.empty()) continue;
        for (const people::User& user : people::staff_of_community(tx, community)) {
            if (!user.has(people::Role::meal_manager)) continue;
            outcome.push({{user.platform, user.user_id},
                          Said{"meal.kitchen_list",
                               {{"day", day},
                                {"meal", meal_word(meal)},
                                {"portions", portions},
                                {"late", now > due_at + std::chrono::minutes{1}},
                                {"lines", lines}}}});
        }
    }
    return outcome;
}

/// Each workday morning: to each cadre whose households are overdue or due.
Outcome tell_day_list(Day day, const Rules& rules, store::Transaction& tx) {
    Outcome outcome;
    plan_day_list(rules, day, tx);
    // The last workday before a rest names all who fall due in it.
    const Day until = add_days(rules.calendar.add_workdays(day, 1), -1);
    for (const people::User& cadre : people::cadres(tx)) {
        const auto due = people::due_visits_of(tx, cadre.user_id, until);
        if (due.empty()) continue;
        std::vector<Value> lines;
        for (const people::Person& person : due) {
            if (static_cast<int>(lines.size()) == rules.settings.visits.list_shown) break;
            lines.emplace_back(Arguments{{"name", person.name},
                                         {"address", person.address},
                                         {"overdue", *person.visit_due_on < day},
                                         {"days", days_between(*person.visit_due_on, day)},
                                         {"due", *person.visit_due_on}});
        }
        const int shown = static_cast<int>(lines.size());
        outcome.push({{cadre.platform, cadre.user_id},
                      Said{"visit.day_list",
                           {{"count", static_cast<int>(due.size())},
                            {"lines", lines},
                            {"more",
                             shown < static_cast<int>(due.size())
                                 ? Value{static_cast<int>(due.size()) - shown}
                                 : Value{false}}}}});
    }
    return outcome;
}

Outcome climb(std::string_view payload, const Rules& rules, Instant now, store::Transaction& tx) {
    const auto number = parse_record_number(payload);
    auto task = number ? tasks::find(tx, number->digits) : std::nullopt;
    if (!task || task->status == tasks::Status::closed || task->taken_by) return {};
    std::string responsible;
    if (task->person_id) responsible = people::person_of_id(tx, *task->person_id).responsible;
    return tell_next(*task, responsible, rules, now, tx);
}

}  // namespace

void start(const Rules& rules, Instant now, store::Transaction& tx) {
    const Day today = rules.zone.at(now).day();
    for (const MealTime meal : all_meals) {
        plan_cutoff(
            rules,
            meal,
            meals::first_open_day(rules.settings.meals.cutoff, meal, now, today, rules.zone),
            tx);
    }
    const bool before_list = rules.zone.at(now).time_of_day() < rules.settings.visits.overdue_push;
    plan_day_list(rules, before_list ? add_days(today, -1) : today, tx);
    start_reminders(rules, now, tx);
}

Outcome run(std::string_view kind,
            std::string_view payload,
            Instant due_at,
            const Rules& rules,
            Instant now,
            store::Transaction& tx) {
    if (kind == "meals.cutoff") {
        const auto day = parse_day(payload.substr(0, 10));
        const auto meal = payload.substr(11);
        for (const MealTime each : all_meals) {
            if (day && language::to_text(each) == meal)
                return close_orders(*day, each, rules, due_at, now, tx);
        }
    }
    if (kind == "visits.day_list") {
        if (const auto day = parse_day(payload)) return tell_day_list(*day, rules, tx);
    }
    if (is_of_reminders(kind)) return run_reminders(kind, payload, rules, now, tx);
    if (kind == "danger.next") return climb(payload, rules, now, tx);
    return {};
}

Outcome tell_next(tasks::Task& task,
                  std::string_view responsible,
                  const Rules& rules,
                  Instant now,
                  store::Transaction& tx) {
    Outcome outcome;
    const DangerSettings& settings = rules.settings.danger;
    const OffsetTime local = rules.zone.at(now);
    const auto rungs = tasks::ladder(tx, task.community, task.town, responsible, local.day());
    const std::string number = to_text(task.number);
    if (rungs.empty()) return outcome;
    const auto rung = std::min<std::size_t>(static_cast<std::size_t>(task.rung), rungs.size() - 1);
    const people::User& next = rungs[rung];
    const bool is_last = rung + 1 == rungs.size();
    outcome.push({{next.platform, next.user_id},
                  Said{"danger.push",
                       {{"task", number},
                        {"now", task.level == 'A'},
                        {"person", task.person},
                        {"sign", Word{"danger." + task.danger.value_or("other")}},
                        {"text", task.text},
                        {"again", task.rung > static_cast<int>(rung)}}},
                  true});
    if (std::find(task.told.begin(), task.told.end(), next.user_id) == task.told.end()) {
        task.told.push_back(next.user_id);
    }
    if (!task.assignee) {
        task.assignee = next.user_id;
        task.assignee_platform = next.platform;
    }
    ++task.rung;
    tasks::save(tx, task);
    Instant then = now + (is_last             ? settings.last_again
                          : task.level == 'A' ? settings.next_after_now
                                              : settings.next_after_today);
    if (task.level != 'A') {
        const OffsetTime at = rules.zone.at(then);
        if (at.time_of_day() < settings.today.from) {
            then = rules.zone.instant(at.day(), settings.today.from);
        } else if (at.time_of_day() >= settings.today.until) {
            then = rules.zone.instant(add_days(at.day(), 1), settings.today.from);
        }
    }
    store::add_job(
        tx, "danger.next", "danger.next " + number + " " + std::to_string(task.rung), then, number);
    return outcome;
}

}  // namespace qingdan::jobs
