#include "handlers/meal_accounts.hpp"

#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan {
namespace {

using meals::Bill;
using meals::Month;

int number_of(Month month) { return static_cast<int>(static_cast<unsigned>(month.month())); }

Value or_nothing(Fen amount) { return amount.value == 0 ? Value{false} : Value{amount}; }

/// The workday of the month behind `month`, counted from 1.
Day workday_after(Month month, int workday, const calendar::Calendar& calendar) {
    return calendar.add_workdays(meals::last_day(month), workday);
}

std::optional<Month> month_from(std::string_view text) {
    const auto day = parse_day(std::string{text} + "-01");
    if (!day) return std::nullopt;
    return meals::month_of(*day);
}

Arguments own_words(const Bill& bill, Month month) {
    return {{"month", number_of(month)},
            {"person", bill.person},
            {"none", bill.meals == 0 && bill.meals_ahead == 0 && bill.corrections.value == 0},
            {"portions", bill.portions},
            {"own", bill.own},
            {"waived", or_nothing(bill.waived)},
            {"corrections", or_nothing(bill.corrections)},
            {"to_pay", bill.to_pay()},
            {"differs", bill.to_pay() != bill.own},
            {"ahead", bill.meals_ahead > 0 ? Value{bill.meals_ahead} : Value{false}},
            {"ahead_price", bill.ahead}};
}

/// The accountant's tables: every eater, and every meal they are made of.
void add_sheets(Said& said,
                std::string_view community,
                Month month,
                const std::vector<Bill>& bills,
                store::Transaction& tx) {
    const Arguments heading{{"month", meals::to_text(month)}, {"community", community}};
    Sheet eaters{"bills-" + meals::to_text(month),
                 "sheet.bills",
                 heading,
                 {"column.person",
                  "column.meals",
                  "column.portions",
                  "column.unanswered",
                  "column.full",
                  "column.subsidy",
                  "column.own",
                  "column.waived",
                  "column.corrections",
                  "column.to_pay"},
                 {}};
    for (const Bill& bill : bills) {
        eaters.rows.push_back({bill.person,
                               bill.meals,
                               bill.portions,
                               bill.unanswered,
                               bill.full,
                               bill.subsidy(),
                               bill.own,
                               bill.waived,
                               bill.corrections,
                               bill.to_pay()});
    }
    Sheet each{"meals-" + meals::to_text(month),
               "sheet.meals",
               heading,
               {"column.number",
                "column.day",
                "column.meal",
                "column.person",
                "column.address",
                "column.quantity",
                "column.status",
                "column.full",
                "column.own",
                "column.waived",
                "column.reason"},
               {},
               false};
    for (const meals::Entry& entry : meals::entries(tx, community, month)) {
        each.rows.push_back({to_text(entry.number),
                             to_text(entry.day),
                             meal_word(entry.meal),
                             entry.person,
                             entry.address,
                             entry.quantity,
                             Word{"status." + entry.status},
                             entry.full,
                             entry.own,
                             entry.waived,
                             entry.reason});
    }
    for (const meals::Correction& correction : meals::corrections(tx, community, month)) {
        each.rows.push_back({to_text(correction.number),
                             to_text(correction.day),
                             Word{"status.correction"},
                             correction.person,
                             "",
                             0,
                             Word{"status.correction"},
                             Fen{0},
                             correction.amount,
                             Fen{0},
                             correction.reason});
    }
    said.sheets.push_back(std::move(eaters));
    said.sheets.push_back(std::move(each));
}

}  // namespace

Arguments bill_words(const Bill& bill,
                     Month month,
                     const Message& message,
                     store::Transaction& tx) {
    Arguments words = own_words(bill, month);
    const bool for_other =
        message.user && !bill.person.empty() && bill.person != message.user->name;
    words.push_back({"for_other", for_other});
    words.push_back({"manager", manager_phone(message, tx)});
    return words;
}

