#pragma once
/// @file
/// What the chat page needs of the service behind it. serve wires the real one in, tests a small
/// one.

#include "domain/clock.hpp"
#include "handlers/message.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qingdan::chat {

/// The platform that the page plays; messages written on it come in under this name.
inline constexpr std::string_view platform = "sim";

/// Somebody of the roster whom one can be on the page.
struct Person {
    std::string id;  ///< the user id
    std::string name;
    std::vector<std::string> roles;  ///< the roster contract's codes
    std::string community, town, unit;
    friend bool operator==(const Person&, const Person&) = default;
};

/// A group chat of a community: its cadres, group leaders, meal manager, carriers and residents.
struct Group {
    std::string id, name;
    std::vector<std::string> members;  ///< user ids
    friend bool operator==(const Group&, const Group&) = default;
};

struct Cast {
    std::vector<Person> people;
    std::vector<Group> groups;
};

/// What became of a message.
struct Taken {};  ///< it and all that it caused is committed
struct Busy {};   ///< not now: the queue is full, or the database away
using Fate = std::variant<Taken, Busy>;

/// Everything may be called from any thread and must not wait: what takes time calls back, from any
/// thread.
class Backend {
public:
    virtual ~Backend() = default;
    /// The people to choose from, in the order to show them in. Read anew at each load of the page.
    virtual Cast cast() const = 0;
    /// What the bot is called; `@` and this name mention it.
    virtual std::string bot_name() const = 0;
    /// The service's clock, in its zone.
    virtual OffsetTime now() const = 0;
    /// Takes the message in like one of any platform. What is answered and pushed reaches the page
    /// through `EventLog::sent`, which the service calls for everything that leaves for `platform`.
    virtual void submit(Inbound message, std::function<void(Fate)> done) = 0;
    /// Whether the clock can be moved at all.
    virtual bool can_advance() const = 0;
    /// Moves the clock on; calls back when everything due until then has been done, in order.
    virtual void advance(std::chrono::seconds by, std::function<void()> done) = 0;
};

/// The groups of a cast: for each community one, with all its people in it.
std::vector<Group> groups_of(const std::vector<Person>& people);

}  // namespace qingdan::chat
