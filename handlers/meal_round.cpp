#include "domain/audit/audit.hpp"
#include "domain/meals/round.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
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
using nlohmann::json;

constexpr std::size_t most_choices = 9;

/// What is known when somebody says that meals were delivered.
struct DeliveryFacts {
    std::vector<Order> open;      ///< on the round and not confirmed yet
    std::vector<Order> named;     ///< of all rows of the round, those that the message names
    bool names_somebody = false;  ///< a person or an address was understood
    bool names_place = false;     ///< an address alone: `3号楼`
};

struct Confirm {
    std::vector<Order> rows;
};
struct AskWhichNot {  ///< fewer doors were told than stand on the list: which was left out?
    std::vector<Order> rows;
};
struct AskAll {};  ///< `送好了`: all of them?
struct Which {
    std::vector<Order> rows;
};
using Decision = std::variant<Confirm, AskWhichNot, AskAll, Which, Refusal>;

bool is_open(const Order& row) { return row.status == Status::dispatched; }

std::vector<Order> without(std::vector<Order> rows, const std::vector<Order>& left_out) {
    std::erase_if(rows, [&](const Order& row) {
        return std::any_of(left_out.begin(), left_out.end(), [&](const Order& other) {
            return other.id == row.id;
        });
    });
    return rows;
}

/// Pure: what was said and what stands on the list decide.
Decision decide(const Talk& talk, const DeliveryFacts& facts) {
    if (talk.has("except") && facts.names_somebody) {
        return Confirm{without(facts.open, facts.named)};
    }
    if (facts.names_somebody) {
        if (facts.named.empty()) return Refusal{"round.not_on_list", {}};
        if (!facts.names_place) {
            if (doors_of(facts.named) > 1) return Which{facts.named};
            return Confirm{facts.named};  // also where the door was shut before
        }
        std::vector<Order> here = facts.named;
        std::erase_if(here, [](const Order& row) { return !is_open(row); });
        if (here.empty()) return Confirm{facts.named};
        if (talk.doors && *talk.doors < doors_of(here)) return AskWhichNot{here};
        return Confirm{here};
    }
    if (facts.open.empty()) return Refusal{"round.nothing_open", {}};
    if (talk.has("all") || facts.open.size() == 1) return Confirm{facts.open};
    return AskAll{};
}

json ids_of(const std::vector<Order>& rows) {
    json ids = json::array();
    for (const Order& row : rows) ids.push_back(row.id);
    return ids;
}

std::vector<Order> rows_of_ids(const json& ids, store::Transaction& tx) {
    std::vector<Order> rows;
    for (const json& id : ids) {
        if (auto row = meals::find_row(tx, id.get<std::int64_t>())) rows.push_back(std::move(*row));
    }
    return rows;
}

std::vector<Option> doors_as_options(const std::vector<Order>& rows) {
    std::vector<Option> options;
    for (const Order& row : rows) {
        if (options.size() == most_choices) break;
        options.push_back({"round.door",
                           {{"person", row.person}, {"address", row.address}},
                           std::to_string(options.size() + 1)});
    }
    return options;
}

/// Writes what became of the rows; says how many are still to be brought.
Outcome keep(std::vector<Order> rows,
             Status status,
             const Message& message,
             store::Transaction& tx) {
    Outcome outcome;
    std::vector<Value> names;
    const int doors = doors_of(rows);
    for (Order& row : rows) {
        const bool was_shut = row.status == Status::unanswered;
        if (row.status == status) continue;
        row.status = status;
        row.confirmed_by = message.inbound.sender.id;
        row.confirmed_at = message.inbound.sent_at;
        meals::save(tx, row);
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = std::string{meals::to_text(status)},
                       .about = to_text(row.number)});
        outcome.changed.push_back(to_text(row.number));
        if (row.person) names.emplace_back(*row.person);
        // Whoever took the meal in was seen.
        if (was_shut && row.person_id) outcome.add(close_checks(*row.person_id, message, tx));
    }
    int left = 0, shut = 0;
    if (const auto round = current_round(message, tx)) {
        std::vector<Order> open = round->rows, closed = round->rows;
        std::erase_if(open, [](const Order& row) { return !is_open(row); });
        std::erase_if(closed, [](const Order& row) { return row.status != Status::unanswered; });
        left = doors_of(open);
        shut = doors_of(closed);
    }
    if (names.size() > 3) names.clear();
    outcome.replies.insert(outcome.replies.begin(),
                           Said{status == Status::picked_up ? "round.picked_up" : "round.delivered",
                                {{"doors", doors},
                                 {"names", names},
                                 {"left", left > 0 ? Value{left} : Value{false}},
                                 {"shut", shut > 0 ? Value{shut} : Value{false}}}});
    return outcome;
}

