#include "domain/audit/audit.hpp"
#include "domain/language/questions/visit_question.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/figures.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversations.hpp"

#include <algorithm>
#include <map>

namespace qingdan::conversations {
namespace {

using language::Asked;
using people::Duty;
using people::Role;

/// What somebody may see of the register and its visits.
enum class Sight {
    nothing,     ///< residents, family, group leaders, carriers, meal managers
    figures,     ///< officials: numbers of communities, no household
    households,  ///< cadres: who, where, when; how somebody is only of their own households
};

/// Source: work-methods facts, sections 4 and 7; issue "Visits that lead to something".
Sight sight_of(const std::optional<people::User>& user) {
    if (!user) return Sight::nothing;
    if (user->has(Role::cadre) || (user->has(Role::admin) && !user->community.empty()))
        return Sight::households;
    if (user->has(Role::official) || user->has(Role::admin)) return Sight::figures;
    return Sight::nothing;
}

/// How somebody is, and of which category, is for whoever is responsible and the secretary.
bool may_see_all(const people::Person& person, const Message& message) {
    if (message.in_group() || !message.user) return false;
    return person.responsible == message.user->user_id || message.user->has(Duty::secretary);
}

void note_read(std::string_view about, const Message& message, store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "read",
                   .about = std::string{about}});
}

/// The last visits to one household and the next.
Said history(const people::Person& person, const Message& message, store::Transaction& tx) {
    const bool all = may_see_all(person, message);
    note_read("person:" + std::to_string(person.id), message, tx);
    constexpr int shown = 3;
    std::vector<Value> visits;
    for (const visits::Visit& visit : visits::of_person(tx, person.id, shown)) {
        const bool own = !message.in_group() && visit.reporter == message.inbound.sender.id;
        visits.emplace_back(Arguments{
            {"number", to_text(visit.number)},
            {"day", visit.told.date},
            {"method",
             Word{"method." + std::string{language::to_text(
                                  visit.told.method.value_or(language::Method::home))}}},
            {"condition", all || own ? visit.told.condition : std::optional<std::string>{}}});
    }
    return Said{"visit.history",
                {{"person", person.name},
                 {"address", message.in_group() ? std::string{} : person.address},
                 {"visits", visits},
                 {"none", visits.empty()},
                 {"again", person.attempt_on},
                 {"due", person.visit_due_on}}};
}

std::vector<Option> offered(const std::vector<people::Person>& alike, const Message& message) {
    std::vector<Option> options;
    constexpr std::size_t most_options = 8;
    for (const people::Person& person : alike) {
        if (options.size() == most_options) break;
        const std::string address = message.in_group() ? std::string{} : person.address;
        // The choice is a question of its own, so that nothing has to be kept for it.
        options.push_back({"visit.candidate",
                           {{"name", person.name}, {"address", address}},
                           (person.address.empty() ? "" : person.address + " ") + person.name +
                               " " + message.meaning.folded});
    }
    return options;
}

Said tell_history(const language::Visit& who, const Message& message, store::Transaction& tx) {
    const auto alike = people::matches(tx, message.community, {who.person, who.address, who.phone});
    if (alike.empty()) return Said{"visit.nobody", {{"person", who.person}}};
    if (alike.size() == 1) return history(alike.front(), message, tx);
    if (message.in_group())
        return Said{"visit.several",
                    {{"count", static_cast<int>(alike.size())}, {"person", who.person}}};
    return Said{"visit.which",
                {{"count", static_cast<int>(alike.size())}, {"person", who.person}},
                offered(alike, message)};
}

/// The households of a building: in a group their number alone, or it would say who lives there.
Said tell_building(const std::string& address, const Message& message, store::Transaction& tx) {
    const Day today = message.today();
    const auto here = people::households_at(tx, message.community, address);
    const Day month{today.year(), today.month(), std::chrono::day{1}};
    int overdue = 0, seen = 0;
    std::vector<Value> lines;
    for (const people::Person& person : here) {
        const bool is_overdue = person.visit_due_on && *person.visit_due_on < today;
        overdue += is_overdue ? 1 : 0;
        seen += person.last_contact_on && *person.last_contact_on >= month ? 1 : 0;
        if (message.in_group()) continue;
        std::vector<Value> categories;
        if (may_see_all(person, message)) {
            for (const std::string& code : person.categories)
                categories.emplace_back(Word{"category." + code});
        }
        lines.emplace_back(
            Arguments{{"name", person.name},
                      {"address", person.address},
                      {"categories", categories},
                      {"seen_on", person.last_contact_on},
                      {"overdue", is_overdue},
                      {"days", is_overdue ? days_between(*person.visit_due_on, today) : 0},
                      {"due", is_overdue ? std::optional<Day>{} : person.visit_due_on}});
    }
    if (!message.in_group() && !here.empty()) note_read("address", message, tx);
    return Said{"visit.building",
                {{"address", address},
                 {"count", static_cast<int>(here.size())},
                 {"none", here.empty()},
                 {"seen", seen},
                 {"overdue", overdue},
                 {"lines", std::move(lines)}}};
}

Said tell_overdue(const Message& message, store::Transaction& tx) {
    const Day today = message.today();
    const int shown = message.rules.settings.visits.list_shown;
    const auto late = people::due_visits_in(tx, message.community, add_days(today, -1), shown + 1);
    std::vector<Value> lines;
    for (const people::Person& person : late) {
        if (static_cast<int>(lines.size()) == shown) break;
        const auto responsible = people::find_user_by_id(tx, person.responsible);
        lines.emplace_back(
            Arguments{{"name", person.name},
                      {"address", message.in_group() ? std::string{} : person.address},
                      {"days", days_between(*person.visit_due_on, today)},
                      {"who", responsible ? responsible->name : std::string{}}});
    }
    return Said{"visit.overdue",
                {{"none", late.empty()},
                 {"overdue", std::move(lines)},
                 {"more", static_cast<int>(late.size()) > shown}}};
}

