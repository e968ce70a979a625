#include "domain/meals/waiting.hpp"

#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"

namespace qingdan::meals {
namespace {

const std::string waiting_columns =
    "id, community, day, meal, asked_at, platform, account, chat_id, orderer, quantity, told, "
    "state, kept_until";

constexpr WaitingState all_states[] = {WaitingState::waiting,
                                       WaitingState::offered,
                                       WaitingState::taken,
                                       WaitingState::declined,
                                       WaitingState::ended};

Waiting read_waiting(const store::Statement& row) {
    Waiting waiting;
    waiting.id = row.integer(0);
    waiting.community = row.text(1);
    waiting.day = row.day(2);
    waiting.meal = language::meal_time_from(row.text(3)).value_or(language::MealTime::lunch);
    waiting.asked_at = row.instant(4);
    waiting.platform = row.text(5);
    waiting.account = row.text(6);
    waiting.chat_id = row.text(7);
    waiting.orderer = row.text(8);
    waiting.quantity = static_cast<int>(row.integer(9));
    waiting.told = row.text(10);
    for (const WaitingState state : all_states) {
        if (to_text(state) == row.text(11)) waiting.state = state;
    }
    waiting.kept_until = row.instant_or_null(12);
    return waiting;
}

std::vector<Waiting> read_waitings(store::Statement rows) {
    std::vector<Waiting> found;
    while (rows.step()) found.push_back(read_waiting(rows));
    return found;
}

}  // namespace

std::string_view to_text(WaitingState state) {
    switch (state) {
        case WaitingState::waiting:
            return "waiting";
        case WaitingState::offered:
            return "offered";
        case WaitingState::taken:
            return "taken";
        case WaitingState::declined:
            return "declined";
        case WaitingState::ended:
            return "ended";
    }
    return "waiting";
}

std::int64_t add(store::Transaction& tx, const Waiting& waiting) {
    auto insert = tx.prepare(
        "INSERT INTO meal_waiting (community, day, meal, asked_at, platform, account, chat_id, "
        "orderer, quantity, told, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "'waiting') RETURNING id");
    insert.with(waiting.community,
                waiting.day,
                language::to_text(waiting.meal),
                waiting.asked_at,
                waiting.platform,
                waiting.account,
                waiting.chat_id,
                waiting.orderer,
                waiting.quantity,
                waiting.told);
    insert.step();
    return insert.integer(0);
}

void save(store::Transaction& tx, const Waiting& waiting) {
    tx.prepare("UPDATE meal_waiting SET state = $2, kept_until = $3 WHERE id = $1")
        .with(waiting.id, to_text(waiting.state), waiting.kept_until)
        .run();
}

std::optional<Waiting> find_waiting(store::Transaction& tx, std::int64_t id) {
    auto rows = tx.prepare("SELECT " + waiting_columns + " FROM meal_waiting WHERE id = $1");
    rows.bind(1, id);
    if (!rows.step()) return std::nullopt;
    return read_waiting(rows);
}

std::vector<Waiting> waiting_for(store::Transaction& tx,
                                 std::string_view community,
                                 Day day,
                                 language::MealTime meal) {
    auto rows = tx.prepare("SELECT " + waiting_columns +
                           " FROM meal_waiting WHERE day = $1 AND community = $2 AND meal = $3 AND "
                           "state IN ('waiting', 'offered') ORDER BY asked_at, id");
    rows.with(day, community, language::to_text(meal));
    return read_waitings(std::move(rows));
}

std::vector<std::pair<Day, language::MealTime>> waited_for(store::Transaction& tx,
                                                           std::string_view community) {
    auto rows = tx.prepare(
        "SELECT DISTINCT day, meal FROM meal_waiting WHERE community = $1 AND state = 'waiting' "
        "ORDER BY day, meal");
    rows.bind(1, community);
    std::vector<std::pair<Day, language::MealTime>> found;
    while (rows.step()) {
        if (const auto meal = language::meal_time_from(rows.text(1)))
            found.emplace_back(rows.day(0), *meal);
    }
    return found;
}

std::vector<Waiting> waiting_of(store::Transaction& tx,
                                std::string_view platform,
                                std::string_view orderer) {
    auto rows = tx.prepare("SELECT " + waiting_columns +
                           " FROM meal_waiting WHERE orderer = $2 AND platform = $1 AND state IN "
                           "('waiting', 'offered') ORDER BY day, id");
    rows.with(platform, orderer);
    return read_waitings(std::move(rows));
}

int held(store::Transaction& tx, std::string_view community, Day day, language::MealTime meal) {
    auto row = tx.prepare(
        "SELECT COALESCE(SUM(quantity), 0) FROM meal_waiting WHERE day = $1 AND community = $2 AND "
        "meal = $3 AND state = 'offered'");
    row.with(day, community, language::to_text(meal));
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

}  // namespace qingdan::meals
