#include "domain/meals/order.hpp"

#include "domain/language/codes.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::meals {
namespace {

const std::string columns =
    "id, number, created_at, platform, orderer, community, status, person_id, person, address, "
    "phone, day, weekdays, from_on, until_on, meal, quantity, diet, fulfilment, note, standing, "
    "paused_from, paused_until, price_fen, full_fen";

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
          "paused_until = $18, price_fen = $19, full_fen = $20 WHERE id = $1")
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
              order.full.value)
        .run();
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
    int taken = 0;
    std::vector<std::int64_t> made_by_standing;
    for (const Order& order : rows_of(tx, community, day, meal)) {
        if (order.standing) made_by_standing.push_back(*order.standing);
        if (order.status != Status::cancelled && order.status != Status::skipped) {
            taken += order.quantity;
        }
    }
    for (const Order& order : standing_orders_of(tx, community, meal)) {
        const bool is_made =
            std::find(made_by_standing.begin(), made_by_standing.end(), order.number.digits) !=
            made_by_standing.end();
        if (!is_made && order.falls_on(day)) taken += order.quantity;
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
