#pragma once
/// @file
/// What was said and sent lately, for every side of the chat page to see.

#include "handlers/message.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace qingdan::chat {

/// One bubble.
struct Event {
    std::int64_t number = 0;  ///< counts up from 1 in one run of the service
    Instant at{};
    std::string message_id;  ///< of a message by a user
    std::string from;        ///< the writer's user id; empty: the bot
    Chat chat;          ///< where it stands: a group, or the private chat with the user of that id
    bool push = false;  ///< the bot wrote without having been asked
    bool urgent = false;
    std::string text;
    std::vector<Choice> choices;
    std::vector<File> files;
};

struct Events {
    std::vector<Event> events;  ///< oldest first
    std::int64_t next = 0;      ///< what to ask for the next time
    bool more = false;          ///< there are more than were given: ask again at once
};

/// Keeps the last events in memory: the page is for trying things out, the records themselves are
/// in the store. Any thread.
class EventLog {
public:
    explicit EventLog(std::size_t capacity = 5000) : capacity_(capacity) {}

    /// Takes what somebody writes on the page; the same message a second time changes nothing.
    void said(const Inbound& message);
    /// Takes what the outbox delivers to the page's platform. A number of the outbox that came
    /// before is a repeated delivery and changes nothing.
    void sent(const Outgoing& message);

    /// Events with a number above `since`, at most `most`.
    Events since(std::int64_t since, std::size_t most = 200) const;
    /// The file of an event; `nullopt` where there is none, or not any more.
    std::optional<File> file(std::int64_t event, std::size_t index) const;

private:
    void add(Event event);

    mutable std::mutex mutex_;
    std::deque<Event> events_;
    std::deque<std::int64_t> delivered_;  ///< numbers of the outbox, the latest last
    std::int64_t last_ = 0;
    std::size_t capacity_;
};

}  // namespace qingdan::chat
