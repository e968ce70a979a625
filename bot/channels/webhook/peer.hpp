#pragma once
/// @file
/// One peer. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/envelope.hpp"
#include "bot/channels/webhook/webhook.hpp"

#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::webhook {

/// What an authentic request carries in its headers.
struct Proof {
    std::string id;
    Instant sent_at;
};

/// The HMAC-SHA256 over `id.time.body`, in base64.
std::string signature(std::string_view key,
                      std::string_view id,
                      std::string_view time,
                      std::string_view body);

/// Refusals (401): `missing`, `signature`, `stale` (more than 300 s from `now`, either way).
Checked<Proof> verify(const http::Request& request,
                      const std::vector<std::string>& keys,
                      Instant now);

/// An authentic body as a message. Refusals: 415 `type`; 400 `utf8`, `json`, or the name of the
/// field that is missing or cannot be used.
Checked<Inbound> parse(const http::Request& request, const Proof& proof, const Options& options);

/// A message as the peer sees it, in an answer or a push.
nlohmann::json message_of(const Outgoing& outgoing);

class Peer : public Channel {
public:
    explicit Peer(Options options);

    std::string_view platform() const noexcept override { return "webhook"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;

private:
    Options options_;
    std::vector<std::string> keys_;           // the secrets' bytes
    std::atomic<bool> switched_off_ = false;  // the peer answered 410
};

}  // namespace qingdan::channels::webhook
