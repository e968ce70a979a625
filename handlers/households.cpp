#include "handlers/households.hpp"

#include "domain/audit/audit.hpp"
#include "domain/language/questions/persons_named.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/colleagues.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan {
namespace {

using nlohmann::json;
using people::Duty;
using people::Person;
using people::Role;

bool keeps_register(const Message& message) {
    return message.has_role(Role::cadre) ||
           (message.has_role(Role::admin) && !message.community.empty());
}

Outcome only(Said said) {
    Outcome outcome;
    outcome.say(std::move(said));
    return outcome;
}

void note(const Person& person,
          std::string_view action,
          std::vector<audit::Change> changes,
          const Message& message,
          store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = "person:" + std::to_string(person.id)},
                  changes);
}

/// The entry of the visit that the message names.
std::optional<Person> person_of_visit(const Message& message, store::Transaction& tx) {
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::visit) continue;
        const auto visit = visits::find(tx, number->digits);
        if (visit && visit->community == message.community && visit->person_id)
            return people::person_of_id(tx, *visit->person_id);
    }
    return std::nullopt;
}

std::string shown(const Person& person, const Message& message) {
    return message.in_group() ? std::string{} : person.address;
}

/// The one that was only known from a report stands for the other from now on; of two alike the
/// second.
Outcome join(Person one, Person other, const Message& message, store::Transaction& tx) {
    if (other.joined_into) other = people::person_of_id(tx, *other.joined_into);
    if (one.joined_into) one = people::person_of_id(tx, *one.joined_into);
    if (one.id == other.id) return only(Said{"household.joined_already", {{"person", other.name}}});
    if (one.confirmed && !other.confirmed) std::swap(one, other);
    one.joined_into = other.id;
    people::save_person(tx, one);
    for (Person& earlier : people::joined_into(tx, one.id)) {
        earlier.joined_into = other.id;
        people::save_person(tx, earlier);
    }
    note(one, "join", {{"joined_into", std::nullopt, std::to_string(other.id)}}, message, tx);
    visits::refresh_due(tx, other.id, message.rules.settings.visits);
    return only(
        Said{"household.joined",
             {{"one", one.name}, {"other", other.name}, {"address", shown(other, message)}}});
}

std::vector<Option> options_of(const std::vector<Person>& candidates, const Message& message) {
    std::vector<Option> options;
    for (const Person& person : candidates) {
        options.push_back({"visit.candidate",
                           {{"name", person.name}, {"address", shown(person, message)}},
                           std::to_string(options.size() + 1)});
    }
    return options;
}

struct Handover {
    people::User from, to;
};

Outcome carry_out(const Handover& handover, const Message& message, store::Transaction& tx) {
    const auto ids =
        people::hand_over(tx, message.community, handover.from.user_id, handover.to.user_id);
    for (const std::int64_t id : ids) {
        note(people::person_of_id(tx, id),
             "hand_over",
             {{"responsible", handover.from.user_id, handover.to.user_id}},
             message,
             tx);
    }
    Outcome outcome;
    int tasks = 0;
    for (tasks::Task& task : tasks::of_assignee(tx, handover.from.user_id)) {
        if (task.community != message.community) continue;
        task.assignee = handover.to.user_id;
        task.assignee_platform = handover.to.platform;
        tasks::save(tx, task);
        outcome.changed.push_back(to_text(task.number));
        ++tasks;
    }
    const Arguments said{{"from", handover.from.name},
                         {"to", handover.to.name},
                         {"count", static_cast<int>(ids.size())},
                         {"tasks", tasks > 0 ? Value{tasks} : Value{false}}};
    outcome.say(Said{"household.handed_over", said});
    if (handover.to.user_id != message.inbound.sender.id)
        outcome.push({{handover.to.platform, handover.to.user_id},
                      Said{"household.handed_over_push", said}});
    return outcome;
}

}  // namespace

namespace households {

Outcome show_new(const Person& person,
                 RecordNumber number,
                 const Message& message,
                 store::Transaction& tx) {
    Outcome outcome;
    const bool read_already =
        person.responsible == message.inbound.sender.id && !message.in_group();
    const auto cadre = people::find_user_by_id(tx, person.responsible);
    if (read_already || !cadre) return outcome;
    outcome.push({{cadre->platform, cadre->user_id},
                  Said{"household.new_push",
                       {{"person", person.name},
                        {"address", person.address},
                        {"by", message.user ? message.user->name : std::string{}},
                        {"number", to_text(number)}}}});
    return outcome;
}

}  // namespace households

