#include "handlers/follow_ups.hpp"

#include "domain/audit/audit.hpp"
#include "domain/language/needs/needs.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::follow_ups {
namespace {

/// Several broken things are several tasks; several words about one quarrel are one.
bool is_separate(std::string_view kind) {
    return kind == "repair" || kind == "environment" || kind == "other";
}

/// One need, and what it becomes.
struct Planned {
    std::string need;
    language::NeedKind kind;
    std::optional<RecordNumber> known;  ///< open already
};

bool says_the_same(const std::string& one, const std::string& other) {
    return one.find(other) != std::string::npos || other.find(one) != std::string::npos;
}

/// Decides what the needs come to. Pure.
std::vector<Planned> plan(const language::Visit& told,
                          std::span<const language::Danger> dangers,
                          std::span<const tasks::Task> open) {
    std::vector<Planned> planned;
    if (told.needs.size() == 1 && language::is_settled(told.actions)) return planned;
    for (const std::string& need : told.needs) {
        const bool is_danger = std::any_of(dangers.begin(), dangers.end(), [&](const auto& sign) {
            return !sign.attempt && need.find(sign.words) != std::string::npos;
        });
        if (is_danger) continue;
        Planned one{need, language::kind_of_need(need), std::nullopt};
        const bool merged = !is_separate(one.kind.kind) &&
                            std::any_of(planned.begin(), planned.end(), [&](const Planned& other) {
                                return other.kind.kind == one.kind.kind;
                            });
        if (merged) continue;
        for (const tasks::Task& task : open) {
            if (task.danger || task.kind != one.kind.kind) continue;
            if (!is_separate(task.kind) || says_the_same(task.text.value_or(""), need))
                one.known = task.number;
        }
        planned.push_back(std::move(one));
    }
    return planned;
}

/// `task.kind.repair`
Word kind_word(std::string_view kind) { return Word{"task.kind." + std::string{kind}}; }

bool ends_with_its_day(Instant due_at, const Rules& rules) {
    return rules.zone.at(due_at + std::chrono::seconds{1}).time_of_day() == std::chrono::minutes{0};
}

std::string name_of(const std::optional<std::string>& platform,
                    const std::optional<std::string>& user_id,
                    store::Transaction& tx) {
    if (!user_id) return {};
    const auto user = platform ? people::find_user(tx, *platform, *user_id)
                               : people::find_user_by_id(tx, *user_id);
    return user ? user->name : std::string{};
}

}  // namespace

Value due_value(Instant due_at, const Rules& rules) {
    if (ends_with_its_day(due_at, rules)) return Value{rules.zone.at(due_at).day()};
    return Value{due_at};
}

Arguments task_words(const tasks::Task& task, const Rules& rules, bool in_group) {
    std::optional<std::string> person = task.person;
    if (person && in_group) person = people::surname(*person);
    return {{"number", to_text(task.number)},
            {"kind", kind_word(task.kind)},
            {"person", person},
            {"text", in_group ? std::optional<std::string>{} : task.text},
            {"overdue", task.status == tasks::Status::overdue},
            {"due", due_value(task.due_at, rules)}};
}

void plan_due(const tasks::Task& task, store::Transaction& tx) {
    const std::string number = to_text(task.number);
    store::add_job(tx,
                   "tasks.due",
                   "tasks.due " + number + " " + to_text(task.due_at),
                   task.due_at + std::chrono::seconds{1},
                   number);
}

Outcome tell_assignee(const tasks::Task& task,
                      const Rules& rules,
                      Instant now,
                      store::Transaction& tx) {
    Outcome outcome;
    if (!task.assignee) return outcome;
    const Hours& waking = rules.settings.dialogue.waking;
    const OffsetTime local = rules.zone.at(now);
    const bool soon = !ends_with_its_day(task.due_at, rules);
    if (!soon && (local.time_of_day() < waking.from || local.time_of_day() >= waking.until)) {
        const Day day = local.time_of_day() < waking.from ? local.day() : add_days(local.day(), 1);
        const std::string number = to_text(task.number);
        store::add_job(tx,
                       "tasks.tell",
                       "tasks.tell " + number + " " + *task.assignee + " " + to_text(now),
                       rules.zone.instant(day, waking.from),
                       number);
        return outcome;
    }
    Arguments said = task_words(task, rules, false);
    if (task.person_id) {
        const people::Person person = people::person_of_id(tx, *task.person_id);
        said.push_back({"address", person.address});
        said.push_back({"phone", person.phone});
    }
    if (task.reporter != task.assignee)
        said.push_back({"by", name_of(task.reporter_platform, task.reporter, tx)});
    outcome.push({{task.assignee_platform.value_or(""), *task.assignee},
                  Said{"task.push", std::move(said)},
                  soon});
    return outcome;
}

Outcome open_task(tasks::Task& task, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    task.number = tasks::add(tx, task);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "follow_up",
                   .about = to_text(task.number)});
    plan_due(task, tx);
    outcome.changed.push_back(to_text(task.number));
    // Who has just written it needs no message about it.
    if (task.assignee && *task.assignee != message.inbound.sender.id)
        outcome.add(tell_assignee(task, message.rules, message.now, tx));
    return outcome;
}

FollowedUp follow_up(const Message& message,
                     store::Transaction& tx,
                     RecordNumber number,
                     const language::Visit& told,
                     const std::optional<people::Person>& person) {
    FollowedUp followed;
    std::vector<tasks::Task> open;
    if (person) open = tasks::open_of_person(tx, person->id);
    const bool in_group = message.in_group();
    for (const Planned& one : plan(told, message.meaning.dangers, open)) {
        if (one.known) {
            followed.lines.emplace_back(Arguments{{"number", to_text(*one.known)},
                                                  {"kind", kind_word(one.kind.kind)},
                                                  {"known", true}});
            continue;
        }
        const TaskDue& due = tasks::due_of(message.rules.settings.tasks, one.kind.kind);
        const auto who = tasks::answers_for(tx,
                                            message.community,
                                            due.by,
                                            message.user,
                                            person ? person->responsible : std::string{},
                                            message.today());
        tasks::Task task;
        task.created_at = message.now;
        task.community = message.community;
        task.town = message.town;
        task.kind = one.kind.kind;
        task.about = to_text(number);
        if (person) task.person_id = person->id;
        task.person = person        ? std::optional{person->name}
                      : told.person ? told.person
                                    : told.address;
        task.text = one.need;
        task.reporter_platform = message.inbound.platform;
        task.reporter = message.inbound.sender.id;
        if (who) {
            task.assignee_platform = who->platform;
            task.assignee = who->user_id;
        }
        task.due_at = tasks::due_at(
            due, one.kind.urgent, message.now, message.rules.calendar, message.rules.zone);
        followed.outcome.add(open_task(task, message, tx));
        Arguments line{{"number", to_text(task.number)}, {"kind", kind_word(task.kind)}};
        if (!in_group) {
            line.push_back({"due", due_value(task.due_at, message.rules)});
            if (who && who->user_id != message.inbound.sender.id)
                line.push_back({"who", who->name});
        }
        followed.lines.emplace_back(std::move(line));
    }
    return followed;
}

}  // namespace qingdan::follow_ups