Outcome ask_which(const std::string& topic,
                  const std::vector<Order>& rows,
                  const Message& message,
                  store::Transaction& tx) {
    conversation::ask(message, tx, topic, json{{"rows", ids_of(rows)}});
    Said question{topic, {{"count", doors_of(rows)}}, doors_as_options(rows)};
    if (topic == "round.which_not") {
        question.options.push_back(
            {"round.none_left_out", {}, std::to_string(question.options.size() + 1)});
    }
    Outcome outcome;
    outcome.say(std::move(question));
    return outcome;
}

/// Users of the community whose names stand in the text, in the order in which they stand there.
std::vector<people::User> users_named(const Message& message, store::Transaction& tx) {
    std::vector<std::pair<std::size_t, people::User>> found;
    for (people::User& user : people::staff_of_community(tx, message.community)) {
        const auto at =
            user.name.empty() ? std::string::npos : message.meaning.folded.find(user.name);
        if (at != std::string::npos && !user.has(people::Role::resident))
            found.emplace_back(at, std::move(user));
    }
    std::sort(
        found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<people::User> users;
    for (auto& [at, user] : found) users.push_back(std::move(user));
    return users;
}

}  // namespace

std::optional<Outcome> confirm_delivery(const Message& message,
                                        const Talk& talk,
                                        store::Transaction& tx) {
    if (talk.has("late_food")) return std::nullopt;
    const auto round = current_round(message, tx);
    if (!round) return std::nullopt;
    DeliveryFacts facts;
    for (const Order& row : round->rows) {
        if (is_open(row) && meals::is_carried(row)) facts.open.push_back(row);
    }
    const auto named = named_in(message);
    facts.named = rows_meant(round->rows, message);
    facts.names_somebody = !named.empty() || !facts.named.empty();
    facts.names_place = !named.empty() && !named.front().person;
    Decision decision = decide(talk, facts);
    return std::visit(
        overloaded{
            [&](Confirm& confirm) {
                return keep(std::move(confirm.rows), Status::delivered, message, tx);
            },
            [&](AskWhichNot& ask) { return ask_which("round.which_not", ask.rows, message, tx); },
            [&](Which& ask) { return ask_which("round.which_delivered", ask.rows, message, tx); },
            [&](AskAll&) {
                conversation::ask(message, tx, "round.all", json{{"rows", ids_of(facts.open)}});
                Outcome outcome;
                outcome.say(Said{"round.all", {{"count", doors_of(facts.open)}}, yes_or_no()});
                return outcome;
            },
            [&](Refusal& no) {
                Outcome outcome;
                outcome.say(Said{no});
                return outcome;
            }},
        decision);
}

std::optional<Outcome> confirm_pickup(const Message& message,
                                      const Talk& talk,
                                      store::Transaction& tx) {
    const Day today = message.today();
    std::vector<Order> rows;
    for (const auto meal :
         {language::MealTime::breakfast, language::MealTime::lunch, language::MealTime::dinner}) {
        for (Order& row : meals::to_cook(tx, message.community, today, meal)) {
            if (is_open(row) && !meals::is_carried(row)) rows.push_back(std::move(row));
        }
    }
    const auto named = named_in(message);
    if (named.empty() && !talk.has("all")) return std::nullopt;
    std::vector<Order> meant = named.empty() ? rows : rows_named(rows, named);
    if (meant.empty()) return std::nullopt;
    if (!talk.has("not_picked_up")) return keep(std::move(meant), Status::picked_up, message, tx);
    Outcome outcome;
    for (Order& row : meant) outcome.add(leave_unanswered(std::move(row), message, tx));
    return outcome;
}

std::optional<Outcome> tell_route(const Message& message, const Talk&, store::Transaction& tx) {
    const auto round = current_round(message, tx);
    Outcome outcome;
    if (!round && !message.has_role(people::Role::carrier) && !leads_rounds(message))
        return std::nullopt;
    if (!round) {
        outcome.say(Said{"round.none"});
        return outcome;
    }
    outcome.say(route_list(round->rows, false, message.rules, tx));
    return outcome;
}

