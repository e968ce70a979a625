#include "bot/channels/access_token.hpp"

#include "domain/result.hpp"

#include <utility>

namespace qingdan::channels {

using namespace std::chrono_literals;

tl::expected<std::string, Delivery> AccessToken::get(Instant now, const Fetch& fetch) {
    const std::lock_guard lock(mutex_);
    if (!value_.empty() && now < renew_at_) return value_;
    auto fetched = fetch();
    return fetched.map([&](Fetched& token) {
        value_ = std::move(token.value);
        renew_at_ = now + token.lives - 5min;
        return value_;
    });
}

void AccessToken::drop(std::string_view value) {
    const std::lock_guard lock(mutex_);
    if (value_ == value) value_.clear();
}

std::optional<std::string> token_trouble(
    const tl::expected<AccessToken::Fetched, Delivery>& fetched) {
    if (fetched) return std::nullopt;
    return std::visit(
        overloaded{[](const Sent&) { return std::string{}; },
                   [](const Later& later) { return "no access token: " + later.why; },
                   [](const Never& never) { return "no access token: " + never.why; }},
        fetched.error());
}

}  // namespace qingdan::channels
