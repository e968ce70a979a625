#pragma once
/// @file
/// What a handler is given: the message, who wrote it, the time, and the rules that hold here.

#include "domain/calendar/calendar.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/language/meaning.hpp"
#include "domain/people/user.hpp"
#include "domain/settings.hpp"
#include "handlers/message.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qingdan::store {
class Transaction;
}
namespace qingdan::guidance {
class Guide;
}

namespace qingdan {

/// The rules of this service. Outlives every message; does not change while one is handled.
struct Rules {
    const Settings& settings;
    const calendar::TimeZone& zone;
    const calendar::Calendar& calendar;
    const guidance::Guide& guide;
    std::function<std::uint64_t()> random;
    /// Tells the anonymous reports of one sender in one month apart from those of others, and
    /// nothing else; the key behind it goes with its month. Without it nobody is told apart.
    std::function<std::string(std::string_view sender, Day day)> voice = {};
};

/// One message on its way through a handler.
struct Message {
    const Inbound& inbound;
    const language::Meaning& meaning;
    const Rules& rules;
    Instant now;                       ///< when it is handled; rules count by `inbound.sent_at`
    std::optional<people::User> user;  ///< empty: nobody knows the sender
    std::string town, community;       ///< where the message belongs; empty: not known yet
    /// Numbers of the records that the message which this one quotes or replaces has made.
    std::vector<std::string> origins{};

    bool in_group() const { return inbound.chat.kind == ChatKind::group; }
    /// The local day on which it was written.
    Day today() const { return rules.zone.at(inbound.sent_at).day(); }
    bool has_role(people::Role role) const { return user && user->has(role); }
};

}  // namespace qingdan
