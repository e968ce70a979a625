#pragma once
/// @file
/// A platform's callback on its way to the writer and back.

#include <functional>
#include <memory>

#include "bot/channels/channel.hpp"
#include "bot/http/server.hpp"
#include "bot/inbox/writer.hpp"
#include "domain/clock.hpp"

namespace qingdan {
class Log;
class Metrics;
}  // namespace qingdan

namespace qingdan::serve {

/// What a callback handler needs. All of it outlives the server.
struct CallbackParts {
    inbox::Writer& writer;
    const Clock& clock;
    std::function<language::Meaning(const Inbound&)> understand;
    const Log& log;
    Metrics& metrics;
};

/// Verifies and parses on the network thread, posts to the writer and returns; the commit answers.
http::Handler callback_handler(const channels::Channel& channel, CallbackParts parts);

}  // namespace qingdan::serve
