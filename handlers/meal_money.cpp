#include "domain/audit/audit.hpp"
#include "domain/meals/bill.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_accounts.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_rows.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using meals::Bill;
using meals::Month;
using meals::Order;

/// The month that is meant: the named one (the latest of that name), the last one, or `otherwise`.
Month month_meant(const Message& message, const Talk& talk, Month otherwise) {
    const Month now = meals::month_of(message.today());
    if (talk.has("last_month")) return now - std::chrono::months{1};
    if (!talk.month) return otherwise;
    Month named{now.year(), std::chrono::month{static_cast<unsigned>(*talk.month)}};
    if (named > now + std::chrono::months{1}) named -= std::chrono::years{1};
    return named;
}

std::optional<Bill> bill_of(const EaterFacts& eater,
                            const Message& message,
                            Month month,
                            store::Transaction& tx) {
    const std::string community = eater.person ? eater.person->community : message.community;
    for (Bill& bill : meals::bills(tx, community, month)) {
        const bool same = eater.person ? bill.person_id == eater.person->id
                                       : !bill.person_id && eater.name == bill.person;
        if (same) return std::move(bill);
    }
    return std::nullopt;
}

Outcome tell_own_bill(const Message& message, const Talk& talk, store::Transaction& tx) {
    const Month month = month_meant(message, talk, meals::month_of(message.today()));
    const auto told = told_meal(message);
    EaterFacts eater = find_eater(told.person, std::nullopt, std::nullopt, message, tx);
    Outcome outcome;
    if (eater.not_bound || message.in_group()) {
        outcome.say(Said{"meal.query_private"});
        outcome.private_hint = true;
        return outcome;
    }
    std::vector<EaterFacts> eaters;
    if (eater.which.empty()) {
        eaters.push_back(std::move(eater));
    } else {
        for (const std::string& name : eater.which)
            eaters.push_back(find_eater(name, std::nullopt, std::nullopt, message, tx));
    }
    for (const EaterFacts& one : eaters) {
        const auto bill = bill_of(one, message, month, tx);
        outcome.say(Said{"bill.own", bill_words(bill.value_or(Bill{}), month, message, tx)});
    }
    return outcome;
}

/// A meal that a waiver names: by number, else the person's meals of the named days or today.
std::vector<Order> rows_to_waive(const Message& message, store::Transaction& tx) {
    std::vector<Order> rows;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::meal) continue;
        for (Order& row : meals::find(tx, number->digits)) {
            if (row.day && row.community == message.community) rows.push_back(std::move(row));
        }
    }
    if (rows.empty()) {
        std::vector<Day> days = told_meal(message).dates;
        if (days.empty()) days = {message.today()};
        for (const Day day : days) {
            for (const auto meal : {language::MealTime::breakfast,
                                    language::MealTime::lunch,
                                    language::MealTime::dinner}) {
                for (Order& row :
                     rows_meant(meals::to_cook(tx, message.community, day, meal), message))
                    rows.push_back(std::move(row));
            }
        }
    }
    std::erase_if(rows, [](const Order& row) {
        // What is not cooked yet is called off, not waived.
        return row.status == meals::Status::cancelled || row.status == meals::Status::skipped ||
               row.status == meals::Status::ordered;
    });
    return rows;
}

}  // namespace

std::optional<Outcome> tell_bill(const Message& message, const Talk& talk, store::Transaction& tx) {
    const bool asks = message.meaning.intent == language::Intent::meal_query ||
                      talk.has("bill_sure") || talk.has("this_month") || talk.has("last_month") ||
                      talk.month;
    const bool free = message.meaning.intent == language::Intent::none ||
                      message.meaning.intent == language::Intent::meal_query;
    if (!message.user || !asks || !free) return std::nullopt;
    const bool accounts = leads_rounds(message) || message.has_role(people::Role::official) ||
                          message.has_role(people::Role::cadre);
    const bool names_somebody = told_meal(message).person.has_value();
    if (!accounts || (names_somebody && !message.has_role(people::Role::official)))
        return tell_own_bill(message, talk, tx);
    Outcome outcome;
    if (message.in_group()) {
        outcome.say(Said{"meal.query_private"});
        outcome.private_hint = true;
        return outcome;
    }
    const Month month = month_meant(message, talk, meals::month_of(message.today()));
    if (!message.has_role(people::Role::official)) {
        outcome.say(month_statement(message.community, month, leads_rounds(message), tx));
        return outcome;
    }
    // An official sees figures, no names.
    for (const std::string& community : meals::communities_with_meals(tx, month)) {
        const auto users = people::staff_of_community(tx, community);
        const bool of_town = message.town.empty() ||
                             std::any_of(users.begin(), users.end(), [&](const people::User& user) {
                                 return user.town == message.town;
                             });
        if (of_town) outcome.say(month_statement(community, month, false, tx));
    }
    if (outcome.replies.empty()) outcome.say(Said{"bill.none"});
    return outcome;
}

