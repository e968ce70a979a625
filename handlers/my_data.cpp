#include "domain/audit/audit.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::conversations {
namespace {

using nlohmann::json;

/// The register's entry that the sender is: bound to it, or a resident of that name in the roster.
std::optional<people::Person> own_entry(const Message& message, store::Transaction& tx) {
    if (!message.user) return std::nullopt;
    if (message.user->person_id) return people::person_of_id(tx, *message.user->person_id);
    if (!message.user->has(people::Role::resident)) return std::nullopt;
    auto person = people::find_person(tx, message.community, message.user->name);
    // The same name alone is no proof; the roster's telephone number is.
    if (person && message.user->phone && *message.user->phone == person->phone) return person;
    return std::nullopt;
}

int count_of_meals(const Message& message, store::Transaction& tx) {
    auto row = tx.prepare("SELECT count(*) FROM meals WHERE platform = $1 AND orderer = $2");
    row.with(message.inbound.platform, message.inbound.sender.id);
    row.step();
    return static_cast<int>(row.integer(0));
}

}  // namespace

Outcome tell_my_data(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    if (message.in_group()) {
        // Nothing of it is said before others.
        outcome.say(Said{"my_data.in_private"});
        return outcome;
    }
    const auto person = own_entry(message, tx);
    std::vector<Value> categories;
    std::optional<Day> last;
    int visits = 0;
    if (person) {
        for (const std::string& code : person->categories)
            categories.emplace_back(Word{"category." + code});
        constexpr int most = 1000;
        visits = static_cast<int>(visits::of_person(tx, person->id, most).size());
        last = person->last_contact_on;
    }
    const int meals = count_of_meals(message, tx);
    outcome.say(Said{"my_data.kept",
                     {{"nothing", !message.user && !person && meals == 0},
                      {"name", message.user ? message.user->name : std::string{}},
                      {"phone", message.user ? message.user->phone : std::optional<std::string>{}},
                      {"community", message.community},
                      {"address",
                       person         ? person->address
                       : message.user ? message.user->address
                                      : std::string{}},
                      {"registered", person.has_value()},
                      {"person_phone", person ? person->phone : std::string{}},
                      {"birth", person ? person->birth : std::optional<Day>{}},
                      {"categories", std::move(categories)},
                      {"emergency", person ? person->emergency_contact : std::string{}},
                      {"visits", visits > 0 ? Value{visits} : Value{false}},
                      {"last", last},
                      {"meals", meals > 0 ? Value{meals} : Value{false}},
                      {"days", message.rules.settings.retention.record_days}}});
    return outcome;
}

Outcome erase_my_data(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    if (message.in_group()) {
        outcome.say(Said{"my_data.in_private"});
        return outcome;
    }
    conversation::ask(message, tx, "my_data.erase", json::object());
    outcome.say(Said{"my_data.erase_yes", {}, yes_or_no()});
    return outcome;
}

std::optional<Outcome> answer_my_data(std::string_view topic,
                                      const json&,
                                      const Message& message,
                                      store::Transaction& tx) {
    if (topic != "my_data.erase") return std::nullopt;
    const auto agreed = yes_or_no_of(message);
    if (!agreed) return std::nullopt;
    conversation::close(message, tx);
    Outcome outcome;
    if (!*agreed) {
        outcome.say(Said{"my_data.not_erased"});
        return outcome;
    }
    const auto person = own_entry(message, tx);
    if (person) people::erase(tx, person->id, message.today());
    const bool imported = message.user && message.user->imported;
    people::forget_user(tx, message.inbound.platform, message.inbound.sender.id);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "erase",
                   .about = person ? "person:" + std::to_string(person->id) : "sender"});
    outcome.say(Said{"my_data.erased", {{"roster", imported}}});
    // The committee has to know that somebody on its list has asked for it.
    if (person) {
        if (const auto cadre = people::find_user_by_id(tx, person->responsible))
            outcome.push({{cadre->platform, cadre->user_id},
                          Said{"my_data.erased_push", {{"person", person->name}}}});
    }
    return outcome;
}

}  // namespace qingdan::conversations
