#pragma once
/// @file
/// One app. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/access_token.hpp"
#include "bot/channels/envelope.hpp"
#include "bot/channels/feishu/feishu.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::feishu {

/// An authentic event as messages: one, or none where it is nothing to us. Refused with 400
/// `missing` where a field is left out that every message has.
Checked<std::vector<Inbound>> parse(const nlohmann::json& event,
                                    const Options& options,
                                    Instant now);

/// A new tenant token; what becomes of the message where there is none to be had.
tl::expected<AccessToken::Fetched, Delivery> fetch_token(const Options& options,
                                                         http::Client& client);

class App : public Channel {
public:
    explicit App(Options options);

    std::string_view platform() const noexcept override { return "feishu"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;
    std::optional<std::string> check(http::Client& client) const override;
    /// Asks for the bot's open id where it is not configured.
    std::optional<std::string> begin(http::Client& client) override;

private:
    Options options_;
    AccessToken token_;
};

}  // namespace qingdan::channels::feishu
