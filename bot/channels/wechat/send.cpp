// Vendor's pages: "获取稳定版接口调用凭据" and "客服接口-发消息"
// (developers.weixin.qq.com/doc/offiaccount), as of 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/vendor_call.hpp"
#include "bot/channels/wechat/official_account.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace qingdan::channels::wechat {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

enum class Then { later, until_midnight, never, renew_token };

struct ErrorRule {
    std::int64_t code;
    Then then;
    std::chrono::seconds wait;
    bool whole_account;
    bool alarm;
};

// clang-format off
constexpr std::array error_rules = {
    ErrorRule{-1,    Then::later,          1s,   false, false},  // system busy
    ErrorRule{40001, Then::renew_token,    60s,  true,  true},   // not the latest: another program fetched one
    ErrorRule{40014, Then::renew_token,    60s,  true,  true},   // invalid token
    ErrorRule{42001, Then::renew_token,    60s,  true,  true},   // token expired
    ErrorRule{45009, Then::until_midnight, 0s,   true,  true},   // quota of the day
    ErrorRule{40164, Then::later,          600s, true,  true},   // our address is not on the allow list
    ErrorRule{45015, Then::never,          0s,   false, false},  // silent for 48 hours, or does not follow
    ErrorRule{45047, Then::never,          0s,   false, false},  // too many since the follower last wrote
    ErrorRule{40003, Then::never,          0s,   false, false},  // no follower of this account
    ErrorRule{43004, Then::never,          0s,   false, false},  // does not follow
    ErrorRule{45002, Then::never,          0s,   false, true},   // too long
    ErrorRule{48001, Then::never,          0s,   false, true},   // the account may not write first
};
// clang-format on

constexpr ErrorRule unknown_error{0, Then::never, 0s, false, true};

struct Failure {
    Delivery delivery;
    bool token_refused = false;
};

/// Until the day's quota begins anew: midnight in Beijing, eight hours before that in UTC.
std::chrono::seconds until_midnight(Instant now) {
    const auto local = now + 8h;
    return std::chrono::ceil<std::chrono::days>(local + 1s) - local;
}

Failure failure_of(std::int64_t code, Instant now) {
    const auto* const found = std::ranges::find(error_rules, code, &ErrorRule::code);
    const ErrorRule& rule = found == error_rules.end() ? unknown_error : *found;
    std::string why = "errcode " + std::to_string(code);
    switch (rule.then) {
        case Then::never:
            return {Never{std::move(why), /*unreachable=*/true, rule.alarm}};
        case Then::until_midnight:
            return {Later{until_midnight(now), std::move(why), rule.whole_account, rule.alarm}};
        case Then::later:
        case Then::renew_token:
            return {Later{rule.wait, std::move(why), rule.whole_account, rule.alarm},
                    rule.then == Then::renew_token};
    }
    std::abort();
}

tl::expected<json, Failure> post(http::Client& client,
                                 const std::string& url,
                                 const json& message,
                                 Instant now) {
    http::ClientRequest request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = json_text(message);
    auto answer = call_vendor(client, request);
    if (!answer) return tl::unexpected(Failure{std::move(answer.error())});
    auto body = read_json_object(answer->body);
    if (!answer->is_success() || !body) {
        return tl::unexpected(
            Failure{Later{60s, "status " + std::to_string(answer->status), true, /*alarm=*/true}});
    }
    const auto code = integer_at(*body, {"errcode"}).value_or(0);
    if (code != 0) return tl::unexpected(failure_of(code, now));
    return std::move(*body);
}

}  // namespace

tl::expected<AccessToken::Fetched, Delivery> OfficialAccount::fetch_token(
    http::Client& client) const {
    // The stable one: it does not kill the token of another program of the same account.
    const auto answer = post(client,
                             options_.api_base + "/cgi-bin/stable_token",
                             {{"grant_type", "client_credential"},
                              {"appid", options_.app_id},
                              {"secret", options_.app_secrets.front()},
                              {"force_refresh", false}},
                             Instant{});
    if (!answer) return tl::unexpected(answer.error().delivery);
    auto value = string_at(*answer, {"access_token"});
    if (!value) return tl::unexpected(Delivery{Later{1s, "the token's answer holds none"}});
    const auto lives = integer_at(*answer, {"expires_in"}).value_or(7200);
    return AccessToken::Fetched{std::move(*value), std::chrono::seconds{lives}};
}

std::optional<std::string> OfficialAccount::check(http::Client& client) const {
    if (options_.app_secrets.empty())
        return "has no app_secret: it can receive, but not write first";
    return token_trouble(fetch_token(client));
}

Delivery OfficialAccount::send(const Outgoing& part, http::Client& client, Instant now) {
    if (options_.app_secrets.empty())
        return Never{"the account has no secret", true, /*alarm=*/true};
    if (part.text.empty()) return Never{"an account can send no files", true};
    const json message = {
        {"touser", part.to}, {"msgtype", "text"}, {"text", {{"content", part.text}}}};
    Delivery delivery = Sent{};
    // A token may die before its time; the first attempt only finds that out.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto token = token_.get(now, [&] { return fetch_token(client); });
        if (!token) return token.error();
        const auto answer = post(client,
                                 options_.api_base + "/cgi-bin/message/custom/send?access_token=" +
                                     percent_encode(*token),
                                 message,
                                 now);
        if (answer) return Sent{};
        delivery = answer.error().delivery;
        if (!answer.error().token_refused) break;
        token_.drop(*token);
    }
    return delivery;
}

}  // namespace qingdan::channels::wechat
