#pragma once
/// @file
/// What one message or one due job comes to, between the store and the channels: finds the sender,
/// lets the conversation decide and write, and makes text of what it says.

#include "bot/inbox/core.hpp"
#include "bot/service/sheet_files.hpp"
#include "bot/words/words.hpp"
#include "domain/calendar/calendar.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/guidance/manual.hpp"
#include "domain/settings.hpp"
#include "domain/store/jobs.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qingdan {

/// What a message means. In a group a message that names the bot is read as one written to it
/// alone.
language::Meaning understand(const Inbound& inbound, const calendar::TimeZone& zone);

/// The service without its surroundings: `serve` and `simulate` are this, with other parts around
/// it.
class Service {
public:
    struct Parts {
        const Settings& settings;
        const calendar::TimeZone& zone;
        const calendar::Calendar& calendar;
        const guidance::Guide& guide;
        const Words& words;
        std::function<std::uint64_t()> random;
        std::function<std::string(std::string_view, Day)> voice = {};
    };
    explicit Service(Parts parts);

    /// Puts down what recurs. Once at start.
    void start(store::Transaction& tx, Instant now) const;
    /// One message, in the transaction that makes it durable.
    inbox::Processed process(const Inbound& inbound,
                             const language::Meaning& meaning,
                             store::Transaction& tx,
                             Instant now) const;
    /// One due job, likewise.
    inbox::Processed run(const store::Job& job, store::Transaction& tx, Instant now) const;
    /// A message that will never arrive: whoever leads the meals of its reader's community is asked
    /// to ring them.
    inbox::Processed unreached(const outbox::Row& row, store::Transaction& tx, Instant now) const;
    /// All of it, as the writer takes it.
    inbox::Conversations conversations() const;

private:
    Message message_of(const Inbound& inbound,
                       const language::Meaning& meaning,
                       store::Transaction& tx,
                       Instant now) const;
    Outgoing reply(const Said& said, const Message& message, bool to_sender_alone) const;
    std::optional<Outgoing> push(const Push& push, store::Transaction& tx, Instant now) const;

    Parts parts_;
    Rules rules_;
};

}  // namespace qingdan
