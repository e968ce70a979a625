#pragma once
/// @file
/// The service behind the built-in chat page: its roster, its clock, its writer.

#include "bot/chat/backend.hpp"
#include "bot/inbox/writer.hpp"
#include "domain/calendar/time_zone.hpp"

#include <atomic>
#include <chrono>

namespace qingdan::serve {

/// The system's clock, moved on by whoever tries the service out.
class ShiftedClock : public Clock {
public:
    Instant now() const override {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) +
               std::chrono::seconds{offset_.load()};
    }
    /// Never back.
    void advance_to(Instant to) {
        const auto by = (to - now()).count();
        if (by > 0) offset_ += by;
    }

private:
    std::atomic<std::int64_t> offset_{0};
};

class ChatBackend : public chat::Backend {
public:
    /// `can_advance`: only in a demonstration may the clock of the whole service be moved.
    ChatBackend(inbox::Writer& writer,
                store::Store& store,
                ShiftedClock& clock,
                const calendar::TimeZone& zone,
                std::string bot_name,
                bool can_advance);

    chat::Cast cast() const override;
    std::string bot_name() const override { return bot_name_; }
    OffsetTime now() const override { return zone_.at(clock_.now()); }
    void submit(Inbound message, std::function<void(chat::Fate)> done) override;
    bool can_advance() const override { return can_advance_; }
    void advance(std::chrono::seconds by, std::function<void()> done) override;

private:
    inbox::Writer& writer_;
    store::Store& store_;
    ShiftedClock& clock_;
    const calendar::TimeZone& zone_;
    const std::string bot_name_;
    const bool can_advance_;
};

}  // namespace qingdan::serve
