#pragma once
/// @file
/// A platform on paper: what it was sent stands in a list, what it answers is told to it
/// beforehand.

#include "bot/channels/channel.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace qingdan::test {

/// Takes a callback's body as the text of one message, its path as the message id.
class FakeChannel : public channels::Channel {
public:
    explicit FakeChannel(std::string account = "app") : account_(std::move(account)) {
        limits_.per_minute = 0;
    }
    std::string_view platform() const noexcept override { return "fake"; }
    std::string_view account() const noexcept override { return account_; }
    std::string_view path() const noexcept override { return "fake"; }
    channels::Limits limits() const noexcept override { return limits_; }

    channels::Received receive(const http::Request& request, Instant now) const override {
        if (request.body == "forged") return channels::Rejected{401, "signature"};
        if (request.body == "handshake") return http::Response::text(200, "hello");
        if (request.body == "event") return std::vector<Inbound>{};
        Inbound inbound;
        inbound.platform = "fake";
        inbound.account = account_;
        inbound.message_id = request.path;
        inbound.chat.id = inbound.sender.id = request.remote;
        inbound.text = request.body;
        inbound.sent_at = now;
        return std::vector{inbound};
    }
    http::Response answer(const http::Request&, std::span<const Outgoing> replies) const override {
        std::string body;
        for (const Outgoing& reply : replies) body += (body.empty() ? "" : "|") + reply.text;
        return http::Response::text(200, body.empty() ? "success" : body);
    }
    channels::Delivery send(const Outgoing& part, http::Client&, Instant now) override {
        const std::lock_guard lock{mutex_};
        channels::Delivery result = channels::Sent{};
        if (decide) result = decide(part, now);
        if (std::holds_alternative<channels::Sent>(result)) {
            sent_.push_back(part);
            times_.push_back(now);
        }
        return result;
    }

    /// All that it has accepted, in order.
    std::vector<Outgoing> sent() const {
        const std::lock_guard lock{mutex_};
        return sent_;
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> texts;
        for (const Outgoing& part : sent()) texts.push_back(part.text);
        return texts;
    }
    std::vector<Instant> times() const {
        const std::lock_guard lock{mutex_};
        return times_;
    }

    channels::Limits limits_;
    std::function<channels::Delivery(const Outgoing&, Instant)> decide;  ///< default: accepts all

private:
    const std::string account_;
    mutable std::mutex mutex_;
    std::vector<Outgoing> sent_;
    std::vector<Instant> times_;
};

/// Nobody is called.
class NoClient : public http::Client {
public:
    std::variant<http::Response, http::NoAnswer> call(const http::ClientRequest&) override {
        return http::NoAnswer{"not connected", false};
    }
};

}  // namespace qingdan::test
