#include "handlers/jobs.hpp"

#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/election_jobs.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan::jobs {
namespace {

void plan_day_list(const Rules& rules, Day after, store::Transaction& tx) {
    const Day day = rules.calendar.add_workdays(after, 1);
    store::add_job(tx,
                   "visits.day_list",
                   "visits.day_list " + to_text(day),
                   rules.zone.instant(day, rules.settings.visits.overdue_push),
                   to_text(day));
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
    start_meals(rules, now, tx);
    const bool before_list = rules.zone.at(now).time_of_day() < rules.settings.visits.overdue_push;
    plan_day_list(rules, before_list ? add_days(today, -1) : today, tx);
}

Outcome run(std::string_view kind,
            std::string_view payload,
            Instant due_at,
            const Rules& rules,
            Instant now,
            store::Transaction& tx) {
    if (auto meals = run_meals(kind, payload, due_at, rules, now, tx)) return std::move(*meals);
    if (kind == "visits.day_list") {
        if (const auto day = parse_day(payload)) return tell_day_list(*day, rules, tx);
    }
    if (kind == "election.morning") return tell_election_morning(payload, rules, tx);
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
