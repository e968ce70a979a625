#include "domain/audit/audit.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "handlers/choice.hpp"
#include "handlers/colleagues.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/follow_ups.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using nlohmann::json;
using people::Role;

/// Whoever has it may hand it on and put it off; so may the cadres of its community.
bool may_change(const tasks::Task& task, const Message& message) {
    if (!message.user) return false;
    if (task.assignee == message.inbound.sender.id) return true;
    const bool in_charge = message.has_role(Role::cadre) || message.has_role(Role::admin);
    return in_charge && task.community == message.community;
}

/// The task that is meant, or what has to be said instead.
struct Meant {
    std::optional<tasks::Task> task;
    Outcome instead;
};

/// Without a number it is the one task that the sender has; of several each is offered, with the
/// whole command to be sent.
Meant task_meant(const Message& message, store::Transaction& tx) {
    Meant meant;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::task) continue;
        meant.task = tasks::find(tx, number->digits);
        if (meant.task && may_change(*meant.task, message)) {
            if (meant.task->status != tasks::Status::closed) return meant;
            meant.instead.say(Said{"task.closed_already", {{"number", to_text(*number)}}});
        } else {
            meant.instead.say(Said{"record.unknown", {{"number", to_text(*number)}}});
        }
        meant.task.reset();
        return meant;
    }
    auto own = tasks::of_assignee(tx, message.inbound.sender.id);
    if (own.size() == 1) {
        meant.task = std::move(own.front());
        return meant;
    }
    std::vector<Option> options;
    constexpr std::size_t most_options = 5;
    for (const tasks::Task& task : own) {
        if (options.size() == most_options) break;
        options.push_back({"task.candidate",
                           follow_ups::task_words(task, message.rules, message.in_group()),
                           to_text(task.number) + " " + message.meaning.folded});
    }
    if (!own.empty()) {
        meant.instead.say(Said{"task.which_one", {}, std::move(options)});
    } else if (!message.in_group()) {
        meant.instead = not_understood(message, tx);
    }
    return meant;
}

void note(const tasks::Task& task,
          std::string_view action,
          std::vector<audit::Change> changes,
          const Message& message,
          store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = to_text(task.number)},
                  changes);
}

Outcome hand_to(tasks::Task task,
                const people::User& user,
                const Message& message,
                store::Transaction& tx) {
    Outcome outcome;
    const bool is_same = task.assignee == user.user_id;
    if (!is_same) {
        note(task, "assign", {{"assignee", task.assignee.value_or(""), user.user_id}}, message, tx);
        task.assignee = user.user_id;
        task.assignee_platform = user.platform;
        if (task.danger) task.taken_by = user.user_id;
        tasks::save(tx, task);
        outcome.changed.push_back(to_text(task.number));
    }
    Arguments said = follow_ups::task_words(task, message.rules, message.in_group());
    said.push_back({"who", user.name});
    outcome.say(Said{"task.assigned", std::move(said)});
    if (!is_same && user.user_id != message.inbound.sender.id)
        outcome.add(follow_ups::tell_assignee(task, message.rules, message.now, tx));
    return outcome;
}

Outcome postpone(tasks::Task task,
                 Day day,
                 const std::string& why,
                 const Message& message,
                 store::Transaction& tx) {
    Outcome outcome;
    note(task,
         "postpone",
         {{"due", to_text(task.due_at), to_text(day)},
          {"postponed", task.postponed.value_or(""), why}},
         message,
         tx);
    task.due_at = message.rules.zone.instant(day, std::chrono::hours{24}) - std::chrono::seconds{1};
    task.postponed = why;
    task.status = tasks::Status::open;
    task.rung = task.danger ? task.rung : 0;
    tasks::save(tx, task);
    follow_ups::plan_due(task, tx);
    outcome.changed.push_back(to_text(task.number));
    Arguments said = follow_ups::task_words(task, message.rules, message.in_group());
    said.push_back({"why", why});
    outcome.say(Said{"task.postponed", said});
    if (task.reporter && *task.reporter != message.inbound.sender.id) {
        said = follow_ups::task_words(task, message.rules, false);
        said.push_back({"why", why});
        said.push_back({"by", message.user->name});
        outcome.push({{task.reporter_platform.value_or(message.inbound.platform), *task.reporter},
                      Said{"task.postponed_push", std::move(said)}});
    }
    return outcome;
}

