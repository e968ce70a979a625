#pragma once
/// @file
/// How far a community is with its visits: the figures of the four-hundred programme (四百走访).

#include "domain/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::visits {

/// Figures of one community in some days. Attempts and what was taken back count nowhere.
struct Figures {
    int visits = 0;      ///< contacts by any method
    int households = 0;  ///< different ones among them
    int at_home = 0;     ///< different households that were visited in person
    int listed = 0;      ///< households on a list (with a category) today
    int overdue = 0;     ///< of them today
    int elders = 0;      ///< old people on the list (alone, 80 and more, couples, dementia)
    int elders_reached = 0;
    int children = 0;  ///< children in difficulty on the list
    int children_reached = 0;
    int tasks_due = 0;   ///< tasks that fell due in these days
    int tasks_done = 0;  ///< of them closed
    int warm = 0;        ///< contacts with households on the list

    Figures& operator+=(const Figures& other);
};

/// Counts `community` from `from` to `until`, both in; what is overdue or on the list, on `today`.
/// `from_at`, `until_at` are the same days as instants, the end out, for the tasks.
Figures figures(store::Transaction& tx,
                std::string_view community,
                Day from,
                Day until,
                Day today,
                Instant from_at,
                Instant until_at);

/// The targets of a quarter: 100 each, less for a small committee.
/// Source: work-methods facts, section 3.
int door_target(const Figures& figures);
int warm_target(const Figures& figures);

/// A community of the roster or the register, and its town where the roster says so.
struct Place {
    std::string town, community;
};
/// Those of `town`, of all towns where it is empty.
std::vector<Place> places(store::Transaction& tx, std::string_view town);

}  // namespace qingdan::visits
