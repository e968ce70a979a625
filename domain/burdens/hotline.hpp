#pragma once
/// @file
/// Tickets of the citizens' hotline (12345 工单), one of the ways in which burdens come to light.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Tickets received before `until` that nobody has read yet, in the order of their time.
std::vector<HotlineTicket> unread_tickets(store::Transaction& tx, Instant until);
/// What a ticket was read as: the burden that it tells of (none: a service, which counts nowhere)
/// and the reminder that it stands behind.
struct ReadTicket {
    std::string ticket;
    Day day{};
    std::string town;
    std::optional<language::BurdenKind> kind;
    std::optional<std::int64_t> reminder;
};
void note_read(store::Transaction& tx, const ReadTicket& read);
/// How many tickets stand behind a reminder.
int tickets_behind(store::Transaction& tx, std::int64_t reminder);
/// How many tickets of a town (of all where it is empty) tell of burdens, from day to day; of one
/// kind, or of every kind.
int tickets_about_burdens(store::Transaction& tx,
                          std::string_view town,
                          Day from,
                          Day until,
                          std::optional<language::BurdenKind> kind);

}  // namespace qingdan::burdens
