#pragma once
/// @file
/// Meal orders as they are kept (订餐).

#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"
#include "domain/money.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan::meals {

/// Life of a meal, as in `export`.
enum class Status {
    ordered,
    cancelled,
    skipped,  ///< one day of a standing order that is left out
    dispatched,
    delivered,
    picked_up,
    unanswered,
    standing,
    paused,
};
std::string_view to_text(Status status);

/// One row: one day of an order, or a standing order (then `day` is empty). Days of one order share
/// its number; each day that a standing order brings about has a number of its own and names it in
/// `standing`.
struct Order {
    std::int64_t id = 0;
    RecordNumber number{RecordKind::meal, 0};
    Instant created_at{};
    std::string platform, orderer, community;
    Status status = Status::ordered;
    std::optional<std::int64_t> person_id;
    std::optional<std::string> person, address, phone;
    std::optional<Day> day;
    std::vector<int> weekdays;
    std::optional<Day> from, until;
    language::MealTime meal = language::MealTime::lunch;
    int quantity = 1;
    std::vector<std::string> diet;
    std::optional<language::Fulfilment> fulfilment;
    std::optional<std::string> note;
    std::optional<std::int64_t> standing;
    std::optional<Day> paused_from, paused_until;
    Fen own, full;

    bool is_standing() const { return !day.has_value(); }
    /// Whether a standing order means a meal on that day: weekday, limits and pause.
    bool falls_on(Day date) const;
};

/// Whose orders are meant: of an entry of the register, or (who is in none) of a sender by name.
struct Eater {
    std::optional<std::int64_t> person_id;
    std::string platform, orderer;
    std::optional<std::string> name;
};

/// Keeps a row; its number has to be set. Gives the row's id.
std::int64_t add(store::Transaction& tx, const Order& order);
void save(store::Transaction& tx, const Order& order);

/// All rows of a number, by day.
std::vector<Order> find(store::Transaction& tx, std::int64_t number);
/// What is ordered (not cancelled, skipped) for an eater from `from` to `until`, by day and meal.
std::vector<Order> ordered(store::Transaction& tx, const Eater& eater, Day from, Day until);
/// The standing orders of an eater, paused ones included.
std::vector<Order> standing_orders(store::Transaction& tx, const Eater& eater);
/// All running standing orders of a community for one meal.
std::vector<Order> standing_orders_of(store::Transaction& tx,
                                      std::string_view community,
                                      language::MealTime meal);
/// Every row of a community for one day and meal that is to be cooked.
std::vector<Order> to_cook(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal);
/// Every row of a community for one day and meal, cancelled and skipped ones too.
std::vector<Order> rows_of(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal);
/// Portions taken of one day and meal, standing orders that have not become a meal yet included.
int portions(store::Transaction& tx, std::string_view community, Day day, language::MealTime meal);
/// The communities in which anything was ordered or stands for that day and meal.
std::vector<std::string> communities_with_orders(store::Transaction& tx,
                                                 Day day,
                                                 language::MealTime meal);
/// The order that a sender made or changed last and that is still open.
std::optional<Order> latest_of(store::Transaction& tx,
                               std::string_view platform,
                               std::string_view orderer);

/// Where the eater's latest meal was delivered; empty where there was none.
std::string last_address(store::Transaction& tx, const Eater& eater);

}  // namespace qingdan::meals
