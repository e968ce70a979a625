#include "handlers/visit_change.hpp"

#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "handlers/follow_ups.hpp"

#include <algorithm>

namespace qingdan {
namespace {

std::string text_of(const std::optional<std::string>& value) { return value.value_or(""); }
std::string text_of(const std::optional<Day>& value) { return value ? to_text(*value) : ""; }
std::string text_of(const std::optional<language::Method>& value) {
    return value ? std::string{language::to_text(*value)} : "";
}
std::string text_of(const std::vector<std::string>& values) { return people::join_codes(values); }

bool changes_field(const std::vector<audit::Change>& changes, std::string_view field) {
    return std::any_of(changes.begin(), changes.end(), [&](const audit::Change& change) {
        return change.field == field;
    });
}

/// Whom the visit is about now: one entry of the register, else nobody is taken for another. An
/// entry that the report itself has made is written as the report is now.
void match_person(visits::Visit& visit, store::Transaction& tx) {
    const auto alike = people::matches(
        tx, visit.community, {visit.told.person, visit.told.address, visit.told.phone});
    if (alike.size() == 1) visit.person_id = alike.front().id;
    if (!alike.empty() || !visit.person_id || !visit.told.person) return;
    people::Person person = people::person_of_id(tx, *visit.person_id);
    if (person.confirmed) return;
    person.name = *visit.told.person;
    if (visit.told.address) person.address = *visit.told.address;
    people::save_person(tx, person);
}

/// An entry that the mistaken report alone has made stands for the right one from now on.
void drop_mistaken_entry(std::int64_t mistaken, std::int64_t right, store::Transaction& tx) {
    people::Person person = people::person_of_id(tx, mistaken);
    if (person.confirmed || !visits::of_person(tx, mistaken, 1).empty()) return;
    person.joined_into = right;
    people::save_person(tx, person);
}

/// Tasks of needs that no longer stand in the report, where nobody has begun with them.
void take_back_tasks(const visits::Visit& visit,
                     const Message& message,
                     store::Transaction& tx,
                     VisitChange& change) {
    const auto& needs = visit.told.needs;
    for (tasks::Task& task : tasks::open_about(tx, to_text(visit.number))) {
        if (task.danger || task.taken_by) continue;
        const bool stays =
            task.text && std::find(needs.begin(), needs.end(), *task.text) != needs.end();
        if (stays) continue;
        task.status = tasks::Status::closed;
        task.closed_at = message.now;
        tasks::save(tx, task);
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "withdraw",
                       .about = to_text(task.number)});
        change.outcome.changed.push_back(to_text(task.number));
    }
}

void move_tasks(const visits::Visit& visit, store::Transaction& tx) {
    if (!visit.person_id) return;
    const people::Person person = people::person_of_id(tx, *visit.person_id);
    for (tasks::Task& task : tasks::open_about(tx, to_text(visit.number))) {
        task.person_id = person.id;
        task.person = person.name;
        tasks::save(tx, task);
    }
}

}  // namespace

std::vector<audit::Change> differences(const language::Visit& before,
                                       const language::Visit& after) {
    std::vector<audit::Change> changes;
    const auto compare = [&](const char* field, const auto& one, const auto& other) {
        if (one != other) changes.push_back({field, text_of(one), text_of(other)});
    };
    compare("person", before.person, after.person);
    compare("address", before.address, after.address);
    compare("phone", before.phone, after.phone);
    compare("categories", before.categories, after.categories);
    compare("method", before.method, after.method);
    compare("date", before.date, after.date);
    compare("condition", before.condition, after.condition);
    compare("needs", before.needs, after.needs);
    compare("actions", before.actions, after.actions);
    compare("revisit", before.revisit, after.revisit);
    return changes;
}

VisitChange change_visit(visits::Visit visit,
                         const language::Visit& after,
                         const Message& message,
                         store::Transaction& tx) {
    VisitChange change;
    change.changes = differences(visit.told, after);
    if (change.changes.empty()) return change;
    const auto person_before = visit.person_id;
    visit.told = after;
    const bool names_another = changes_field(change.changes, "person") ||
                               changes_field(change.changes, "address") ||
                               changes_field(change.changes, "phone");
    if (names_another) match_person(visit, tx);
    if (visit.status == visits::Status::active) visit.status = visits::Status::corrected;
    visits::save(tx, visit);
    const VisitSettings& settings = message.rules.settings.visits;
    if (person_before && visit.person_id != person_before)
        drop_mistaken_entry(*person_before, *visit.person_id, tx);
    if (person_before) visits::refresh_due(tx, *person_before, settings);
    if (visit.person_id && visit.person_id != person_before) {
        visits::refresh_due(tx, *visit.person_id, settings);
        move_tasks(visit, tx);
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "correct",
                   .about = to_text(visit.number)},
                  change.changes);
    change.outcome.changed.push_back(to_text(visit.number));
    if (changes_field(change.changes, "needs")) {
        take_back_tasks(visit, message, tx, change);
        std::optional<people::Person> person;
        if (visit.person_id) person = people::person_of_id(tx, *visit.person_id);
        auto followed = follow_ups::follow_up(message, tx, visit.number, visit.told, person);
        change.tasks = std::move(followed.lines);
        change.outcome.add(std::move(followed.outcome));
    }
    return change;
}

std::vector<std::string> take_back(visits::Visit visit,
                                   const Message& message,
                                   store::Transaction& tx) {
    std::vector<std::string> changed{to_text(visit.number)};
    visit.status = visits::Status::withdrawn;
    visits::save(tx, visit);
    if (visit.person_id) visits::refresh_due(tx, *visit.person_id, message.rules.settings.visits);
    for (const RecordNumber task : tasks::close_about(tx, to_text(visit.number), message.now))
        changed.push_back(to_text(task));
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "withdraw",
                   .about = to_text(visit.number)});
    return changed;
}

std::vector<Value> changed_fields(const std::vector<audit::Change>& changes) {
    std::vector<Value> fields;
    for (const audit::Change& change : changes) {
        const std::string after = change.after.value_or("");
        Value shown{after};
        if (const auto day = parse_day(after)) shown = Value{*day};
        if (change.field == "method") shown = Value{Word{"method." + after}};
        if (change.field == "kind") shown = Value{Word{"burden." + after}};
        if (change.field == "period") shown = Value{Word{"period." + after}};
        if (after.starts_with(';')) {
            std::vector<Value> values;
            for (const std::string& one : people::split_codes(after)) {
                if (change.field == "categories") {
                    values.emplace_back(Word{"category." + one});
                } else {
                    values.emplace_back(one);
                }
            }
            shown = Value{values};
        }
        fields.emplace_back(Arguments{{"field", Word{"field." + change.field}}, {"value", shown}});
    }
    return fields;
}

}  // namespace qingdan
