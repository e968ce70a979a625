#include "handlers/jobs.hpp"

#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/day_list.hpp"
#include "handlers/election_jobs.hpp"
#include "handlers/meal_words.hpp"
#include "handlers/reminder_jobs.hpp"
#include "handlers/retention.hpp"

#include <algorithm>

namespace qingdan::jobs {
namespace {

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
    day_list::plan(rules, before_list ? add_days(today, -1) : today, tx);
    retention::plan(rules, today, tx);
    start_reminders(rules, now, tx);
}

Outcome run(std::string_view kind,
            std::string_view payload,
            Instant due_at,
            const Rules& rules,
            Instant now,
            store::Transaction& tx) {
    if (auto meals = run_meals(kind, payload, due_at, rules, now, tx)) return std::move(*meals);
    if (kind == "visits.day_list") {
        if (const auto day = parse_day(payload)) return day_list::tell(*day, rules, now, tx);
    }
    if (kind == "election.morning") return tell_election_morning(payload, rules, tx);
    if (kind == "retention") {
        if (const auto day = parse_day(payload)) retention::forget(*day, rules, now, tx);
    }
    if (kind == "tasks.due") return day_list::task_is_due(payload, rules, now, tx);
    if (kind == "tasks.tell") return day_list::tell_task(payload, rules, now, tx);
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