visits::Figures count(std::string_view community,
                      const language::VisitQuestion& question,
                      const Message& message,
                      store::Transaction& tx) {
    const auto& zone = message.rules.zone;
    return visits::figures(tx,
                           community,
                           question.from,
                           question.until,
                           message.today(),
                           zone.instant(question.from, std::chrono::minutes{0}),
                           zone.instant(add_days(question.until, 1), std::chrono::minutes{0}));
}

Arguments words_of(const std::string& name, const visits::Figures& count) {
    return {{"name", name},
            {"visits", count.visits},
            {"households", count.households},
            {"at_home", count.at_home},
            {"door_target", visits::door_target(count)},
            {"listed", count.listed},
            {"overdue", count.overdue},
            {"elders", count.elders},
            {"elders_reached", count.elders_reached},
            {"children", count.children},
            {"children_reached", count.children_reached},
            {"tasks_due", count.tasks_due},
            {"tasks_done", count.tasks_done},
            {"warm", count.warm},
            {"warm_target", visits::warm_target(count)}};
}

/// The same as a table to open elsewhere: the columns' names are those of the figures. No cell is
/// taken for a formula.
File table_of(const std::vector<std::pair<std::string, visits::Figures>>& rows) {
    File file{"visits.csv",
              "text/csv",
              "\xEF\xBB\xBFplace,visits,households,at_home,listed,overdue,elders,elders_reached,"
              "children,children_reached,tasks_due,tasks_done\r\n"};
    for (const auto& [name, count] : rows) {
        std::string quoted;
        for (const char c : name) quoted += c == '"' ? std::string{"\"\""} : std::string(1, c);
        const bool is_formula =
            std::string_view{"=+-@"}.find(name.front()) != std::string_view::npos;
        file.bytes += "\"" + std::string{is_formula ? "'" : ""} + quoted + "\"";
        for (const int number : {count.visits,
                                 count.households,
                                 count.at_home,
                                 count.listed,
                                 count.overdue,
                                 count.elders,
                                 count.elders_reached,
                                 count.children,
                                 count.children_reached,
                                 count.tasks_due,
                                 count.tasks_done})
            file.bytes += "," + std::to_string(number);
        file.bytes += "\r\n";
    }
    return file;
}

/// An official sees their communities, one of the district their towns; a cadre the own community.
Said tell_progress(const language::VisitQuestion& question,
                   const Message& message,
                   store::Transaction& tx) {
    std::vector<std::pair<std::string, visits::Figures>> rows;
    visits::Figures total;
    if (sight_of(message.user) == Sight::households) {
        total = count(message.community, question, message, tx);
        rows.emplace_back(message.community, total);
    } else {
        const std::string& town = message.user->town;
        for (const visits::Place& place : visits::places(tx, town)) {
            const visits::Figures here = count(place.community, question, message, tx);
            const std::string& name = town.empty() ? place.town : place.community;
            if (rows.empty() || rows.back().first != name)
                rows.emplace_back(name, visits::Figures{});
            rows.back().second += here;
            total += here;
        }
    }
    std::vector<Value> lines;
    if (rows.size() > 1) {
        for (const auto& [name, figures] : rows) lines.emplace_back(words_of(name, figures));
    }
    Arguments said = words_of(rows.size() == 1 ? rows.front().first : message.user->town, total);
    said.push_back({"from", question.from});
    said.push_back({"until", question.until});
    said.push_back({"lines", std::move(lines)});
    said.push_back({"several", rows.size() > 1});
    Said answer{"visit.progress", std::move(said)};
    if (!rows.empty()) answer.files.push_back(table_of(rows));
    return answer;
}

Said tell_figures(const language::VisitQuestion& question,
                  const Message& message,
                  store::Transaction& tx) {
    const visits::Figures here = count(message.community, question, message, tx);
    const int mine = visits::count_by(
        tx, message.inbound.platform, message.inbound.sender.id, question.from, question.until);
    return Said{"visit.figures",
                {{"from", question.from},
                 {"until", question.until},
                 {"one_day", question.from == question.until},
                 {"visits", here.visits},
                 {"households", here.households},
                 {"mine", mine},
                 {"overdue", here.overdue}}};
}

}  // namespace

Outcome query_visits(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const Sight sight = sight_of(message.user);
    if (sight == Sight::nothing) {
        outcome.say(Said{"visit.query_who"});
        return outcome;
    }
    const language::Visit who = told_person(message);
    const auto question = language::visit_question(
        message.meaning.folded, message.today(), who.person.has_value(), who.address.has_value());
    if (sight == Sight::figures) {
        const bool asks_of_household =
            question.asked == Asked::history || question.asked == Asked::building;
        outcome.say(asks_of_household ? Said{"visit.figures_only"}
                                      : tell_progress(question, message, tx));
        return outcome;
    }
    switch (question.asked) {
        case Asked::history:
            outcome.say(tell_history(who, message, tx));
            break;
        case Asked::building:
            outcome.say(tell_building(*who.address, message, tx));
            break;
        case Asked::overdue:
            outcome.say(tell_overdue(message, tx));
            break;
        case Asked::progress:
            outcome.say(tell_progress(question, message, tx));
            break;
        case Asked::figures:
            outcome.say(tell_figures(question, message, tx));
            break;
    }
    return outcome;
}

}  // namespace qingdan::conversations
