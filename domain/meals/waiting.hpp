#pragma once
/// @file
/// Who waits for a place of a meal that is full (候补): first come, first served.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::meals {

enum class WaitingState { waiting, offered, taken, declined, ended };
std::string_view to_text(WaitingState state);

/// One who waits. `told` is the order as it was understood, so that nothing is asked again.
struct Waiting {
    std::int64_t id = 0;
    std::string community;
    Day day{};
    language::MealTime meal = language::MealTime::lunch;
    Instant asked_at{};
    std::string platform, account, chat_id, orderer;
    int quantity = 1;
    std::string told;  ///< JSON
    WaitingState state = WaitingState::waiting;
    std::optional<Instant> kept_until;  ///< an offered place is theirs until then
};

std::int64_t add(store::Transaction& tx, const Waiting& waiting);
void save(store::Transaction& tx, const Waiting& waiting);
std::optional<Waiting> find_waiting(store::Transaction& tx, std::int64_t id);
/// Who waits or was offered a place, by the time at which they asked; equal: as received.
std::vector<Waiting> waiting_for(store::Transaction& tx,
                                 std::string_view community,
                                 Day day,
                                 language::MealTime meal);
/// The meals of a community for which somebody waits, soonest first.
std::vector<std::pair<Day, language::MealTime>> waited_for(store::Transaction& tx,
                                                           std::string_view community);
/// What one orderer waits for, soonest day first.
std::vector<Waiting> waiting_of(store::Transaction& tx,
                                std::string_view platform,
                                std::string_view orderer);
/// Portions that are offered to somebody and not taken yet: nobody else gets them meanwhile.
int held(store::Transaction& tx, std::string_view community, Day day, language::MealTime meal);

}  // namespace qingdan::meals
