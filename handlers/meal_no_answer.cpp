#include "domain/audit/audit.hpp"
#include "domain/meals/round.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_rows.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using meals::Order;
using meals::Status;

constexpr int very_old = 80;
constexpr std::size_t most_choices = 9;
constexpr const char* check_kind = "welfare_check";
constexpr const char* sign = "no_answer";

/// Whether nobody can wait: lives alone, very old, or known to be ill.
/// Source: meals facts, section 6, "no answer".
bool is_urgent(const people::Person& person, Day today) {
    return person.lives_alone() || person.age_on(today).value_or(0) >= very_old ||
           person.has_category("elder_80plus") || person.has_category("serious_illness") ||
           person.has_category("dementia");
}

/// The accounts of the eater and of their family.
std::vector<people::User> household_of(const people::Person& person,
                                       bool family,
                                       store::Transaction& tx) {
    std::vector<people::User> users;
    for (people::User& user : people::users_of_community(tx, person.community)) {
        const bool is_family =
            user.has(people::Role::family) &&
            std::find(user.persons.begin(), user.persons.end(), person.name) != user.persons.end();
        const bool is_eater =
            user.person_id == person.id ||
            (user.has(people::Role::resident) && user.imported && user.name == person.name);
        if (family ? is_family : is_eater) users.push_back(std::move(user));
    }
    return users;
}

/// Open checks that were made because a door stayed shut.
std::vector<tasks::Task> open_checks(store::Transaction& tx,
                                     std::string_view community,
                                     std::optional<std::int64_t> person_id) {
    auto rows = tx.prepare(
        "SELECT number FROM tasks WHERE community = $1 AND status <> 'closed' AND kind = $2 AND "
        "danger = $3 AND about LIKE 'M-%' AND ($4 IS NULL OR person_id = $4) ORDER BY number");
    rows.with(community, check_kind, sign, person_id);
    std::vector<std::int64_t> numbers;
    while (rows.step()) numbers.push_back(rows.integer(0));
    std::vector<tasks::Task> found;
    for (const std::int64_t number : numbers) {
        if (auto task = tasks::find(tx, number)) found.push_back(std::move(*task));
    }
    return found;
}

/// The check itself, with its ladder. `told`: whether somebody was reached.
Outcome look_in(const Order& row, char level, const Message& message, store::Transaction& tx) {
    language::Danger danger;
    danger.code = sign;
    danger.task = check_kind;
    danger.level = danger.level_alone = level;
    danger.words = message.meaning.folded;
    Outcome raised =
        raise_danger(message, tx, {danger}, to_text(row.number), row.person_id, row.person);
    raised.replies.clear();  // what the carrier reads is said below, in one sentence
    return raised;
}

}  // namespace

Outcome leave_unanswered(Order row, const Message& message, store::Transaction& tx) {
    const bool carried = meals::is_carried(row);
    row.status = Status::unanswered;
    row.confirmed_by = message.inbound.sender.id;
    row.confirmed_at = message.inbound.sent_at;
    meals::save(tx, row);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "unanswered",
                   .about = to_text(row.number)});
    std::optional<people::Person> person;
    if (row.person_id) person = people::person_of_id(tx, *row.person_id);
    const Day today = message.today();
    const bool urgent = person && is_urgent(*person, today);
    const Day week_ago = add_days(*row.day, 1 - message.rules.settings.meals.unanswered_days);
    const bool again = person && meals::unanswered_in(tx, person->id, week_ago, *row.day) > 1;
    Outcome outcome;
    outcome.changed.push_back(to_text(row.number));
    // Who does not fetch a meal is looked for only where they are alone or old.
    const bool checks = carried || urgent || again;
    std::string task;
    if (checks) {
        Outcome raised = look_in(row, urgent ? 'A' : 'B', message, tx);
        for (const std::string& number : raised.changed) task = number;
        outcome.add(std::move(raised));
    }
    std::vector<std::string> told;
    if (person) {
        const Arguments about{{"person", person->name},
                              {"day", row.day},
                              {"meal", meal_word(row.meal)},
                              {"manager", manager_phone(message, tx)}};
        for (const people::User& user : household_of(*person, true, tx)) {
            outcome.push(
                {{user.platform, user.user_id}, Said{"round.no_answer_family", about}, true});
            told.push_back(user.name);
        }
        for (const people::User& user : household_of(*person, false, tx))
            outcome.push(
                {{user.platform, user.user_id}, Said{"round.no_answer_eater", about}, true});
    }
    outcome.say(Said{"round.no_answer",
                     {{"person", row.person},
                      {"address", row.address},
                      {"urgent", urgent},
                      {"checks", checks},
                      {"told", std::vector<Value>(told.begin(), told.end())},
                      {"contact", person ? person->emergency_contact : std::string{}},
                      {"contact_phone", person ? person->emergency_phone : std::string{}},
                      {"task", task}}});
    return outcome;
}

