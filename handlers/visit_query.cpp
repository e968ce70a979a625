#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversations.hpp"

namespace qingdan::conversations {
namespace {

/// What is known of one household, for whoever works there: the last visit and the next.
Outcome tell_history(const people::Person& person, const Message& message, store::Transaction& tx) {
    std::vector<Value> visits;
    for (const visits::Visit& visit : visits::of_person(tx, person.id, 3)) {
        visits.emplace_back(
            Arguments{{"number", to_text(visit.number)},
                      {"day", visit.told.date},
                      {"method",
                       Word{"method." + std::string{language::to_text(
                                            visit.told.method.value_or(language::Method::home))}}},
                      {"condition",
                       message.in_group() ? std::optional<std::string>{} : visit.told.condition}});
    }
    Outcome outcome;
    outcome.say(Said{"visit.history",
                     {{"person", person.name},
                      {"visits", visits},
                      {"none", visits.empty()},
                      {"due", person.visit_due_on}}});
    return outcome;
}

}  // namespace

Outcome query_visits(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    if (!message.user || !message.user->is_staff()) {
        outcome.say(Said{"visit.query_who"});
        return outcome;
    }
    const language::Visit who = told_person(message);
    if (who.person && message.has_role(people::Role::cadre)) {
        const auto alike =
            people::matches(tx, message.community, {who.person, who.address, who.phone});
        if (alike.size() == 1) return tell_history(alike.front(), message, tx);
    }
    const Day today = message.today();
    const Day month{today.year(), today.month(), std::chrono::day{1}};
    const bool of_community = !message.community.empty();
    std::vector<Value> overdue;
    if (of_community && message.has_role(people::Role::cadre)) {
        for (const people::Person& person :
             people::due_visits_in(tx,
                                   message.community,
                                   add_days(today, -1),
                                   message.rules.settings.visits.list_shown)) {
            overdue.emplace_back(
                Arguments{{"name", person.name},
                          {"address", message.in_group() ? std::string{} : person.address},
                          {"days", days_between(*person.visit_due_on, today)}});
        }
    }
    outcome.say(Said{
        "visit.figures",
        {{"mine",
          visits::count_by(tx, message.inbound.platform, message.inbound.sender.id, month, today)},
         {"visits", of_community ? visits::count_in(tx, message.community, month, today) : 0},
         {"households",
          of_community ? visits::households_in(tx, message.community, month, today) : 0},
         {"overdue", overdue},
         {"no_overdue", overdue.empty()}}});
    return outcome;
}

}  // namespace qingdan::conversations
