#include "domain/meals/bill.hpp"

#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <map>

namespace qingdan::meals {
namespace {

/// What has left the kitchen is charged. Of a day whose list has not gone out yet it is still
/// ahead.
constexpr std::string_view charged = "('dispatched', 'delivered', 'picked_up', 'unanswered')";

std::string two_digits(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

language::MealTime meal_of(const std::string& text) {
    return language::meal_time_from(text).value_or(language::MealTime::lunch);
}

}  // namespace

std::string to_text(Month month) {
    return std::to_string(static_cast<int>(month.year())) + "-" +
           two_digits(static_cast<unsigned>(month.month()));
}

Month month_of(Day day) { return Month{day.year(), day.month()}; }
Day first_day(Month month) { return Day{month.year(), month.month(), std::chrono::day{1}}; }
Day last_day(Month month) {
    return Day{
        std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}}};
}

std::vector<Bill> bills(store::Transaction& tx, std::string_view community, Month month) {
    auto rows = tx.prepare(
        "SELECT m.person_id, COALESCE(p.name, m.person, u.name, m.orderer), m.platform || ' ' || "
        "m.orderer, m.quantity, m.status, m.full_fen, m.price_fen, m.waived_fen FROM meals m LEFT "
        "JOIN people p ON p.id = m.person_id LEFT JOIN users u ON u.platform = m.platform AND "
        "u.user_id = m.orderer WHERE m.community = $1 AND m.day BETWEEN $2 AND $3 AND m.status NOT "
        "IN ('cancelled', 'skipped') ORDER BY m.id");
    rows.with(community, first_day(month), last_day(month));
    std::map<std::pair<std::string, std::string>, Bill> by_eater;
    const auto bill_of = [&](std::optional<std::int64_t> id,
                             const std::string& name,
                             const std::string& orderer) -> Bill& {
        Bill& bill = by_eater[{name, id ? "#" + std::to_string(*id) : orderer}];
        bill.person_id = id;
        bill.person = name;
        return bill;
    };
    while (rows.step()) {
        Bill& bill = bill_of(rows.integer_or_null(0), rows.text(1), rows.text(2));
        const std::string status = rows.text(4);
        if (status == "ordered") {
            ++bill.meals_ahead;
            bill.ahead = bill.ahead + Fen{rows.integer(6)};
            continue;
        }
        ++bill.meals;
        bill.portions += static_cast<int>(rows.integer(3));
        if (status == "unanswered") ++bill.unanswered;
        bill.full = bill.full + Fen{rows.integer(5)};
        bill.own = bill.own + Fen{rows.integer(6)};
        bill.waived = bill.waived + Fen{rows.integer(7)};
    }
    for (const Correction& correction : corrections(tx, community, month)) {
        // Who is in no register is known by their name here: the entry has no orderer.
        std::string orderer = correction.person;
        for (const auto& [key, bill] : by_eater) {
            if (!correction.person_id && !bill.person_id && key.first == correction.person)
                orderer = key.second;
        }
        Bill& bill = bill_of(correction.person_id, correction.person, orderer);
        bill.corrections = bill.corrections + correction.amount;
    }
    std::vector<Bill> all;
    for (auto& [key, bill] : by_eater) all.push_back(std::move(bill));
    return all;
}

std::vector<Total> totals(store::Transaction& tx, std::string_view community, Month month) {
    auto rows = tx.prepare(
        "SELECT level, meal, COUNT(*), SUM(quantity), SUM(full_fen), SUM(price_fen), "
        "SUM(waived_fen) FROM meals WHERE community = $1 AND day BETWEEN $2 AND $3 AND status IN " +
        std::string{charged} + " GROUP BY level, meal ORDER BY level, meal");
    rows.with(community, first_day(month), last_day(month));
    std::vector<Total> found;
    while (rows.step()) {
        Total total;
        total.level = rows.text(0);
        total.meal = meal_of(rows.text(1));
        total.meals = static_cast<int>(rows.integer(2));
        total.portions = static_cast<int>(rows.integer(3));
        total.full = Fen{rows.integer(4)};
        total.own = Fen{rows.integer(5)};
        total.waived = Fen{rows.integer(6)};
        found.push_back(total);
    }
    return found;
}

