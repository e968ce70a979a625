#pragma once
/// @file
/// The built-in chat page and the API that it speaks: everything at and under /chat.

#include "bot/chat/backend.hpp"
#include "bot/chat/event_log.hpp"
#include "bot/http/message.hpp"

#include <functional>
#include <string>

namespace qingdan::chat {

struct Options {
    bool loopback_only = true;  ///< refuse whoever is not on this machine
};

/// Answers requests whose path is `/chat` or begins with `/chat/`. Any thread; does not wait.
///
/// `GET /chat` the page · `GET /chat/api/people` the cast, the bot's name, the clock · `GET
/// /chat/api/events?since=N` what came after event N · `GET /chat/api/file?event=N&index=I` · `POST
/// /chat/api/message` `{from, chat {id, kind}, text, message_id}` · `POST /chat/api/clock`
/// `{advance_seconds}`. A message_id that comes again is the same message.
class Pages {
public:
    using Answer = std::function<void(http::Response)>;

    /// `run` tells one run of the service from another, since events count anew in each; any text
    /// without meaning.
    Pages(Backend& backend, EventLog& log, std::string run, Options options = {});

    void handle(const http::Request& request, const Answer& answer);

private:
    http::Response people() const;
    http::Response events(const http::Request& request) const;
    http::Response file(const http::Request& request) const;
    void message(const http::Request& request, const Answer& answer);
    void clock(const http::Request& request, const Answer& answer);

    Backend& backend_;
    EventLog& log_;
    std::string run_;
    Options options_;
};

}  // namespace qingdan::chat
