#pragma once
/// @file
/// One official account. verify.cpp, parse.cpp, reply.cpp and send.cpp are its four steps.

#include "bot/channels/access_token.hpp"
#include "bot/channels/envelope.hpp"
#include "bot/channels/signed_query.hpp"
#include "bot/channels/wechat/wechat.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::wechat {

/// A document as messages: one, or none where its type is not handled. Refused with 400: `utf8`,
/// `dtd`, `xml`, and `missing` where a field is left out that every message has.
Checked<std::vector<Inbound>> parse(std::string_view document, const Options& options);

class OfficialAccount : public Channel {
public:
    explicit OfficialAccount(Options options);

    std::string_view platform() const noexcept override { return "wechat"; }
    std::string_view account() const noexcept override { return options_.account; }
    std::string_view path() const noexcept override { return options_.path; }
    Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    Limits limits() const noexcept override;
    std::optional<std::string> check(http::Client& client) const override;

private:
    /// The authentic document of a push, decrypted where it was encrypted.
    Checked<std::string> document_in(const http::Request& request, const SignedQuery& query) const;
    Checked<void> verify_plain(const SignedQuery& query) const;
    tl::expected<AccessToken::Fetched, Delivery> fetch_token(http::Client& client) const;

    Options options_;
    std::optional<Envelope> envelope_;  // none in plain mode
    AccessToken token_;
};

}  // namespace qingdan::channels::wechat