std::optional<Outcome> hand_over_round(const Message& message,
                                       const Talk&,
                                       store::Transaction& tx) {
    auto round = current_round(message, tx);
    const auto users = users_named(message, tx);
    if (!round || users.empty()) return std::nullopt;
    const people::User& to = users.back();
    if (users.size() > 1) {
        // `小徐的路线转给小李`: said by whoever leads.
        const people::User& from = users.front();
        round->rows = meals::carried_by(tx, from.platform, from.user_id, round->day, round->meal);
    }
    std::erase_if(round->rows,
                  [](const Order& row) { return !is_open(row) || !meals::is_carried(row); });
    Outcome outcome;
    if (round->rows.empty()) {
        outcome.say(Said{"round.nothing_open"});
        return outcome;
    }
    // What the other carries already comes first on their route.
    const auto before = meals::carried_by(tx, to.platform, to.user_id, round->day, round->meal);
    const int last = before.empty() ? 0 : before.back().stop.value_or(0);
    std::optional<meals::WalkingKey> door;
    int stop = last;
    for (Order& row : round->rows) {
        const auto here = meals::walking_key(row.address.value_or(""));
        if (door != here) ++stop;
        door = here;
        row.carrier = to.user_id;
        row.carrier_platform = to.platform;
        row.stop = stop;
        meals::save(tx, row);
        outcome.changed.push_back(to_text(row.number));
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "hand_over_round",
                   .about = to_text(round->day)});
    const int doors = doors_of(round->rows);
    outcome.say(Said{"round.handed_over",
                     {{"to", to.name},
                      {"phone", to.phone},
                      {"day", round->day},
                      {"meal", meal_word(round->meal)},
                      {"doors", doors}}});
    const auto now = meals::carried_by(tx, to.platform, to.user_id, round->day, round->meal);
    outcome.push({{to.platform, to.user_id}, route_list(now, false, message.rules, tx), true});
    for (const people::User& manager : meal_managers(tx, message.community)) {
        if (manager.user_id == message.inbound.sender.id || manager.user_id == to.user_id) continue;
        outcome.push({{manager.platform, manager.user_id},
                      Said{"round.handed_over_push",
                           {{"by", message.user ? message.user->name : std::string{}},
                            {"to", to.name},
                            {"day", round->day},
                            {"meal", meal_word(round->meal)},
                            {"doors", doors}}}});
    }
    return outcome;
}

namespace {

/// Meals or messages: `1` pauses the meals, `2` ends the pushes.
std::optional<Outcome> answer_stop(const Message& message, store::Transaction& tx) {
    const auto chosen = chosen_number(message, 2);
    if (!chosen) return std::nullopt;
    conversation::close(message, tx);
    return *chosen == 0 ? pause_meal(message, tx) : end_pushes(message, tx);
}

}  // namespace

std::optional<Outcome> answer_round(std::string_view topic,
                                    const json& state,
                                    const Message& message,
                                    store::Transaction& tx) {
    if (topic == "round.sold_out") return answer_sold_out(state, message, tx);
    if (topic == "round.rate") return answer_rating(state, message, tx);
    if (topic == "round.death") return answer_death(state, message, tx);
    if (topic == "round.stop") return answer_stop(message, tx);
    std::vector<Order> rows = rows_of_ids(state.at("rows"), tx);
    if (topic == "round.all") {
        const auto yes = yes_or_no_of(message);
        if (!yes) return std::nullopt;
        conversation::close(message, tx);
        if (*yes) return keep(std::move(rows), Status::delivered, message, tx);
        Outcome outcome;
        outcome.say(Said{"round.name_them"});
        return outcome;
    }
    const std::size_t shown = std::min(rows.size(), most_choices);
    const bool may_be_none = topic == "round.which_not";
    const auto chosen = chosen_number(message, shown + (may_be_none ? 1 : 0));
    std::vector<Order> meant;
    if (chosen && *chosen < shown) meant = {rows[*chosen]};
    if (!chosen) meant = rows_named(rows, named_in(message));
    if (!chosen && meant.empty()) return std::nullopt;
    conversation::close(message, tx);
    if (may_be_none) return keep(without(std::move(rows), meant), Status::delivered, message, tx);
    if (topic == "round.which_delivered")
        return keep(std::move(meant), Status::delivered, message, tx);
    Outcome outcome;
    for (Order& row : meant) outcome.add(leave_unanswered(std::move(row), message, tx));
    return outcome;
}

}  // namespace qingdan::conversations
