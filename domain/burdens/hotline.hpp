#pragma once
/// @file
/// Tickets of the citizens' hotline (12345 工单), one of the ways in which burdens come to light.

#include "domain/clock.hpp"

#include <optional>
#include <string>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::burdens {

/// Texts are empty where nothing is said.
struct HotlineTicket {
    std::string ticket{};  ///< its number, as the hotline gives it
    std::optional<Instant> received_at{};
    std::string town{}, community{}, unit{};
    std::string text{};
    friend bool operator==(const HotlineTicket&, const HotlineTicket&) = default;
};

/// Keeps a ticket; false where its number was taken before, and then nothing changes. One without a
/// time was received at `now`.
bool add_ticket(store::Transaction& tx, const HotlineTicket& ticket, Instant now);

}  // namespace qingdan::burdens
