#pragma once
/// @file
/// What a month of meals comes to (月结): by eater, by level and meal, to the fen.

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"
#include "domain/money.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::meals {

using Month = std::chrono::year_month;

/// `2026-06`.
std::string to_text(Month month);
Month month_of(Day day);
Day first_day(Month month);
Day last_day(Month month);

/// What one eater owes for a month. Charged are the meals that left the kitchen, delivered or not;
/// cancelled and skipped ones are not. Source: meals facts, section 8.
struct Bill {
    std::optional<std::int64_t> person_id;
    std::string person;
    int meals = 0, portions = 0, unanswered = 0;
    Fen full, own, waived;
    Fen corrections;  ///< entries that put an earlier month right; less to pay is negative
    Fen ahead;        ///< ordered and not cooked yet: not part of the bill
    int meals_ahead = 0;

    Fen to_pay() const { return Fen{own.value - waived.value + corrections.value}; }
    Fen subsidy() const { return Fen{full.value - own.value}; }
};
/// The bills of a community, by name. An eater who is in no register is known by who ordered.
std::vector<Bill> bills(store::Transaction& tx, std::string_view community, Month month);

/// One line of the meal point's statement: a price level and meal.
struct Total {
    std::string level;
    language::MealTime meal = language::MealTime::lunch;
    int meals = 0, portions = 0;
    Fen full, own, waived;
};
/// By level and meal; the level is what the price says it was on the day.
std::vector<Total> totals(store::Transaction& tx, std::string_view community, Month month);

/// One meal as the accountant sees it.
struct Entry {
    RecordNumber number{RecordKind::meal, 0};
    Day day{};
    language::MealTime meal = language::MealTime::lunch;
    std::string person, address, status, reason;
    int quantity = 1;
    Fen full, own, waived;
};
std::vector<Entry> entries(store::Transaction& tx, std::string_view community, Month month);

/// Whether the month was closed; then its meals stay as they are.
bool is_closed(store::Transaction& tx, std::string_view community, Month month);
void close(store::Transaction& tx,
           std::string_view community,
           Month month,
           Instant at,
           std::string_view by);
/// The first month from `month` on that is not closed.
Month first_open(store::Transaction& tx, std::string_view community, Month month);

/// An entry of an open month about a meal of a closed one.
struct Correction {
    std::string community;
    Month month{};
    RecordNumber number{RecordKind::meal, 0};
    Day day{};
    std::optional<std::int64_t> person_id;
    std::string person, reason, made_by;
    Fen amount;  ///< negative: less to pay
    Instant made_at{};
};
void add(store::Transaction& tx, const Correction& correction);
std::vector<Correction> corrections(store::Transaction& tx,
                                    std::string_view community,
                                    Month month);
/// What was corrected of a meal already.
Fen corrected(store::Transaction& tx, std::int64_t number, Day day);

/// Communities that had meals in a month.
std::vector<std::string> communities_with_meals(store::Transaction& tx, Month month);

}  // namespace qingdan::meals