std::vector<Entry> entries(store::Transaction& tx, std::string_view community, Month month) {
    auto rows = tx.prepare(
        "SELECT m.number, m.day, m.meal, COALESCE(p.name, m.person, m.orderer), "
        "COALESCE(m.address, p.address, ''), m.status, COALESCE(m.reason, ''), m.quantity, "
        "m.full_fen, m.price_fen, m.waived_fen FROM meals m LEFT JOIN people p ON p.id = "
        "m.person_id WHERE m.community = $1 AND m.day BETWEEN $2 AND $3 AND m.status IN " +
        std::string{charged} + " ORDER BY m.day, m.meal, m.number");
    rows.with(community, first_day(month), last_day(month));
    std::vector<Entry> found;
    while (rows.step()) {
        Entry entry;
        entry.number.digits = rows.integer(0);
        entry.day = rows.day(1);
        entry.meal = meal_of(rows.text(2));
        entry.person = rows.text(3);
        entry.address = rows.text(4);
        entry.status = rows.text(5);
        entry.reason = rows.text(6);
        entry.quantity = static_cast<int>(rows.integer(7));
        entry.full = Fen{rows.integer(8)};
        entry.own = Fen{rows.integer(9)};
        entry.waived = Fen{rows.integer(10)};
        found.push_back(std::move(entry));
    }
    return found;
}

bool is_closed(store::Transaction& tx, std::string_view community, Month month) {
    auto row = tx.prepare("SELECT 1 FROM meal_months WHERE community = $1 AND month = $2");
    row.with(community, to_text(month));
    return row.step();
}

void close(store::Transaction& tx,
           std::string_view community,
           Month month,
           Instant at,
           std::string_view by) {
    tx.prepare(
          "INSERT INTO meal_months (community, month, closed_at, closed_by) VALUES ($1, $2, $3, "
          "$4) ON CONFLICT (community, month) DO NOTHING")
        .with(community, to_text(month), at, by)
        .run();
}

Month first_open(store::Transaction& tx, std::string_view community, Month month) {
    while (is_closed(tx, community, month)) month += std::chrono::months{1};
    return month;
}

void add(store::Transaction& tx, const Correction& correction) {
    tx.prepare(
          "INSERT INTO meal_corrections (community, month, number, day, person_id, person, "
          "amount_fen, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .with(correction.community,
              to_text(correction.month),
              correction.number.digits,
              correction.day,
              correction.person_id,
              correction.person,
              correction.amount.value,
              correction.reason,
              correction.made_by,
              correction.made_at)
        .run();
}

std::vector<Correction> corrections(store::Transaction& tx,
                                    std::string_view community,
                                    Month month) {
    auto rows = tx.prepare(
        "SELECT number, day, person_id, COALESCE(person, ''), amount_fen, reason, made_by, made_at "
        "FROM meal_corrections WHERE community = $1 AND month = $2 ORDER BY id");
    rows.with(community, to_text(month));
    std::vector<Correction> found;
    while (rows.step()) {
        Correction correction;
        correction.community = std::string{community};
        correction.month = month;
        correction.number.digits = rows.integer(0);
        correction.day = rows.day(1);
        correction.person_id = rows.integer_or_null(2);
        correction.person = rows.text(3);
        correction.amount = Fen{rows.integer(4)};
        correction.reason = rows.text(5);
        correction.made_by = rows.text(6);
        correction.made_at = rows.instant(7);
        found.push_back(std::move(correction));
    }
    return found;
}

Fen corrected(store::Transaction& tx, std::int64_t number, Day day) {
    auto row = tx.prepare(
        "SELECT COALESCE(SUM(amount_fen), 0) FROM meal_corrections WHERE number = $1 AND day = $2");
    row.with(number, day);
    return row.step() ? Fen{row.integer(0)} : Fen{};
}

std::vector<std::string> communities_with_meals(store::Transaction& tx, Month month) {
    auto rows = tx.prepare(
        "SELECT DISTINCT community FROM meals WHERE day BETWEEN $1 AND $2 ORDER BY community");
    rows.with(first_day(month), last_day(month));
    std::vector<std::string> found;
    while (rows.step()) found.push_back(rows.text(0));
    return found;
}

}  // namespace qingdan::meals