Said month_statement(std::string_view community,
                     Month month,
                     bool with_names,
                     store::Transaction& tx) {
    const std::vector<Bill> bills = meals::bills(tx, community, month);
    Fen full, own, waived, corrections, to_pay;
    int portions = 0, count = 0, unanswered = 0;
    for (const Bill& bill : bills) {
        full = full + bill.full;
        own = own + bill.own;
        waived = waived + bill.waived;
        corrections = corrections + bill.corrections;
        to_pay = to_pay + bill.to_pay();
        portions += bill.portions;
        count += bill.meals;
        unanswered += bill.unanswered;
    }
    std::vector<Value> lines;
    for (const meals::Total& total : meals::totals(tx, community, month)) {
        lines.emplace_back(Arguments{{"level", Word{"level." + total.level}},
                                     {"meal", meal_word(total.meal)},
                                     {"portions", total.portions},
                                     {"own", total.own},
                                     {"subsidy", total.full - total.own}});
    }
    Said said{"bill.statement",
              {{"community", community},
               {"month", number_of(month)},
               {"none", bills.empty()},
               {"eaters", static_cast<int>(bills.size())},
               {"meals", count},
               {"portions", portions},
               {"unanswered", unanswered > 0 ? Value{unanswered} : Value{false}},
               {"full", full},
               {"own", own},
               {"subsidy", full - own},
               {"waived", or_nothing(waived)},
               {"corrections", or_nothing(corrections)},
               {"to_pay", to_pay},
               {"lines", lines}}};
    if (with_names && !bills.empty()) add_sheets(said, community, month, bills, tx);
    return said;
}

namespace jobs {

void plan_month(const Rules& rules, Month month, store::Transaction& tx) {
    const MealSettings& settings = rules.settings.meals;
    const auto at = rules.settings.dialogue.digest_at;
    const std::string text = meals::to_text(month);
    const auto plan = [&](const std::string& kind, int workday) {
        const Day day = workday_after(month, workday, rules.calendar);
        store::add_job(tx, kind, kind + " " + text, rules.zone.instant(day, at), text);
    };
    plan("meals.month_draft", settings.draft_workday);
    plan("meals.month_final", settings.final_workday);
}

Outcome tell_drafts(std::string_view payload, const Rules& rules, store::Transaction& tx) {
    Outcome outcome;
    const auto month = month_from(payload);
    if (!month) return outcome;
    plan_month(rules, *month + std::chrono::months{1}, tx);
    const Day objections =
        workday_after(*month, rules.settings.meals.objections_workday, rules.calendar);
    for (const std::string& community : meals::communities_with_meals(tx, *month)) {
        std::string phone;
        for (const people::User& manager : meal_managers(tx, community)) {
            Said draft = month_statement(community, *month, true, tx);
            draft.key = "bill.draft";
            draft.arguments.push_back({"objections", objections});
            outcome.push({{manager.platform, manager.user_id}, std::move(draft)});
            if (phone.empty()) phone = manager.phone.value_or("");
        }
        const auto users = people::users_of_community(tx, community);
        for (const Bill& bill : meals::bills(tx, community, *month)) {
            if (bill.meals == 0) continue;
            for (const people::User& user : users) {
                const bool is_eater =
                    user.has(people::Role::resident) &&
                    (bill.person_id ? user.person_id == bill.person_id ||
                                          (user.imported && user.name == bill.person)
                                    : user.name == bill.person);
                const bool is_family =
                    user.has(people::Role::family) &&
                    std::find(user.persons.begin(), user.persons.end(), bill.person) !=
                        user.persons.end();
                if (!is_eater && !is_family) continue;
                Arguments words = own_words(bill, *month);
                words.push_back({"for_other", is_family});
                words.push_back({"objections", objections});
                words.push_back({"manager", phone});
                outcome.push({{user.platform, user.user_id}, Said{"bill.month", std::move(words)}});
            }
        }
    }
    return outcome;
}

Outcome ask_to_close(std::string_view payload, store::Transaction& tx) {
    Outcome outcome;
    const auto month = month_from(payload);
    if (!month) return outcome;
    for (const std::string& community : meals::communities_with_meals(tx, *month)) {
        if (meals::is_closed(tx, community, *month)) continue;
        for (const people::User& manager : meal_managers(tx, community)) {
            outcome.push({{manager.platform, manager.user_id},
                          Said{"bill.close_please", {{"month", number_of(*month)}}}});
        }
    }
    return outcome;
}

}  // namespace jobs
}  // namespace qingdan