std::optional<Outcome> close_month(const Message& message,
                                   const Talk& talk,
                                   store::Transaction& tx) {
    const Month now = meals::month_of(message.today());
    const Month month = month_meant(message, talk, now - std::chrono::months{1});
    Outcome outcome;
    if (month >= now) {
        outcome.say(Said{"bill.not_over", {{"month", static_cast<int>(unsigned(month.month()))}}});
        return outcome;
    }
    if (meals::is_closed(tx, message.community, month)) {
        outcome.say(
            Said{"bill.closed_already", {{"month", static_cast<int>(unsigned(month.month()))}}});
        return outcome;
    }
    meals::close(tx, message.community, month, message.now, message.inbound.sender.id);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "close_month",
                   .about = meals::to_text(month)});
    Said closed = month_statement(message.community, month, true, tx);
    closed.key = "bill.closed";
    outcome.say(std::move(closed));
    return outcome;
}

std::optional<Outcome> waive_meal(const Message& message, const Talk&, store::Transaction& tx) {
    const std::vector<Order> rows = rows_to_waive(message, tx);
    if (rows.empty()) return std::nullopt;
    Outcome outcome;
    const auto reason = language::behind(message.meaning.folded, "waive_reason");
    if (!reason) {
        outcome.say(Said{"bill.waive_why", {{"number", to_text(rows.front().number)}}});
        return outcome;
    }
    Fen waived;
    bool corrected = false;
    for (Order row : rows) {
        const Month month = meals::month_of(*row.day);
        if (!meals::is_closed(tx, row.community, month)) {
            waived = waived + (row.own - row.waived);
            row.waived = row.own;
            row.reason = *reason;
            meals::save(tx, row);
        } else {
            // A closed month stays as it is: the money comes back on the next open bill, visibly.
            const Fen left =
                row.own - row.waived + meals::corrected(tx, row.number.digits, *row.day);
            if (left.value <= 0) continue;
            meals::Correction entry;
            entry.community = row.community;
            entry.month = meals::first_open(tx, row.community, month);
            entry.number = row.number;
            entry.day = *row.day;
            entry.person_id = row.person_id;
            entry.person = row.person.value_or("");
            entry.reason = *reason;
            entry.made_by = message.inbound.sender.id;
            entry.amount = Fen{-left.value};
            entry.made_at = message.now;
            meals::add(tx, entry);
            waived = waived + left;
            corrected = true;
        }
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "waive",
                       .about = to_text(row.number)});
        outcome.changed.push_back(to_text(row.number));
    }
    outcome.say(Said{"bill.waived",
                     {{"person", rows.front().person},
                      {"amount", waived},
                      {"reason", *reason},
                      {"corrected", corrected},
                      {"number", to_text(rows.front().number)}}});
    return outcome;
}

std::optional<Outcome> object_to_bill(const Message& message, const Talk&, store::Transaction& tx) {
    Outcome outcome;
    for (const people::User& manager : meal_managers(tx, message.community)) {
        outcome.push({{manager.platform, manager.user_id},
                      Said{"bill.objection",
                           {{"person", message.user->name},
                            {"phone", message.user->phone},
                            {"words", message.meaning.folded}}}});
    }
    outcome.say(Said{"bill.objection_taken", {{"manager", manager_phone(message, tx)}}});
    return outcome;
}

}  // namespace qingdan::conversations
