#pragma once
/// @file
/// From a callback's bytes to the writer's queue, and the answer back.

#include "bot/channels/channel.hpp"
#include "bot/http/server.hpp"
#include "bot/inbox/writer.hpp"

#include <functional>
#include <string_view>

namespace qingdan::inbox {

/// Answers callbacks: a handshake and a refusal at once, messages after their commit, or after the
/// spool's flush where the commit takes longer than the platform waits.
class Reception {
public:
    /// `log` gets one line for each refused request: platform, length, reason.
    Reception(Writer& writer,
              std::function<language::Meaning(const Inbound&)> understand,
              const Clock& clock,
              std::function<void(std::string_view)> log);

    /// Any thread; does not wait. `channel` outlives the answer.
    void receive(const channels::Channel& channel, http::Request request, http::Answer answer);

private:
    void post(const channels::Channel& channel,
              http::Request request,
              std::vector<Inbound> messages,
              http::Answer answer);

    Writer& writer_;
    const std::function<language::Meaning(const Inbound&)> understand_;
    const Clock& clock_;
    const std::function<void(std::string_view)> log_;
};

}  // namespace qingdan::inbox
