#include "domain/meals/order.hpp"

#include "domain/language/codes.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <unordered_set>

namespace qingdan::meals {
namespace {

const std::string columns =
    "id, number, created_at, platform, orderer, community, status, person_id, person, address, "
    "phone, day, weekdays, from_on, until_on, meal, quantity, diet, fulfilment, note, standing, "
    "paused_from, paused_until, price_fen, full_fen, set_code, allergy, cleared_by, "
    "carrier_platform, carrier, stop, confirmed_by, confirmed_at, waived_fen, reason, level";

constexpr Status all_statuses[] = {Status::ordered,
                                   Status::cancelled,
                                   Status::skipped,
                                   Status::dispatched,
                                   Status::delivered,
                                   Status::picked_up,
                                   Status::unanswered,
                                   Status::standing,
                                   Status::paused};

Status status_from(std::string_view text) {
    for (const Status status : all_statuses) {
        if (to_text(status) == text) return status;
    }
    return Status::ordered;
}

std::string digits(const std::vector<int>& weekdays) {
    std::string text;
    for (const int weekday : weekdays) text += static_cast<char>('0' + weekday);
    return text;
}

Order read_order(const store::Statement& row) {
    Order order;
    order.id = row.integer(0);
    order.number.digits = row.integer(1);
    order.created_at = row.instant(2);
    order.platform = row.text(3);
    order.orderer = row.text(4);
    order.community = row.text(5);
    order.status = status_from(row.text(6));
    order.person_id = row.integer_or_null(7);
    order.person = row.text_or_null(8);
    order.address = row.text_or_null(9);
    order.phone = row.text_or_null(10);
    order.day = row.day_or_null(11);
    for (const char digit : row.text(12)) order.weekdays.push_back(digit - '0');
    order.from = row.day_or_null(13);
    order.until = row.day_or_null(14);
    order.meal = language::meal_time_from(row.text(15)).value_or(language::MealTime::lunch);
    order.quantity = static_cast<int>(row.integer(16));
    order.diet = people::split_codes(row.text(17));
    if (const auto fulfilment = row.text_or_null(18)) {
        order.fulfilment = language::fulfilment_from(*fulfilment);
    }
    order.note = row.text_or_null(19);
    order.standing = row.integer_or_null(20);
    order.paused_from = row.day_or_null(21);
    order.paused_until = row.day_or_null(22);
    order.own = Fen{row.integer(23)};
    order.full = Fen{row.integer(24)};
    order.set = row.text_or_null(25);
    order.allergy = row.text_or_null(26);
    order.cleared_by = row.text_or_null(27);
    order.carrier_platform = row.text_or_null(28);
    order.carrier = row.text_or_null(29);
    if (const auto stop = row.integer_or_null(30)) order.stop = static_cast<int>(*stop);
    order.confirmed_by = row.text_or_null(31);
    order.confirmed_at = row.instant_or_null(32);
    order.waived = Fen{row.integer(33)};
    order.reason = row.text_or_null(34);
    order.level = row.text(35);
    return order;
}

std::vector<Order> read_all(store::Statement rows) {
    std::vector<Order> orders;
    while (rows.step()) orders.push_back(read_order(rows));
    return orders;
}

store::Statement prepare(store::Transaction& tx, const std::string& rest) {
    return tx.prepare("SELECT " + columns + " FROM meals " + rest);
}

}  // namespace

std::string_view to_text(Status status) {
    switch (status) {
        case Status::ordered:
            return "ordered";
        case Status::cancelled:
            return "cancelled";
        case Status::skipped:
            return "skipped";
        case Status::dispatched:
            return "dispatched";
        case Status::delivered:
            return "delivered";
        case Status::picked_up:
            return "picked_up";
        case Status::unanswered:
            return "unanswered";
        case Status::standing:
            return "standing";
        case Status::paused:
            return "paused";
    }
    return "ordered";
}

bool Order::falls_on(Day date) const {
    if (std::find(weekdays.begin(), weekdays.end(), iso_weekday(date)) == weekdays.end())
        return false;
    if (from && date < *from) return false;
    if (until && date > *until) return false;
    const bool in_pause =
        paused_from && date >= *paused_from && (!paused_until || date <= *paused_until);
    return !in_pause;
}

std::int64_t add(store::Transaction& tx, const Order& order) {
    auto insert = tx.prepare(
        "INSERT INTO meals (number, created_at, platform, orderer, community, status, day, meal, "
        "quantity) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id");
    insert.with(order.number.digits,
                order.created_at,
                order.platform,
                order.orderer,
                order.community,
                to_text(order.status),
                order.day,
                language::to_text(order.meal),
                order.quantity);
    insert.step();
    Order added = order;
    added.id = insert.integer(0);
    save(tx, added);
    return added.id;
}

void save(store::Transaction& tx, const Order& order) {
    const auto fulfilment =
        order.fulfilment ? std::optional{language::to_text(*order.fulfilment)} : std::nullopt;
    tx.prepare(
          "UPDATE meals SET status = $2, person_id = $3, person = $4, address = $5, phone = $6, "
          "day = $7, weekdays = $8, from_on = $9, until_on = $10, meal = $11, quantity = $12, "
          "diet = $13, fulfilment = $14, note = $15, standing = $16, paused_from = $17, "
          "paused_until = $18, price_fen = $19, full_fen = $20, set_code = $21, allergy = $22, "
          "cleared_by = $23, carrier_platform = $24, carrier = $25, stop = $26, confirmed_by = "
          "$27, confirmed_at = $28, waived_fen = $29, reason = $30, level = $31 WHERE id = $1")
        .with(order.id,
              to_text(order.status),
              order.person_id,
              order.person,
              order.address,
              order.phone,
              order.day,
              digits(order.weekdays),
              order.from,
              order.until,
              language::to_text(order.meal),
              order.quantity,
              people::join_codes(order.diet),
              fulfilment,
              order.note,
              order.standing,
              order.paused_from,
              order.paused_until,
              order.own.value,
              order.full.value,
              order.set,
              order.allergy,
              order.cleared_by,
              order.carrier_platform,
              order.carrier,
              order.stop,
              order.confirmed_by,
              order.confirmed_at,
              order.waived.value,
              order.reason,
              order.level)
        .run();
}

std::optional<Order> find_row(store::Transaction& tx, std::int64_t id) {
    auto rows = prepare(tx, "WHERE id = $1");
    rows.bind(1, id);
    auto found = read_all(std::move(rows));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Order> find(store::Transaction& tx, std::int64_t number) {
    auto rows = prepare(tx, "WHERE number = $1 ORDER BY day, id");
    rows.bind(1, number);
    return read_all(std::move(rows));
}

std::vector<Order> ordered(store::Transaction& tx, const Eater& eater, Day from, Day until) {
    if (eater.person_id) {
        auto rows = prepare(tx,
                            "WHERE person_id = $1 AND day BETWEEN $2 AND $3 AND status NOT IN "
                            "('cancelled', 'skipped') ORDER BY day, meal, id");
        rows.with(*eater.person_id, from, until);
        return read_all(std::move(rows));
    }
    auto rows = prepare(tx,
                        "WHERE orderer = $2 AND platform = $1 AND day BETWEEN $3 AND $4 AND "
                        "person_id IS NULL AND ($5 IS NULL OR person = $5) AND status NOT IN "
                        "('cancelled', 'skipped') ORDER BY day, meal, id");
    rows.with(eater.platform, eater.orderer, from, until, eater.name);
    return read_all(std::move(rows));
}

std::vector<Order> standing_orders(store::Transaction& tx, const Eater& eater) {
    if (eater.person_id) {
        auto rows = prepare(tx,
                            "WHERE person_id = $1 AND day IS NULL AND status IN ('standing', "
                            "'paused') ORDER BY id");
        rows.bind(1, *eater.person_id);
        return read_all(std::move(rows));
    }
    auto rows =
        prepare(tx,
                "WHERE orderer = $2 AND platform = $1 AND day IS NULL AND person_id IS NULL "
                "AND ($3 IS NULL OR person = $3) AND status IN ('standing', 'paused') ORDER "
                "BY id");
    rows.with(eater.platform, eater.orderer, eater.name);
    return read_all(std::move(rows));
}

std::vector<Order> standing_orders_of(store::Transaction& tx,
                                      std::string_view community,
                                      language::MealTime meal) {
    auto rows = prepare(tx,
                        "WHERE community = $1 AND meal = $2 AND day IS NULL AND status IN "
                        "('standing', 'paused') ORDER BY id");
    rows.with(community, language::to_text(meal));
    return read_all(std::move(rows));
}

std::vector<Order> to_cook(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal) {
    auto rows = prepare(tx,
                        "WHERE day = $1 AND community = $2 AND meal = $3 AND status NOT IN "
                        "('cancelled', 'skipped') ORDER BY id");
    rows.with(day, community, language::to_text(meal));
    return read_all(std::move(rows));
}

std::vector<Order> rows_of(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal) {
    auto rows = prepare(tx, "WHERE day = $1 AND community = $2 AND meal = $3 ORDER BY id");
    rows.with(day, community, language::to_text(meal));
    return read_all(std::move(rows));
}

int portions(store::Transaction& tx, std::string_view community, Day day, language::MealTime meal) {
    auto sum = tx.prepare(
        "SELECT COALESCE(SUM(quantity), 0) FROM meals WHERE day = $1 AND community = $2 AND meal = "
        "$3 AND status NOT IN ('cancelled', 'skipped')");
    sum.with(day, community, language::to_text(meal)).step();
    auto taken = static_cast<int>(sum.integer(0));
    const auto standing = standing_orders_of(tx, community, meal);
    if (standing.empty()) return taken;
    // What a standing order has made of this day counts as it is now, also where it was cancelled.
    auto made = tx.prepare(
        "SELECT DISTINCT standing FROM meals WHERE day = $1 AND community = $2 AND meal = $3 AND "
        "standing IS NOT NULL");
    made.with(day, community, language::to_text(meal));
    std::unordered_set<std::int64_t> made_by_standing;
    while (made.step()) made_by_standing.insert(made.integer(0));
    for (const Order& order : standing) {
        if (!made_by_standing.contains(order.number.digits) && order.falls_on(day))
            taken += order.quantity;
    }
    return taken;
}

std::vector<std::string> communities_with_orders(store::Transaction& tx,
                                                 Day day,
                                                 language::MealTime meal) {
    auto rows = tx.prepare(
        "SELECT community FROM meals WHERE day = $1 AND meal = $2 UNION SELECT community FROM "
        "meals WHERE day IS NULL AND meal = $2 AND status IN ('standing', 'paused') ORDER BY 1");
    rows.with(day, language::to_text(meal));
    std::vector<std::string> communities;
    while (rows.step()) communities.push_back(rows.text(0));
    return communities;
}

std::vector<Order> carried_by(store::Transaction& tx,
                              std::string_view platform,
                              std::string_view carrier,
                              Day day,
                              language::MealTime meal) {
    auto rows = prepare(tx,
                        "WHERE day = $1 AND meal = $2 AND carrier = $3 AND carrier_platform = $4 "
                        "AND status NOT IN ('cancelled', 'skipped') ORDER BY stop, id");
    rows.with(day, language::to_text(meal), carrier, platform);
    return read_all(std::move(rows));
}

std::optional<Allergy> last_allergy(store::Transaction& tx, const Eater& eater) {
    auto row = eater.person_id
                   ? tx.prepare(
                         "SELECT allergy, cleared_by FROM meals WHERE person_id = $1 AND allergy "
                         "IS NOT NULL ORDER BY id DESC LIMIT 1")
                   : tx.prepare(
                         "SELECT allergy, cleared_by FROM meals WHERE orderer = $2 AND platform = "
                         "$1 AND person_id IS NULL AND ($3 IS NULL OR person = $3) AND allergy IS "
                         "NOT NULL ORDER BY id DESC LIMIT 1");
    if (eater.person_id) {
        row.bind(1, *eater.person_id);
    } else {
        row.with(eater.platform, eater.orderer, eater.name);
    }
    if (!row.step()) return std::nullopt;
    return Allergy{row.text(0), row.text_or_null(1)};
}

int unanswered_in(store::Transaction& tx, std::int64_t person_id, Day from, Day until) {
    auto row = tx.prepare(
        "SELECT COUNT(*) FROM meals WHERE person_id = $1 AND day BETWEEN $2 AND $3 AND status = "
        "'unanswered'");
    row.with(person_id, from, until);
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

std::optional<Order> latest_of(store::Transaction& tx,
                               std::string_view platform,
                               std::string_view orderer) {
    auto rows =
        prepare(tx,
                "WHERE orderer = $2 AND platform = $1 AND status IN ('ordered', 'standing', "
                "'paused') ORDER BY created_at DESC, number DESC, day LIMIT 1");
    rows.with(platform, orderer);
    auto found = read_all(std::move(rows));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<std::pair<std::int64_t, Day>> gone_silent(store::Transaction& tx,
                                                      Day since,
                                                      int meals) {
    auto rows = tx.prepare(
        "SELECT m.person_id, MAX(m.day) AS last FROM meals m JOIN people p ON p.id = m.person_id "
        "WHERE m.day IS NOT NULL AND p.died_on IS NULL AND m.status NOT IN ('cancelled', "
        "'skipped') GROUP BY m.person_id HAVING COUNT(*) >= $2 AND MAX(m.day) < $1 AND NOT EXISTS "
        "(SELECT 1 FROM meals s WHERE s.person_id = m.person_id AND ((s.day IS NULL AND s.status "
        "IN ('standing', 'paused')) OR s.day >= $1)) ORDER BY m.person_id");
    rows.with(since, meals);
    std::vector<std::pair<std::int64_t, Day>> found;
    while (rows.step()) found.emplace_back(rows.integer(0), rows.day(1));
    return found;
}

bool remind_once(store::Transaction& tx,
                 std::string_view kind,
                 std::string_view community,
                 std::string_view about,
                 Day today,
                 std::optional<Day> since) {
    return tx.prepare(
                 "INSERT INTO meal_reminders (kind, community, about, day) VALUES ($1, $2, $3, $4) "
                 "ON CONFLICT (kind, community, about) DO UPDATE SET day = $4 WHERE $5 IS NOT NULL "
                 "AND meal_reminders.day < $5")
               .with(kind, community, about, today, since)
               .run() == 1;
}

std::string last_address(store::Transaction& tx, const Eater& eater) {
    auto rows = eater.person_id
                    ? tx.prepare(
                          "SELECT address FROM meals WHERE person_id = $1 AND address IS NOT NULL "
                          "ORDER BY id DESC LIMIT 1")
                    : tx.prepare(
                          "SELECT address FROM meals WHERE orderer = $2 AND platform = $1 AND "
                          "person_id IS NULL AND address IS NOT NULL ORDER BY id DESC LIMIT 1");
    if (eater.person_id) {
        rows.bind(1, *eater.person_id);
    } else {
        rows.with(eater.platform, eater.orderer);
    }
    return rows.step() ? rows.text(0) : std::string{};
}

}  // namespace qingdan::meals