namespace conversations {

Outcome confirm_household(const Message& message, store::Transaction& tx) {
    if (!keeps_register(message)) return only(Said{"household.who"});
    auto person = person_of_visit(message, tx);
    if (!person) return only(Said{"record.unknown", {{"number", message.meaning.refs.front()}}});
    if (!person->confirmed) {
        person->confirmed = true;
        people::save_person(tx, *person);
        note(*person, "confirm", {{"confirmed", "0", "1"}}, message, tx);
    }
    return only(Said{"household.confirmed",
                     {{"person", person->name}, {"address", shown(*person, message)}}});
}

Outcome join_households(const Message& message, store::Transaction& tx) {
    if (!keeps_register(message)) return only(Said{"household.who"});
    const auto names = language::persons_named(message.meaning.folded, message.today());
    auto one = person_of_visit(message, tx);
    const bool by_number = one.has_value();
    if (!by_number && names.size() >= 2) {
        const auto alike = people::matches(tx, message.community, {names[0], {}, {}});
        if (alike.size() == 1) one = alike.front();
    }
    if (!one || names.empty()) return only(Said{"household.join_how"});
    const std::string& other_name = by_number ? names.back() : names[1];
    const auto address = told_person(message).address;
    auto others = people::matches(tx, message.community, {other_name, address, {}});
    std::erase_if(others, [&](const Person& person) { return person.id == one->id; });
    if (others.empty()) return only(Said{"visit.nobody", {{"person", other_name}}});
    if (others.size() == 1) return join(*one, others.front(), message, tx);
    json ids = json::array();
    for (const Person& person : others) ids.push_back(person.id);
    conversation::ask(message, tx, "household.join", {{"one", one->id}, {"candidates", ids}});
    return only(Said{"visit.which",
                     {{"count", static_cast<int>(others.size())}, {"person", other_name}},
                     options_of(others, message)});
}

Outcome part_households(const Message& message, store::Transaction& tx) {
    if (!keeps_register(message)) return only(Said{"household.who"});
    const auto names = language::persons_named(message.meaning.folded, message.today());
    std::vector<std::string> keys;
    for (const std::string& name : names) keys.push_back(people::name_key(name));
    for (const std::string& name : names) {
        for (const Person& whole : people::matches(tx, message.community, {name, {}, {}})) {
            for (Person& joined : people::joined_into(tx, whole.id)) {
                const bool named =
                    std::find(keys.begin(), keys.end(), people::name_key(joined.name)) !=
                    keys.end();
                if (!named) continue;
                joined.joined_into.reset();
                people::save_person(tx, joined);
                note(joined,
                     "part",
                     {{"joined_into", std::to_string(whole.id), std::nullopt}},
                     message,
                     tx);
                visits::refresh_due(tx, joined.id, message.rules.settings.visits);
                visits::refresh_due(tx, whole.id, message.rules.settings.visits);
                return only(
                    Said{"household.parted", {{"one", joined.name}, {"other", whole.name}}});
            }
        }
    }
    return only(Said{"household.not_joined"});
}

Outcome hand_over(const Message& message, store::Transaction& tx) {
    if (!keeps_register(message)) return only(Said{"household.who"});
    const auto named = colleagues_in(message, tx, true);
    if (named.size() < 2) return only(Said{"household.hand_over_how"});
    for (const NamedColleague& each : {named[0], named[1]}) {
        if (each.users.size() != 1) return only(Said{"household.no_cadre", {{"name", each.name}}});
    }
    const auto& from = named[0].users;
    const auto& to = named[1].users;
    const bool may = from.front().user_id == message.inbound.sender.id ||
                     message.user->has(Duty::secretary) || message.user->has(Duty::deputy) ||
                     message.has_role(Role::admin);
    if (!may) return only(Said{"household.hand_over_who"});
    const int count = people::count_of(tx, message.community, from.front().user_id);
    conversation::ask(message,
                      tx,
                      "household.hand_over",
                      {{"from", {from.front().platform, from.front().user_id, from.front().name}},
                       {"to", {to.front().platform, to.front().user_id}}});
    return only(Said{"household.hand_over_yes",
                     {{"from", from.front().name}, {"to", to.front().name}, {"count", count}},
                     yes_or_no()});
}

std::optional<Outcome> answer_household(std::string_view topic,
                                        const json& state,
                                        const Message& message,
                                        store::Transaction& tx) {
    if (topic == "household.join") {
        const json& candidates = state.at("candidates");
        const auto chosen = chosen_number(message, candidates.size());
        if (!chosen) return std::nullopt;
        conversation::close(message, tx);
        return join(people::person_of_id(tx, state.at("one").get<std::int64_t>()),
                    people::person_of_id(tx, candidates[*chosen].get<std::int64_t>()),
                    message,
                    tx);
    }
    if (topic == "household.hand_over") {
        const auto agreed = yes_or_no_of(message);
        if (!agreed) return std::nullopt;
        conversation::close(message, tx);
        if (!*agreed) return only(Said{"household.not_handed_over"});
        const json& to_id = state.at("to");
        const auto to =
            people::find_user(tx, to_id[0].get<std::string>(), to_id[1].get<std::string>());
        if (!to) return std::nullopt;
        people::User from;
        from.platform = state.at("from")[0].get<std::string>();
        from.user_id = state.at("from")[1].get<std::string>();
        from.name = state.at("from")[2].get<std::string>();
        return carry_out(Handover{from, *to}, message, tx);
    }
    return std::nullopt;
}

}  // namespace conversations
}  // namespace qingdan
