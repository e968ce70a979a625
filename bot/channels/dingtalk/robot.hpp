#pragma once
/// @file
/// One robot. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/access_token.hpp"
#include "bot/channels/dingtalk/dingtalk.hpp"
#include "bot/channels/envelope.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::dingtalk {

/// An authentic push as messages. Refusals: 401 `receiver` where it is for another robot or
/// company; 400 `missing` where a field is left out that every message has.
Checked<std::vector<Inbound>> parse(const nlohmann::json& push,
                                    const Options& options,
                                    Instant now);

class Robot : public Channel {
public:
    explicit Robot(Options options);

    std::string_view platform() const noexcept override { return "dingtalk"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;
    std::optional<std::string> check(http::Client& client) const override;

private:
    tl::expected<AccessToken::Fetched, Delivery> fetch_token(http::Client& client) const;
    Delivery send_by_api(const Outgoing& part, http::Client& client, Instant now);

    Options options_;
    AccessToken token_;
};

}  // namespace qingdan::channels::dingtalk
