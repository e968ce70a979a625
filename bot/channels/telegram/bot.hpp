#pragma once
/// @file
/// One bot. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/envelope.hpp"
#include "bot/channels/telegram/telegram.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::telegram {

/// An authentic update as messages: one, or none where it is nothing to us. What cannot be read is
/// none, too: an update that is refused would hold up its chat for a day.
std::vector<Inbound> parse(const nlohmann::json& update, const Options& options, Instant now);

class Bot : public Channel {
public:
    explicit Bot(Options options);

    std::string_view platform() const noexcept override { return "telegram"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;
    std::optional<std::string> check(http::Client& client) const override;
    Registered register_callback(http::Client& client, std::string_view url) const override;

private:
    Options options_;
};

}  // namespace qingdan::channels::telegram
