#include "domain/audit/audit.hpp"
#include "domain/meals/order.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_meant.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_rows.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

/// Ends the meals of a person from `day` on: standing orders, what is ordered, and what is on its
/// way, which nobody is charged for.
void end_meals(const people::Person& person,
               Day day,
               const Message& message,
               Outcome& outcome,
               store::Transaction& tx) {
    const meals::Eater key{person.id, "", "", std::nullopt};
    for (Order& standing : meals::standing_orders(tx, key)) {
        standing.status = Status::cancelled;
        meals::save(tx, standing);
        outcome.changed.push_back(to_text(standing.number));
    }
    constexpr int far = 400;  // behind the last day for which anything can be ordered
    for (Order& row : meals::ordered(tx, key, day, add_days(message.today(), far))) {
        if (row.status == Status::delivered || row.status == Status::picked_up) continue;
        const Order before = row;
        row.status = row.standing ? Status::skipped : Status::cancelled;
        row.reason = message.meaning.folded;
        meals::save(tx, row);
        outcome.changed.push_back(to_text(row.number));
        if (before.status == Status::dispatched) {
            Outcome late = tell_late_change(before, row, message, tx);
            late.replies.clear();
            outcome.add(std::move(late));
        }
    }
    outcome.add(offer_freed(message, tx));
}

/// Nothing is sent to the dead any more; the family hears from a person, not from us.
void end_messages(const people::Person& person, store::Transaction& tx) {
    for (const people::User& user : people::users_of_community(tx, person.community)) {
        const bool is_eater =
            user.person_id == person.id ||
            (user.has(people::Role::resident) && user.imported && user.name == person.name);
        if (!is_eater) continue;
        tx.prepare("UPDATE users SET active = 0 WHERE platform = $1 AND user_id = $2")
            .with(user.platform, user.user_id)
            .run();
        tx.prepare("UPDATE senders SET opted_out = 1 WHERE platform = $1 AND user_id = $2")
            .with(user.platform, user.user_id)
            .run();
    }
}

/// One short sentence: a report of a visit that tells of a death long ago
/// (`老伴去年过世，情绪低落`) is none.
bool is_news(const Message& message) {
    constexpr int longest = 14;
    int length = 0;
    for (const char c : message.meaning.folded) {
        if (c == ',' || c == '\n') return false;
        length += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return length <= longest;
}

}  // namespace

/// `王阿婆昨天去世了`, from a cadre, the meal manager or the family: read back once, in plain
/// words.
std::optional<Outcome> report_death(const Message& message, const Talk&, store::Transaction& tx) {
    const bool may = message.has_role(people::Role::cadre) || leads_rounds(message) ||
                     message.has_role(people::Role::family);
    if (!may || message.in_group() || !is_news(message)) return std::nullopt;
    std::optional<people::Person> who;
    for (const Named& named : named_in(message)) {
        const EaterFacts found = find_eater(named.person, named.address, std::nullopt, message, tx);
        if (found.person && !found.not_bound) who = found.person;
    }
    if (!who || who->died_on) return std::nullopt;
    const std::vector<Day> told = told_meal(message).dates;
    const language::Visit visit = told_person(message);
    Day day = visit.date.value_or(told.empty() ? message.today() : told.front());
    if (day > message.today()) day = message.today();
    conversation::ask(
        message,
        tx,
        "round.death",
        {{"person", who->id}, {"day", to_text(day)}, {"words", message.meaning.folded}});
    Outcome outcome;
    outcome.say(Said{"farewell.sure",
                     {{"person", who->name}, {"address", who->address}, {"day", day}},
                     yes_or_no()});
    return outcome;
}

std::optional<Outcome> answer_death(const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx) {
    const auto yes = yes_or_no_of(message);
    if (!yes) return std::nullopt;
    conversation::close(message, tx);
    Outcome outcome;
    people::Person person = people::person_of_id(tx, state.at("person").get<std::int64_t>());
    const auto day = parse_day(state.at("day").get<std::string>());
    if (!*yes || !day) {
        outcome.say(Said{"farewell.not_noted"});
        return outcome;
    }
    person.died_on = day;
    person.visit_due_on.reset();
    people::save_person(tx, person);
    end_meals(person, *day, message, outcome, tx);
    end_messages(person, tx);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "death",
                   .about = "person " + std::to_string(person.id)});
    // A person calls the family. The responsible cadre and the meal point are told, once each.
    std::vector<Recipient> told;
    const auto tell = [&](const people::User& user) {
        const Recipient to{user.platform, user.user_id};
        if (user.user_id == message.inbound.sender.id) return;
        if (std::find(told.begin(), told.end(), to) != told.end()) return;
        told.push_back(to);
        outcome.push({to,
                      Said{"farewell.told",
                           {{"person", person.name},
                            {"address", person.address},
                            {"contact", person.emergency_contact},
                            {"contact_phone", person.emergency_phone}}},
                      true});
    };
    if (const auto responsible = people::find_user_by_id(tx, person.responsible))
        tell(*responsible);
    for (const people::User& manager : meal_managers(tx, person.community)) tell(manager);
    outcome.replies.insert(outcome.replies.begin(),
                           Said{"farewell.noted",
                                {{"person", person.name},
                                 {"contact", person.emergency_contact},
                                 {"contact_phone", person.emergency_phone},
                                 {"staff", message.user && message.user->is_staff()}}});
    return outcome;
}

/// `停止` of somebody with meals: meals or messages? Asked once; unanswered nothing is ended.
std::optional<Outcome> ask_what_to_stop(const Message& message, store::Transaction& tx) {
    if (!message.user || message.in_group()) return std::nullopt;
    const EaterFacts eater = find_eater(std::nullopt, std::nullopt, std::nullopt, message, tx);
    if (!eater.which.empty()) return std::nullopt;
    const meals::Eater key = eater_key(eater, message);
    auto standing = meals::standing_orders(tx, key);
    std::erase_if(standing, [](const Order& row) { return row.status != Status::standing; });
    auto open = meals::ordered(tx, key, message.today(), add_days(message.today(), 60));
    std::erase_if(open, [](const Order& row) { return row.status != Status::ordered; });
    if (standing.empty() && open.empty()) return std::nullopt;
    conversation::ask(message, tx, "round.stop", nlohmann::json::object());
    Outcome outcome;
    outcome.say(Said{"farewell.stop_what",
                     {},
                     {{"farewell.stop_meals", {}, "1"}, {"farewell.stop_messages", {}, "2"}}});
    return outcome;
}

}  // namespace qingdan::conversations