/// What stands behind the day: `推迟到下周五，等配件` is `等配件`.
std::string reason_in(const Message& message) {
    const std::string& text = message.meaning.folded;
    const auto comma = text.find(',');
    if (comma == std::string::npos) return {};
    std::string reason = text.substr(comma + 1);
    const auto end = reason.find_last_not_of(" \n,.;!");
    reason.erase(end == std::string::npos ? 0 : end + 1);
    reason.erase(0, std::min(reason.find_first_not_of(" \n"), reason.size()));
    return reason;
}

/// The first day from tomorrow on that the message names.
std::optional<Day> day_named(const Message& message) {
    const language::Meal told = told_meal(message);
    for (const Day day : told.dates) {
        if (day > message.today()) return day;
    }
    if (told.until && *told.until > message.today()) return told.until;
    return std::nullopt;
}

}  // namespace

Outcome assign_task(const Message& message, store::Transaction& tx) {
    Meant meant = task_meant(message, tx);
    if (!meant.task) return std::move(meant.instead);
    Outcome outcome;
    const auto named = colleagues_in(message, tx, false);
    if (named.empty()) {
        outcome.say(Said{"task.assign_whom", {{"number", to_text(meant.task->number)}}});
        return outcome;
    }
    const std::string& name = named.back().name;
    const auto& users = named.back().users;
    if (users.size() == 1) return hand_to(*meant.task, users.front(), message, tx);
    if (users.empty()) {
        outcome.say(Said{"task.nobody", {{"name", name}}});
        return outcome;
    }
    json ids = json::array();
    std::vector<Option> options;
    for (const people::User& user : users) {
        ids.push_back({user.platform, user.user_id});
        options.push_back(
            {"task.colleague", {{"name", user.name}}, std::to_string(options.size() + 1)});
    }
    conversation::ask(
        message, tx, "task.assign", {{"task", meant.task->number.digits}, {"users", ids}});
    outcome.say(Said{"task.assign_which", {{"name", name}}, std::move(options)});
    return outcome;
}

Outcome postpone_task(const Message& message, store::Transaction& tx) {
    Meant meant = task_meant(message, tx);
    if (!meant.task) return std::move(meant.instead);
    Outcome outcome;
    const std::string number = to_text(meant.task->number);
    // Danger goes up its own ladder until somebody has it.
    if (meant.task->danger && !meant.task->taken_by) {
        outcome.say(Said{"task.danger_first", {{"number", number}}});
        return outcome;
    }
    const auto day = day_named(message);
    if (!day) {
        outcome.say(Said{"task.postpone_when", {{"number", number}}});
        return outcome;
    }
    const std::string why = reason_in(message);
    if (why.empty()) {
        conversation::ask(message,
                          tx,
                          "task.reason",
                          {{"task", meant.task->number.digits}, {"day", to_text(*day)}});
        outcome.say(Said{"task.postpone_why", {{"number", number}, {"day", *day}}});
        return outcome;
    }
    return postpone(*meant.task, *day, why, message, tx);
}

Outcome tell_my_tasks(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const bool works =
        message.user && (message.user->is_staff() || message.has_role(Role::group_leader));
    if (!works) {
        if (!message.in_group()) return not_understood(message, tx);
        return outcome;
    }
    std::vector<Value> lines;
    for (const tasks::Task& task : tasks::of_assignee(tx, message.inbound.sender.id))
        lines.emplace_back(follow_ups::task_words(task, message.rules, message.in_group()));
    const bool none = lines.empty();
    outcome.say(Said{"task.mine", {{"tasks", std::move(lines)}, {"none", none}}});
    return outcome;
}

std::optional<Outcome> answer_task(std::string_view topic,
                                   const json& state,
                                   const Message& message,
                                   store::Transaction& tx) {
    auto task = tasks::find(tx, state.at("task").get<std::int64_t>());
    if (!task || task->status == tasks::Status::closed) return std::nullopt;
    if (topic == "task.assign") {
        const json& users = state.at("users");
        const auto chosen = chosen_number(message, users.size());
        if (!chosen) return std::nullopt;
        const auto user = people::find_user(
            tx, users[*chosen][0].get<std::string>(), users[*chosen][1].get<std::string>());
        if (!user) return std::nullopt;
        conversation::close(message, tx);
        return hand_to(*task, *user, message, tx);
    }
    if (topic == "task.reason") {
        const auto day = parse_day(state.at("day").get<std::string>());
        if (!day || message.meaning.folded.empty()) return std::nullopt;
        conversation::close(message, tx);
        return postpone(*task, *day, message.meaning.folded, message, tx);
    }
    return std::nullopt;
}

}  // namespace qingdan::conversations
