#include "handlers/meal_rows.hpp"

#include "domain/meals/round.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"

#include <algorithm>
#include <set>

namespace qingdan {
namespace {

using language::MealTime;
using meals::Order;

constexpr MealTime all_meals[] = {MealTime::breakfast, MealTime::lunch, MealTime::dinner};
/// So long before the first door the box is loaded and what is said is about this meal.
constexpr std::chrono::minutes before_delivery{90};

std::vector<Order> rows_of_round(const Message& message,
                                 Day day,
                                 MealTime meal,
                                 store::Transaction& tx) {
    auto rows =
        meals::carried_by(tx, message.inbound.platform, message.inbound.sender.id, day, meal);
    if (!rows.empty() || !leads_rounds(message)) return rows;
    if (!meals::list_sent(tx, message.community, day, meal)) return {};
    rows = meals::to_cook(tx, message.community, day, meal);
    meals::sort_by_walk(rows);
    return rows;
}

enum class Fit { whole, surname, none };

Fit fits(const Order& row, const Named& named) {
    if (named.address) {
        const std::string told = people::address_key(*named.address);
        if (told.empty() || !row.address) return Fit::none;
        if (!people::address_key(*row.address).starts_with(told) &&
            !people::same_address(told, people::address_key(*row.address)))
            return Fit::none;
    }
    if (!named.person) return named.address ? Fit::whole : Fit::none;
    if (!row.person) return Fit::none;
    if (*row.person == *named.person) return Fit::whole;
    const std::string told = people::name_key(*named.person);
    const std::string kept = people::name_key(*row.person);
    if (told.empty()) return Fit::none;
    if (told == kept) return told == people::surname(told) ? Fit::surname : Fit::whole;
    const bool surnames = told == people::surname(told) && people::surname(kept) == told;
    return surnames ? Fit::surname : Fit::none;
}

}  // namespace

bool leads_rounds(const Message& message) {
    return message.has_role(people::Role::meal_manager) || message.has_role(people::Role::admin);
}

std::optional<Round> current_round(const Message& message, store::Transaction& tx) {
    const language::Meal told = told_meal(message);
    const OffsetTime local = message.rules.zone.at(message.inbound.sent_at);
    const std::vector<Day> days =
        told.dates.empty() ? std::vector<Day>{local.day(), add_days(local.day(), 1)} : told.dates;
    std::optional<Round> first;
    for (const Day day : days) {
        std::optional<Round> begun;
        for (const MealTime meal : all_meals) {
            if (told.meal && meal != *told.meal) continue;
            Round round{day, meal, rows_of_round(message, day, meal, tx)};
            if (round.rows.empty()) continue;
            const auto from = message.rules.settings.meals.delivered.of(meal).from;
            if (message.inbound.sent_at + before_delivery >= message.rules.zone.instant(day, from))
                begun = round;
            if (!first) first = std::move(round);
        }
        if (begun) return begun;
    }
    return first;
}

std::vector<Named> named_in(const Message& message) {
    const language::Meaning meaning =
        language::understand_as(language::Intent::visit_report,
                                message.inbound.text,
                                message.rules.zone.at(message.inbound.sent_at));
    std::vector<Named> named;
    for (const language::Record& record : meaning.records) {
        const auto* visit = std::get_if<language::Visit>(&record);
        if (visit && (visit->person || visit->address))
            named.push_back({visit->person, visit->address});
    }
    return named;
}

std::vector<Order> rows_named(const std::vector<Order>& rows, const std::vector<Named>& named) {
    std::vector<Order> found;
    for (const Named& one : named) {
        std::vector<Order> whole, surname;
        for (const Order& row : rows) {
            const Fit fit = fits(row, one);
            if (fit == Fit::whole) whole.push_back(row);
            if (fit == Fit::surname) surname.push_back(row);
        }
        // `王阿婆` is a whole name where somebody is listed as exactly that.
        const auto& best = whole.empty() ? surname : whole;
        for (const Order& row : best) {
            const bool known = std::any_of(
                found.begin(), found.end(), [&](const Order& o) { return o.id == row.id; });
            if (!known) found.push_back(row);
        }
    }
    return found;
}

std::vector<Order> rows_meant(const std::vector<Order>& rows, const Message& message) {
    constexpr std::size_t shortest_name = 2 * 3;  // two ideographs
    std::vector<Order> written;
    for (const Order& row : rows) {
        if (row.person && row.person->size() >= shortest_name &&
            message.meaning.folded.find(*row.person) != std::string::npos)
            written.push_back(row);
    }
    if (doors_of(written) == 1) return written;
    return rows_named(rows, named_in(message));
}

int doors_of(const std::vector<Order>& rows) {
    std::set<std::string> doors;
    for (const Order& row : rows) {
        doors.insert(row.address ? people::address_key(*row.address) + *row.address
                                 : "#" + std::to_string(row.id));
    }
    return static_cast<int>(doors.size());
}

}  // namespace qingdan
