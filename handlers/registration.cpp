#include "domain/audit/audit.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/dispatch.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::conversations {
namespace {

using nlohmann::json;

/// Where an unknown sender belongs: the app's own place, else the community whose register has the
/// address.
std::string community_of(const Message& message,
                         const std::optional<std::string>& address,
                         store::Transaction& tx) {
    if (!message.community.empty()) return message.community;
    if (!address) return {};
    auto rows = tx.prepare("SELECT DISTINCT community FROM people WHERE address_key = $1 LIMIT 2");
    rows.bind(1, people::address_key(*address));
    if (!rows.step()) return {};
    std::string community = rows.text(0);
    return rows.step() ? std::string{} : community;
}

std::string town_of(const std::string& community, store::Transaction& tx) {
    auto row = tx.prepare("SELECT town FROM users WHERE community = $1 AND town <> '' LIMIT 1");
    row.bind(1, community);
    return row.step() ? row.text(0) : std::string{};
}

std::vector<std::string> communities(store::Transaction& tx) {
    auto rows =
        tx.prepare("SELECT DISTINCT community FROM users WHERE community <> '' ORDER BY 1 LIMIT 9");
    std::vector<std::string> names;
    while (rows.step()) names.push_back(rows.text(0));
    return names;
}

/// A person of the register whom the sender says to be: bound only after a yes of whoever is
/// responsible.
void ask_for_agreement(const people::User& user,
                       const people::Person& claimed,
                       Outcome& outcome,
                       store::Transaction& tx) {
    for (const people::User& staff : people::staff_of_community(tx, user.community)) {
        const bool responsible =
            staff.user_id == claimed.responsible || staff.has(people::Role::meal_manager);
        if (!responsible) continue;
        tx.prepare(
              "INSERT INTO claims (platform, user_id, person_id, asked, asked_platform) VALUES "
              "($1, $2, $3, $4, $5) ON "
              "CONFLICT (platform, user_id, person_id, asked) DO NOTHING")
            .with(user.platform, user.user_id, claimed.id, staff.user_id, staff.platform)
            .run();
        outcome.push({{staff.platform, staff.user_id},
                      Said{"register.claim",
                           {{"name", claimed.name}, {"address", claimed.address}},
                           {{"choice.claim_yes", {{"name", claimed.name}}, "1"},
                            {"choice.claim_no", {}, "2"}}}});
        return;
    }
}

/// What was wanted before the questions is done now, as if it were written again.
Outcome go_on(const json& state, const Message& message, store::Transaction& tx) {
    Inbound again = message.inbound;
    again.text = state.at("text").get<std::string>();
    const language::Meaning meaning =
        language::understand(again.text, message.rules.zone.at(again.sent_at), again.chat.kind);
    Message wanted{
        again, meaning, message.rules, message.now, std::nullopt, message.town, message.community};
    wanted.user = people::find_user(tx, again.platform, again.sender.id);
    if (wanted.user) {
        wanted.town = wanted.user->town;
        wanted.community = wanted.user->community;
    }
    return dispatch(wanted, tx);
}

Outcome finish(json state, const Message& message, store::Transaction& tx) {
    people::User user;
    user.platform = message.inbound.platform;
    user.user_id = message.inbound.sender.id;
    user.name = state.at("name").get<std::string>();
    user.roles = {people::Role::resident};
    user.community = state.at("community").get<std::string>();
    user.town = town_of(user.community, tx);
    user.imported = false;
    user.address = state.at("address").get<std::string>();
    const std::string address = state.at("address").get<std::string>();
    Outcome outcome;
    auto claimed = people::find_person(tx, user.community, user.name, address);
    if (!claimed) {
        const auto alike = people::matches(tx, user.community, {user.name, address, std::nullopt});
        if (alike.size() == 1 && alike.front().confirmed) claimed = alike.front();
    }
    if (claimed) {
        people::save_user(tx, user);
        ask_for_agreement(user, *claimed, outcome, tx);
    } else {
        people::Person person;
        person.community = user.community;
        person.name = user.name;
        person.address = address;
        person.entered_on = message.today();
        person.confirmed = false;
        user.person_id = people::add_person(tx, person);
        people::save_user(tx, user);
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = user.user_id,
                   .action = "register",
                   .about = "user:" + user.user_id});
    conversation::close(message, tx);
    outcome.say(Said{"register.done", {{"name", user.name}, {"waits", !outcome.pushes.empty()}}});
    outcome.add(go_on(state, message, tx));
    return outcome;
}

