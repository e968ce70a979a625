#include "domain/audit/audit.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/conversations.hpp"
#include "handlers/follow_ups.hpp"
#include "handlers/jobs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

/// What one sign comes to, once it is known who it is about.
struct Weighed {
    char level = 'B';
    bool makes_task = true;
};

/// Source: work-methods facts, section 6: "an attempt at a visit that nobody answered".
Weighed weigh(const language::Danger& danger,
              const std::optional<people::Person>& person,
              const Message& message,
              store::Transaction& tx) {
    bool alone = person && person->lives_alone();
    if (person) {
        for (const people::Person& joined : people::joined_into(tx, person->id))
            alone = alone || joined.lives_alone();
    }
    if (!danger.attempt) return {alone ? danger.level_alone : danger.level, true};
    if (alone) return {'A', true};
    if (!person) return {'B', false};
    const Day week_ago =
        add_days(message.today(), -message.rules.settings.visits.attempt_second_days);
    return {'B', visits::attempts_since(tx, person->id, week_ago) >= 2};
}

std::string responsible_of(const std::optional<people::Person>& person) {
    return person ? person->responsible : std::string{};
}

/// The emergency number that fits a sign, by the code of config `danger.numbers`.
std::string_view number_for(std::string_view task) {
    if (task == "medical" || task == "welfare_check" || task == "mental_crisis") return "ambulance";
    if (task == "safety_hazard") return "fire";
    return "police";
}

}  // namespace

Outcome raise_danger(const Message& message,
                     store::Transaction& tx,
                     std::vector<language::Danger> dangers,
                     std::string_view about,
                     std::optional<std::int64_t> person_id,
                     std::optional<std::string> name) {
    Outcome outcome;
    std::optional<people::Person> person;
    if (person_id) person = people::person_of_id(tx, *person_id);
    std::vector<std::string> made;  // one task of a kind for one message
    // The worst first: of two signs that make one task, its level counts.
    std::stable_sort(dangers.begin(), dangers.end(), [](const auto& a, const auto& b) {
        return a.level < b.level;
    });
    for (const language::Danger& danger : dangers) {
        if (std::find(made.begin(), made.end(), danger.task) != made.end()) continue;
        const Weighed weighed = weigh(danger, person, message, tx);
        if (!weighed.makes_task) continue;
        made.push_back(danger.task);
        auto open = tasks::open_danger(
            tx, message.community, danger.task, person_id, message.inbound.sender.id);
        if (!open && person_id) {
            // Raised while it was not known yet who is meant: now it is.
            open = tasks::open_danger(
                tx, message.community, danger.task, std::nullopt, message.inbound.sender.id);
            if (open) {
                open->person_id = person_id;
                open->person = person->name;
                if (!about.empty()) open->about = std::string{about};
                tasks::save(tx, *open);
            }
        }
        if (open && open->level.value_or('B') <= weighed.level) {
            // Told already: the sender hears again who has it, nobody is called twice for one
            // thing.
            outcome.say(
                Said{"danger.known",
                     {{"task", to_text(open->number)}, {"taken", open->taken_by.has_value()}}});
            continue;
        }
        tasks::Task task;
        task.created_at = message.now;
        task.community = message.community;
        task.town = message.town;
        task.kind = danger.task;
        if (!about.empty()) task.about = std::string{about};
        task.person_id = person_id;
        task.person = person ? std::optional{person->name}
                      : name ? name
                             : message.inbound.sender.name;
        if (!task.person && message.user) task.person = message.user->name;
        task.text = message.inbound.text;
        task.reporter_platform = message.inbound.platform;
        task.reporter = message.inbound.sender.id;
        // Level A by the urgent time of its kind, B by the normal one, at most a day.
        task.due_at =
            std::min(tasks::due_at(tasks::due_of(message.rules.settings.tasks, danger.task),
                                   weighed.level == 'A',
                                   message.now,
                                   message.rules.calendar,
                                   message.rules.zone),
                     message.now + std::chrono::hours{24});
        task.danger = danger.code;
        task.level = weighed.level;
        task.number = tasks::add(tx, task);
        follow_ups::plan_due(task, tx);
        outcome.changed.push_back(to_text(task.number));
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "danger",
                       .about = to_text(task.number)});
        Outcome told =
            jobs::tell_next(task, responsible_of(person), message.rules, message.now, tx);
        const bool reached = !told.pushes.empty();
        outcome.add(std::move(told));
        Arguments said{{"told", reached},
                       {"task", to_text(task.number)},
                       {"now", weighed.level == 'A'},
                       {"sign", Word{"danger." + danger.code}},
                       {"person", message.in_group() ? std::optional<std::string>{} : task.person}};
        if (weighed.level == 'A') {
            const auto number = message.rules.settings.danger.numbers.find(number_for(danger.task));
            if (number != message.rules.settings.danger.numbers.end())
                said.push_back({"number", number->second});
        }
        outcome.replies.insert(outcome.replies.begin(), Said{"danger.raised", std::move(said)});
    }
    return outcome;
}

}  // namespace qingdan::conversations
