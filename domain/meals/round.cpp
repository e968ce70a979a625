#include "domain/meals/round.hpp"

#include "domain/language/fold/fold.hpp"
#include "domain/language/numbers/numbers.hpp"
#include "domain/language/reading.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::meals {

WalkingKey walking_key(std::string_view address) {
    const language::Reading reading{address, language::builtin_lexicon()};
    WalkingKey key;
    for (int at = 0; at < reading.size();) {
        const auto number = language::number_at(reading, at);
        if (number && number->span.end > at) {
            key.numbers.push_back(number->value);
            at = number->span.end;
            continue;
        }
        if (key.numbers.empty() && reading.at(at) != U' ') {
            const char32_t c = reading.at(at);
            key.lane += language::to_utf8({&c, 1});
        }
        ++at;
    }
    return key;
}

bool is_carried(const Order& order) {
    return order.fulfilment.value_or(language::Fulfilment::delivery) ==
               language::Fulfilment::delivery &&
           order.address.has_value();
}

void sort_by_walk(std::vector<Order>& orders) {
    std::vector<std::pair<WalkingKey, Order>> keyed;
    keyed.reserve(orders.size());
    for (Order& order : orders) {
        keyed.emplace_back(walking_key(order.address.value_or("")), std::move(order));
    }
    std::stable_sort(
        keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    orders.clear();
    for (auto& [key, order] : keyed) orders.push_back(std::move(order));
}

void assign(std::vector<Order>& orders, const std::vector<Carrier>& carriers) {
    sort_by_walk(orders);
    int boxes = 0;
    for (Order& order : orders) {
        order.carrier.reset();
        order.carrier_platform.reset();
        order.stop.reset();
        if (is_carried(order)) boxes += order.quantity;
    }
    if (carriers.empty()) return;
    const int share = static_cast<int>(carriers.size());
    int given = 0, stop = 0;
    std::size_t who = 0;
    std::optional<WalkingKey> door;
    for (Order& order : orders) {
        if (!is_carried(order)) continue;
        const WalkingKey here = walking_key(*order.address);
        if (door != here) {
            // The next one takes over at a door, never inside one.
            while (who + 1 < carriers.size() &&
                   given * share >= boxes * static_cast<int>(who + 1)) {
                ++who;
                stop = 0;
            }
            ++stop;
            door = here;
        }
        order.carrier = carriers[who].user_id;
        order.carrier_platform = carriers[who].platform;
        order.stop = stop;
        given += order.quantity;
    }
}

std::vector<int> trips(const std::vector<Order>& route, int boxes) {
    std::vector<int> numbers;
    int trip = 1, loaded = 0;
    for (std::size_t i = 0; i < route.size();) {
        int at_door = 0;
        std::size_t end = i;
        for (; end < route.size() && route[end].stop == route[i].stop; ++end)
            at_door += route[end].quantity;
        if (loaded > 0 && loaded + at_door > boxes) {
            ++trip;
            loaded = 0;
        }
        loaded += at_door;
        for (; i < end; ++i) numbers.push_back(trip);
    }
    return numbers;
}

std::optional<Instant> list_sent(store::Transaction& tx,
                                 std::string_view community,
                                 Day day,
                                 language::MealTime meal) {
    auto row = tx.prepare(
        "SELECT sent_at FROM meal_rounds WHERE day = $1 AND community = $2 AND meal = $3");
    row.with(day, community, language::to_text(meal));
    if (!row.step()) return std::nullopt;
    return row.instant(0);
}

void note_list_sent(store::Transaction& tx,
                    std::string_view community,
                    Day day,
                    language::MealTime meal,
                    Instant at) {
    tx.prepare(
          "INSERT INTO meal_rounds (day, community, meal, sent_at) VALUES ($1, $2, $3, $4) ON "
          "CONFLICT (day, community, meal) DO NOTHING")
        .with(day, community, language::to_text(meal), at)
        .run();
}

}  // namespace qingdan::meals