/// Asks for the next thing that is missing, or goes on.
Outcome next(json state, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const auto missing = [&](const char* field) {
        return state.at(field).get<std::string>().empty();
    };
    if (!missing("name") && !missing("address") && !missing("community"))
        return finish(std::move(state), message, tx);
    std::string topic = missing("name")      ? "register.name"
                        : missing("address") ? "register.address"
                                             : "register.community";
    Said question{topic,
                  {{"name", state.at("name").get<std::string>()},
                   {"both", missing("name") && missing("address")}}};
    if (topic == "register.community") {
        const auto names = communities(tx);
        state["communities"] = names;
        for (const std::string& name : names) {
            question.options.push_back({"choice.community",
                                        {{"name", name}},
                                        std::to_string(question.options.size() + 1)});
        }
    }
    conversation::ask(message, tx, topic, state);
    outcome.say(std::move(question));
    return outcome;
}

}  // namespace

Outcome register_sender(const Message& message, store::Transaction& tx) {
    json state{{"text", message.inbound.text},
               {"name", ""},
               {"address", ""},
               {"community", message.community}};
    for (const language::Record& record : message.meaning.records) {
        if (const auto* meal = std::get_if<language::Meal>(&record)) {
            // Somebody who says who eats in their first message is taken for that person.
            if (meal->person) state["name"] = *meal->person;
            if (meal->address) state["address"] = *meal->address;
        }
    }
    if (message.community.empty()) {
        const std::string address = state["address"].get<std::string>();
        state["community"] =
            community_of(message, address.empty() ? std::nullopt : std::optional{address}, tx);
    }
    return next(std::move(state), message, tx);
}

std::optional<Outcome> answer_registration(std::string_view topic,
                                           const json& state,
                                           const Message& message,
                                           store::Transaction& tx) {
    json known = state;
    if (topic == "register.community") {
        const auto names = state.at("communities").get<std::vector<std::string>>();
        const auto chosen = chosen_number(message, names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (chosen == i || message.inbound.text.find(names[i]) != std::string::npos)
                known["community"] = names[i];
        }
        if (known.at("community").get<std::string>().empty()) return std::nullopt;
        return next(std::move(known), message, tx);
    }
    const language::Introduction told = language::introduction_in(
        message.inbound.text, message.rules.zone.at(message.inbound.sent_at));
    if (topic == "register.name" && told.name) known["name"] = *told.name;
    if (topic == "register.name" && !told.name && !told.address) {
        // A name that no list of surnames knows is a name all the same, where nothing else was
        // asked for.
        if (message.meaning.folded.empty() || message.meaning.folded.size() > 24)
            return std::nullopt;
        known["name"] = message.meaning.folded;
    }
    if (told.address) known["address"] = *told.address;
    if (topic == "register.address" && !told.address) {
        if (message.meaning.folded.size() > 120) return std::nullopt;
        known["address"] = message.meaning.folded;
    }
    if (known.at("community").get<std::string>().empty()) {
        known["community"] = community_of(message, told.address, tx);
    }
    return next(std::move(known), message, tx);
}

std::optional<Outcome> answer_claim(const Message& message, store::Transaction& tx) {
    const auto yes = yes_or_no_of(message);
    if (!yes) return std::nullopt;
    auto oldest = tx.prepare(
        "DELETE FROM claims WHERE rowid = (SELECT min(rowid) FROM claims WHERE asked_platform = $1 "
        "AND asked = $2) "
        "RETURNING platform, user_id, person_id");
    oldest.with(message.inbound.platform, message.inbound.sender.id);
    if (!oldest.step()) return std::nullopt;
    auto user = people::find_user(tx, oldest.text(0), oldest.text(1));
    const std::int64_t person_id = oldest.integer(2);
    while (oldest.step()) {
    }
    Outcome outcome;
    if (!user) return outcome;
    if (*yes) {
        user->person_id = person_id;
        people::save_user(tx, *user);
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "bind",
                       .about = "user:" + user->user_id});
        outcome.push(
            {{user->platform, user->user_id}, Said{"register.bound", {{"name", user->name}}}});
    }
    outcome.say(Said{*yes ? "register.agreed" : "register.refused", {{"name", user->name}}});
    return outcome;
}

}  // namespace qingdan::conversations
