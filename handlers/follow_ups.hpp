#pragma once
/// @file
/// Tasks that the needs of a visit come to, and what every conversation says of a task in the same
/// way.

#include "domain/people/person.hpp"
#include "domain/tasks/task.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>
#include <span>
#include <vector>

namespace qingdan::follow_ups {

/// What a receipt says of the tasks of one visit, and what else follows (pushes, numbers).
struct FollowedUp {
    std::vector<Value> lines;
    Outcome outcome;
};

/// Makes a task of each need of the visit `number`: kind by its words, whoever answers for the
/// kind, due by the rules. None for what was settled on the spot, for what a danger sign of the
/// same report has made a task of already, and for what is open about the household anyway.
FollowedUp follow_up(const Message& message,
                     store::Transaction& tx,
                     RecordNumber number,
                     const language::Visit& told,
                     const std::optional<people::Person>& person);

/// Keeps a new task, notes it in the audit and tells whoever has to do it.
Outcome open_task(tasks::Task& task, const Message& message, store::Transaction& tx);

/// Plans that the task is overdue from its due time on; again after every change of that.
void plan_due(const tasks::Task& task, store::Transaction& tx);
/// Tells the assignee of a task that is theirs now: at once where it is due within hours, else in
/// waking hours. `by` is who hands it on or reported it.
Outcome tell_assignee(const tasks::Task& task,
                      const Rules& rules,
                      Instant now,
                      store::Transaction& tx);

/// `6月22日周一` where it is due with the end of that day, else with the time.
Value due_value(Instant due_at, const Rules& rules);
/// Number, kind, person, text and due time of a task. In a group the surname alone, and no text.
Arguments task_words(const tasks::Task& task, const Rules& rules, bool in_group);

}  // namespace qingdan::follow_ups
