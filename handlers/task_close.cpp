#include "domain/audit/audit.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "handlers/conversations.hpp"

namespace qingdan::conversations {
namespace {

bool may_close(const tasks::Task& task, const Message& message) {
    return message.user && message.user->is_staff() &&
           (task.community == message.community || message.has_role(people::Role::official));
}

void note(const tasks::Task& task,
          std::string_view action,
          const Message& message,
          store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = to_text(task.number)});
}

}  // namespace

Outcome close_task(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::task) continue;
        auto task = tasks::find(tx, number->digits);
        if (!task || !may_close(*task, message)) {
            outcome.say(Said{"record.unknown", {{"number", to_text(*number)}}});
            continue;
        }
        if (task->status == tasks::Status::closed) {
            outcome.say(Said{"task.closed_already", {{"number", to_text(*number)}}});
            continue;
        }
        task->status = tasks::Status::closed;
        task->closing = message.meaning.folded;
        task->closed_at = message.now;
        if (!task->taken_by) task->taken_by = message.inbound.sender.id;
        tasks::save(tx, *task);
        note(*task, "close", message, tx);
        outcome.changed.push_back(to_text(*number));
        outcome.say(Said{"task.closed", {{"number", to_text(*number)}, {"person", task->person}}});
        const bool other = task->reporter && *task->reporter != message.inbound.sender.id;
        if (other) {
            outcome.push(
                {{task->reporter_platform.value_or(message.inbound.platform), *task->reporter},
                 Said{"task.closed_push",
                      {{"number", to_text(*number)},
                       {"by", message.user->name},
                       {"person", task->person}}}});
        }
    }
    if (outcome.replies.empty()) outcome.say(Said{"task.which"});
    return outcome;
}

Outcome take_task(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto open = tasks::untaken_dangers(tx, message.inbound.sender.id);
    if (open.empty()) return outcome;
    tasks::Task& task = open.front();
    task.taken_by = message.inbound.sender.id;
    task.assignee = message.inbound.sender.id;
    task.assignee_platform = message.inbound.platform;
    tasks::save(tx, task);
    note(task, "take", message, tx);
    outcome.changed.push_back(to_text(task.number));
    outcome.say(Said{"task.taken", {{"number", to_text(task.number)}, {"person", task.person}}});
    return outcome;
}

}  // namespace qingdan::conversations
