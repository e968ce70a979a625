#pragma once
/// @file
/// The round (送餐路线): which door comes after which, and who carries what.

#include "domain/meals/order.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::meals {

/// An address as one walks by it: the lane's name, then its numbers, so that `3号楼201` comes
/// before `3号楼1002` and both before `12号楼101`. Without numbers it comes by its name.
struct WalkingKey {
    std::string lane;
    std::vector<long> numbers;
    friend auto operator<=>(const WalkingKey&, const WalkingKey&) = default;
};
WalkingKey walking_key(std::string_view address);

/// Whether a meal is brought to a door.
bool is_carried(const Order& order);

/// Sorts by walking order; what has no address comes first, one address keeps the order given.
void sort_by_walk(std::vector<Order>& orders);

/// Shares the meals that are carried among `carriers` in walking order: the k-th of n carriers goes
/// on until at least k/n of the portions are given out, and no door is divided. Sets carrier and
/// stop (from 1 for each carrier; one door is one stop). Meals that are fetched, and all where
/// there is no carrier, have neither.
/// Source: meals facts, section 6.
struct Carrier {
    std::string platform, user_id;
};
void assign(std::vector<Order>& orders, const std::vector<Carrier>& carriers);

/// On which trip a stop is carried where one holds `boxes` at most, from 1; in the order of
/// `route`, which is sorted by stop. A door of more boxes than that is one trip.
std::vector<int> trips(const std::vector<Order>& route, int boxes);

/// Whether the list of that day and meal has gone out, and when.
std::optional<Instant> list_sent(store::Transaction& tx,
                                 std::string_view community,
                                 Day day,
                                 language::MealTime meal);
/// Notes that it has.
void note_list_sent(store::Transaction& tx,
                    std::string_view community,
                    Day day,
                    language::MealTime meal,
                    Instant at);

}  // namespace qingdan::meals