std::optional<Outcome> report_no_answer(const Message& message,
                                        const Talk&,
                                        store::Transaction& tx) {
    const auto round = current_round(message, tx);
    if (!round) return std::nullopt;
    std::vector<Order> open = round->rows;
    std::erase_if(open, [](const Order& row) { return !row.is_on_its_way(); });
    std::vector<Order> meant = rows_meant(round->rows, message);
    if (meant.empty() && named_in(message).empty()) meant = open;
    if (meant.empty()) return std::nullopt;
    if (doors_of(meant) == 1) {
        Outcome outcome;
        for (Order& row : meant) outcome.add(leave_unanswered(std::move(row), message, tx));
        return outcome;
    }
    nlohmann::json ids = nlohmann::json::array();
    Said which{"round.which_shut", {{"count", doors_of(meant)}}};
    for (const Order& row : meant) {
        ids.push_back(row.id);
        if (which.options.size() < most_choices) {
            which.options.push_back({"round.door",
                                     {{"person", row.person}, {"address", row.address}},
                                     std::to_string(which.options.size() + 1)});
        }
    }
    conversation::ask(message, tx, "round.which_shut", nlohmann::json{{"rows", ids}});
    Outcome outcome;
    outcome.say(std::move(which));
    return outcome;
}

Outcome close_checks(std::int64_t person_id, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const people::Person person = people::person_of_id(tx, person_id);
    const std::string by = message.user ? message.user->name : std::string{};
    for (tasks::Task& task : open_checks(tx, person.community, person_id)) {
        task.status = tasks::Status::closed;
        task.closing = message.meaning.folded;
        if (!task.taken_by) task.taken_by = message.inbound.sender.id;
        tasks::save(tx, task);
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "close",
                       .about = to_text(task.number)});
        outcome.changed.push_back(to_text(task.number));
        std::vector<Recipient> told;
        const auto tell = [&](const std::string& platform, const std::string& id) {
            const Recipient to{platform, id};
            if (id == message.inbound.sender.id) return;
            if (std::find(told.begin(), told.end(), to) != told.end()) return;
            told.push_back(to);
            outcome.push({to,
                          Said{"round.seen_push",
                               {{"person", person.name},
                                {"by", by},
                                {"words", message.meaning.folded},
                                {"task", to_text(task.number)}}},
                          true});
        };
        if (task.reporter) tell(task.reporter_platform.value_or(""), *task.reporter);
        for (const std::string& id : task.told) {
            if (const auto user = people::find_user_by_id(tx, id)) tell(user->platform, id);
        }
        for (const people::User& user : household_of(person, true, tx))
            tell(user.platform, user.user_id);
    }
    return outcome;
}

std::optional<Outcome> report_seen(const Message& message, const Talk&, store::Transaction& tx) {
    if (!message.user) return std::nullopt;
    auto checks = open_checks(tx, message.community, std::nullopt);
    if (checks.empty()) return std::nullopt;
    const auto named = named_in(message);
    std::optional<std::int64_t> whom;
    if (message.user->is_staff() || message.has_role(people::Role::carrier) ||
        message.has_role(people::Role::group_leader)) {
        std::vector<std::int64_t> fitting;
        for (const tasks::Task& task : checks) {
            if (!task.person_id) continue;
            Order as_row;
            as_row.person = task.person;
            as_row.address = people::person_of_id(tx, *task.person_id).address;
            if (named.empty() || !rows_named({as_row}, named).empty())
                fitting.push_back(*task.person_id);
        }
        if (fitting.size() == 1) whom = fitting.front();
    } else {
        const EaterFacts eater = find_eater(std::nullopt, std::nullopt, std::nullopt, message, tx);
        if (eater.person) whom = eater.person->id;
    }
    if (!whom) return std::nullopt;
    Outcome closed = close_checks(*whom, message, tx);
    if (closed.changed.empty()) return std::nullopt;
    // The reason stays with the meal: it is charged all the same, unless the manager waives it.
    for (Order& row :
         meals::ordered(tx, {whom, "", "", std::nullopt}, message.today(), message.today())) {
        if (row.status != Status::unanswered) continue;
        row.reason = message.meaning.folded;
        meals::save(tx, row);
    }
    const std::string name = people::person_of_id(tx, *whom).name;
    closed.replies.insert(closed.replies.begin(), Said{"round.seen", {{"person", name}}});
    if (message.meaning.intent != language::Intent::visit_report ||
        !message.user->may_report_visits())
        return closed;
    // A cadre who went there has made a visit as well.
    Outcome both = report_visit(message, tx);
    both.add(std::move(closed));
    return both;
}

}  // namespace qingdan::conversations
