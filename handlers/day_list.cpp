#include "handlers/day_list.hpp"

#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/day_list.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/conversations.hpp"
#include "handlers/follow_ups.hpp"

#include <algorithm>
#include <map>

namespace qingdan {
namespace {

using people::User;
using visits::Listed;
using visits::Reason;

/// What one person reads in the morning.
struct Morning {
    User user;
    std::vector<Listed> households;
    std::vector<tasks::Task> overdue;  ///< their own tasks
    std::vector<tasks::Task> raised;   ///< somebody else's, told to the next in line
    std::vector<Listed> serious;       ///< seriously overdue, to the secretary
};

using Mornings = std::map<std::pair<std::string, std::string>, Morning>;

Morning& morning_of(Mornings& mornings, const User& user) {
    Morning& morning = mornings[{user.platform, user.user_id}];
    morning.user = user;
    return morning;
}

/// Who goes to the households of `responsible` on that day: they, who stands in for them, else
/// whoever has the duty, the secretary, any cadre.
std::optional<User> who_goes(const std::vector<User>& here,
                             std::string_view responsible,
                             Day day,
                             store::Transaction& tx) {
    for (const User& user : here) {
        if (user.user_id != responsible) continue;
        const auto stand_in = user.stand_in_on(day);
        if (!stand_in) return user;
        if (auto there = people::find_user_by_id(tx, *stand_in)) return there;
    }
    const auto first = [&](auto&& applies) -> std::optional<User> {
        for (const User& user : here) {
            if (applies(user) && !user.stand_in_on(day)) return user;
        }
        return std::nullopt;
    };
    if (auto user = first([](const User& u) { return u.has(people::Duty::duty); })) return user;
    if (auto user = first([](const User& u) { return u.has(people::Duty::secretary); }))
        return user;
    return first([](const User& u) { return u.has(people::Role::cadre); });
}

std::set<std::int64_t> in_danger(std::string_view community, store::Transaction& tx) {
    std::set<std::int64_t> people;
    for (const tasks::Task& task : tasks::open_dangers(tx, community)) {
        if (task.person_id) people.insert(*task.person_id);
    }
    return people;
}

/// Overdue by half the interval and more: the secretary is told, as help and not as a score.
bool is_serious(const Listed& entry, const VisitSettings& settings) {
    const int interval = visits::interval_days(entry.person, settings);
    return entry.overdue_days > 0 &&
           entry.overdue_days * 100 >= interval * (settings.serious_percent - 100);
}

struct Span {
    Day day, rest_until, until;
};

/// From this workday to what its list names.
Span span_of(Day day, const Rules& rules) {
    const Day rest_until = add_days(rules.calendar.add_workdays(day, 1), -1);
    const Day week = visits::week_until(day, rules.settings.visits.due_days_before);
    return {day, rest_until, std::max(rest_until, week)};
}

void add_households(Mornings& mornings,
                    const std::string& community,
                    const Span& span,
                    const Rules& rules,
                    store::Transaction& tx) {
    const std::vector<User> here = people::staff_of_community(tx, community);
    const auto list = visits::day_list(people::on_the_list(tx, community, span.until),
                                       in_danger(community, tx),
                                       span.day,
                                       span.rest_until);
    std::optional<User> secretary;
    for (const User& user : here) {
        if (user.has(people::Duty::secretary) && !user.stand_in_on(span.day)) secretary = user;
    }
    for (const Listed& entry : list) {
        const auto who = who_goes(here, entry.person.responsible, span.day, tx);
        if (!who) continue;
        morning_of(mornings, *who).households.push_back(entry);
        if (secretary && secretary->user_id != who->user_id &&
            is_serious(entry, rules.settings.visits))
            morning_of(mornings, *secretary).serious.push_back(entry);
    }
}

/// Each overdue task: to whoever has it, and one rung further up each workday. A task of a danger
/// sign has its own ladder and hours.
void add_tasks(Mornings& mornings, Day day, store::Transaction& tx) {
    for (tasks::Task& task : tasks::overdue(tx)) {
        const auto rungs =
            tasks::ladder(tx, task.community, task.town, task.assignee.value_or(""), day);
        std::optional<User> own;
        if (task.assignee)
            own = people::find_user(tx, task.assignee_platform.value_or(""), *task.assignee);
        if (own) morning_of(mornings, *own).overdue.push_back(task);
        if (task.danger) continue;
        std::vector<User> above;
        for (const User& rung : rungs) {
            if (!own || rung.user_id != own->user_id) above.push_back(rung);
        }
        // The first morning is the assignee's alone.
        const int next = task.rung - (own ? 1 : 0);
        if (next >= 0 && next < static_cast<int>(above.size()))
            morning_of(mornings, above[static_cast<std::size_t>(next)]).raised.push_back(task);
        if (next < static_cast<int>(above.size())) {
            ++task.rung;
            tasks::save(tx, task);
        }
    }
}

std::vector<Value> task_lines(const std::vector<tasks::Task>& tasks,
                              const Rules& rules,
                              bool with_who,
                              store::Transaction& tx) {
    std::vector<Value> lines;
    for (const tasks::Task& task : tasks) {
        Arguments line = follow_ups::task_words(task, rules, false);
        if (with_who && task.assignee) {
            if (const auto user =
                    people::find_user(tx, task.assignee_platform.value_or(""), *task.assignee))
                line.push_back({"who", user->name});
        }
        lines.emplace_back(std::move(line));
    }
    return lines;
}

std::vector<Value> household_lines(const std::vector<Listed>& households,
                                   std::size_t at_most,
                                   bool in_group,
                                   store::Transaction& tx) {
    std::vector<Value> lines;
    for (const Listed& entry : households) {
        if (lines.size() == at_most) break;
        std::vector<Value> open;
        for (const tasks::Task& task : tasks::open_of_person(tx, entry.person.id)) {
            open.emplace_back(Arguments{{"number", to_text(task.number)},
                                        {"kind", Word{"task.kind." + task.kind}},
                                        {"urgent", task.danger.has_value()}});
        }
        const bool is_overdue = entry.overdue_days > 0;
        lines.emplace_back(
            Arguments{{"name", entry.person.name},
                      {"address", in_group ? std::string{} : entry.person.address},
                      {"danger", entry.reason == Reason::danger},
                      {"overdue", is_overdue},
                      {"days", entry.overdue_days},
                      {"due", is_overdue ? std::optional<Day>{} : entry.person.visit_due_on},
                      {"promised", entry.promised},
                      {"again", entry.again},
                      {"tasks", in_group ? std::vector<Value>{} : std::move(open)}});
    }
    return lines;
}

Value rest_of(std::size_t all, std::size_t shown) {
    return all > shown ? Value{static_cast<int>(all - shown)} : Value{false};
}

Said morning_message(const Morning& morning, const Rules& rules, store::Transaction& tx) {
    const auto shown = static_cast<std::size_t>(rules.settings.visits.list_shown);
    auto lines = household_lines(morning.households, shown, false, tx);
    const std::size_t named = lines.size();
    std::vector<Listed> serious = morning.serious;
    const Value more_serious = rest_of(serious.size(), shown);
    if (serious.size() > shown) serious.resize(shown);
    return Said{
        "visit.day_list",
        {{"count", static_cast<int>(morning.households.size())},
         {"some", !morning.households.empty()},
         {"lines", std::move(lines)},
         {"more", rest_of(morning.households.size(), named)},
         {"late", !morning.overdue.empty()},
         {"up", !morning.raised.empty()},
         {"above", !morning.households.empty() || !morning.overdue.empty()},
         {"much", !serious.empty()},
         {"before",
          !morning.households.empty() || !morning.overdue.empty() || !morning.raised.empty()},
         {"overdue_tasks", task_lines(morning.overdue, rules, false, tx)},
         {"raised", task_lines(morning.raised, rules, true, tx)},
         {"serious", household_lines(serious, shown, false, tx)},
         {"more_serious", more_serious}}};
}

}  // namespace

namespace day_list {

void plan(const Rules& rules, Day after, store::Transaction& tx) {
    const Day day = rules.calendar.add_workdays(after, 1);
    store::add_job(tx,
                   "visits.day_list",
                   "visits.day_list " + to_text(day),
                   rules.zone.instant(day, rules.settings.visits.overdue_push),
                   to_text(day));
}

Outcome tell(Day day, const Rules& rules, Instant now, store::Transaction& tx) {
    plan(rules, day, tx);
    Outcome outcome;
    // After days of standstill yesterday's list is no help.
    if (rules.zone.at(now).day() != day) return outcome;
    Mornings mornings;
    for (const std::string& community : people::communities(tx))
        add_households(mornings, community, span_of(day, rules), rules, tx);
    add_tasks(mornings, day, tx);
    for (const auto& [key, morning] : mornings) {
        outcome.push(
            {{morning.user.platform, morning.user.user_id}, morning_message(morning, rules, tx)});
    }
    return outcome;
}

Outcome task_is_due(std::string_view number,
                    const Rules& rules,
                    Instant now,
                    store::Transaction& tx) {
    Outcome outcome;
    const auto parsed = parse_record_number(number);
    auto task = parsed ? tasks::find(tx, parsed->digits) : std::nullopt;
    if (!task || task->status != tasks::Status::open || task->due_at >= now) return outcome;
    task->status = tasks::Status::overdue;
    const OffsetTime local = rules.zone.at(now);
    const Hours& waking = rules.settings.dialogue.waking;
    const bool awake = local.time_of_day() >= waking.from && local.time_of_day() < waking.until &&
                       rules.calendar.is_workday(local.day());
    if (awake && task->assignee && !task->danger) {
        outcome.push({{task->assignee_platform.value_or(""), *task->assignee},
                      Said{"task.overdue_push", follow_ups::task_words(*task, rules, false)}});
        task->rung = 1;
    }
    tasks::save(tx, *task);
    outcome.changed.push_back(to_text(task->number));
    return outcome;
}

Outcome tell_task(std::string_view number,
                  const Rules& rules,
                  Instant now,
                  store::Transaction& tx) {
    const auto parsed = parse_record_number(number);
    const auto task = parsed ? tasks::find(tx, parsed->digits) : std::nullopt;
    if (!task || task->status == tasks::Status::closed) return {};
    return follow_ups::tell_assignee(*task, rules, now, tx);
}

}  // namespace day_list

namespace conversations {

Outcome tell_whole_list(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    if (!message.has_role(people::Role::cadre)) {
        if (!message.in_group()) return not_understood(message, tx);
        return outcome;
    }
    const Span span = span_of(message.today(), message.rules);
    Mornings mornings;
    add_households(mornings, message.community, span, message.rules, tx);
    const auto own = mornings.find({message.user->platform, message.user->user_id});
    std::vector<Listed> households;
    if (own != mornings.end()) households = own->second.households;
    const std::size_t all = households.size();
    outcome.say(Said{"visit.whole_list",
                     {{"count", static_cast<int>(all)},
                      {"none", households.empty()},
                      {"lines", household_lines(households, all, message.in_group(), tx)}}});
    return outcome;
}

}  // namespace conversations
}  // namespace qingdan
