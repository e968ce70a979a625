#pragma once
/// @file
/// Meal orders as they are kept (订餐).

#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"
#include "domain/money.hpp"

#include <optional>
#include <string>
#include <utility>
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
    std::string level;  ///< the price level that `own` was counted with
    Fen own, full;
    std::optional<std::string> set;         ///< of the menu, where one was chosen
    std::optional<std::string> allergy;     ///< as told
    std::optional<std::string> cleared_by;  ///< who said that the kitchen can do it all the same
    std::optional<std::string> carrier_platform, carrier;  ///< who carries it
    std::optional<int> stop;                               ///< place on the carrier's route, from 1
    std::optional<std::string> confirmed_by;
    std::optional<Instant> confirmed_at;
    Fen waived;                         ///< of `own`
    std::optional<std::string> reason;  ///< of a correction, waiver or empty door

    /// Whether it has left the kitchen or will, and nobody has said yet what became of it.
    bool is_on_its_way() const { return status == Status::dispatched; }
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

/// The row of that id (not its number).
std::optional<Order> find_row(store::Transaction& tx, std::int64_t id);
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

/// Every row of a community for one day and meal that is on that carrier's route, by stop.
std::vector<Order> carried_by(store::Transaction& tx,
                              std::string_view platform,
                              std::string_view carrier,
                              Day day,
                              language::MealTime meal);
/// The allergy that stands on an eater's latest order that has one, and who cleared it.
struct Allergy {
    std::string words;
    std::optional<std::string> cleared_by;
};
std::optional<Allergy> last_allergy(store::Transaction& tx, const Eater& eater);
/// How many meals of a person were not answered for from `from` to `until`.
int unanswered_in(store::Transaction& tx, std::int64_t person_id, Day from, Day until);

/// Who has eaten `meals` meals or more, the last of them before `since`, and has neither a standing
/// order nor taken anything back from then on: stopped without a word. With the day of the last.
std::vector<std::pair<std::int64_t, Day>> gone_silent(store::Transaction& tx, Day since, int meals);

/// Notes that somebody was told of something; false where that was noted before and not earlier
/// than on `since` (where it is given).
bool remind_once(store::Transaction& tx,
                 std::string_view kind,
                 std::string_view community,
                 std::string_view about,
                 Day today,
                 std::optional<Day> since = std::nullopt);

/// Where the eater's latest meal was delivered; empty where there was none.
std::string last_address(store::Transaction& tx, const Eater& eater);

}  // namespace qingdan::meals
