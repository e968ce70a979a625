#pragma once
/// @file
/// The smart robot. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/envelope.hpp"
#include "bot/channels/wecom_robot/wecom_robot.hpp"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace qingdan::channels::wecom_robot {

/// A decrypted push as messages: one, or none where its type is not handled or wants an empty
/// answer. Refused with 400 `missing` where a field is left out that every message has.
Checked<std::vector<Inbound>> parse(const nlohmann::json& push,
                                    const Options& options,
                                    Instant now);

/// How to answer later: the address, and until when it may be called. Empty where the push gave
/// none.
std::string reply_ref_of(const nlohmann::json& push, Instant now);

class Robot : public Channel {
public:
    explicit Robot(Options options);

    std::string_view platform() const noexcept override { return "wecom"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;

private:
    Checked<nlohmann::json> push_in(const http::Request& request) const;
    /// `message` sealed as the answer to `request`.
    http::Response sealed(const http::Request& request, const nlohmann::json& message) const;

    Options options_;
    Envelope envelope_;
};

}  // namespace qingdan::channels::wecom_robot
