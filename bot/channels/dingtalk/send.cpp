// Vendor's pages: "机器人回复消息", "批量发送人与机器人会话中机器人消息" and "机器人发送群聊消息"
// (open.dingtalk.com/document/orgapp), as of 2025.

#include "bot/channels/dingtalk/robot.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/vendor_call.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace qingdan::channels::dingtalk {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

struct Failure {
    Delivery delivery;
    bool token_refused = false;
    bool session_over = false;
};

tl::expected<VendorAnswer, Failure> post(http::Client& client,
                                         const std::string& url,
                                         const json& body,
                                         std::vector<http::Header> headers = {}) {
    http::ClientRequest request;
    request.url = url;
    request.headers = std::move(headers);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = json_text(body);
    auto answer = call_vendor(client, request);
    if (!answer) return tl::unexpected(Failure{std::move(answer.error())});
    return std::move(*answer);
}

/// What the session webhook says in its errcode; its HTTP status is 200 for errors, too.
std::optional<Failure> session_failure(const VendorAnswer& answer) {
    const auto body = read_json_object(answer.body);
    const auto code = body ? integer_at(*body, {"errcode"}).value_or(0) : -1;
    const std::string why = "errcode " + std::to_string(code);
    switch (code) {
        case 0:
            return std::nullopt;
        case -1:
            return Failure{Later{1s, why}};
        case 130101:
        case 130103:  // too fast
            return Failure{Later{60s, why}};
        case 300001:  // the session is over, sometimes before its time
            return Failure{Later{1s, why}, false, /*session_over=*/true};
        default:  // 310000: keyword, signature or address list
            return Failure{Never{why, true, /*alarm=*/true}};
    }
}

/// What the robot API says: the HTTP status, and a code in words.
std::optional<Failure> api_failure(const VendorAnswer& answer) {
    const json body = read_json_object(answer.body).value_or(json::object());
    const std::string code = string_at(body, {"code"}).value_or("");
    const std::string lower = lower_case(code);
    const auto names = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
    const std::string why = "status " + std::to_string(answer.status) + " " + code;
    if (answer.is_success()) {
        const auto holds = [&](std::string_view list) {
            const json* ids = json_at(body, {list});
            return ids != nullptr && ids->is_array() && !ids->empty();
        };
        if (holds("invalidStaffIdList")) return Failure{Never{"the receiver is unknown", true}};
        if (holds("flowControlledStaffIdList")) return Failure{Later{60s, "too fast"}};
        return std::nullopt;
    }
    if (answer.status == 429 || names("throttling") || names("qps")) {
        return Failure{Later{std::max(answer.retry_after, 60s), why, /*whole_account=*/true}};
    }
    if (answer.status == 401 || names("authentication") || names("accesstoken")) {
        return Failure{Later{60s, why, true, /*alarm=*/true}, /*token_refused=*/true};
    }
    return Failure{Never{why, true, /*alarm=*/true}};
}

/// The session webhook of the message answered, where it may be called: it writes into that
/// conversation, so a private answer to what was said in a group cannot go there.
std::optional<std::string> session_webhook(const Outgoing& part,
                                           const Options& options,
                                           Instant now) {
    const auto ref = read_json_object(part.reply_ref);
    if (part.push || !ref) return std::nullopt;
    const json* in_group = json_at(*ref, {"group"});
    const bool group = in_group != nullptr && *in_group == json(true);
    const auto url = string_at(*ref, {"session_webhook"});
    const auto until = integer_at(*ref, {"until"}).value_or(0);
    if (!url || group != (part.to_kind == ChatKind::group)) return std::nullopt;
    if (now.time_since_epoch().count() >= until) return std::nullopt;
    if (!http::allowed_url(*url, options.url_hosts)) return std::nullopt;
    return url;
}

}  // namespace

tl::expected<AccessToken::Fetched, Delivery> Robot::fetch_token(http::Client& client) const {
    const auto answer =
        post(client,
             options_.api_base + "/v1.0/oauth2/accessToken",
             {{"appKey", options_.app_key}, {"appSecret", options_.app_secrets.front()}});
    if (!answer) return tl::unexpected(answer.error().delivery);
    const auto body = read_json_object(answer->body);
    const auto value = body ? string_at(*body, {"accessToken"}) : std::nullopt;
    if (!answer->is_success() || !value) {
        return tl::unexpected(Delivery{Later{
            60s, "no token, status " + std::to_string(answer->status), true, /*alarm=*/true}});
    }
    const auto lives = integer_at(*body, {"expireIn"}).value_or(7200);
    return AccessToken::Fetched{*value, std::chrono::seconds{lives}};
}

Delivery Robot::send_by_api(const Outgoing& part, http::Client& client, Instant now) {
    const bool in_group = part.to_kind == ChatKind::group;
    if (!in_group && part.to.starts_with("$:")) {
        return Never{"somebody from outside can only be answered in the session", true};
    }
    json message = {
        {"robotCode", options_.robot_code.empty() ? options_.app_key : options_.robot_code},
        {"msgKey", "sampleText"},
        {"msgParam", json_text({{"content", part.text}})}};
    if (in_group)
        message["openConversationId"] = part.to;
    else
        message["userIds"] = json::array({part.to});
    const std::string url = options_.api_base + (in_group ? "/v1.0/robot/groupMessages/send"
                                                          : "/v1.0/robot/oToMessages/batchSend");
    Delivery delivery = Sent{};
    // A token may die before its time; the first attempt only finds that out.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto token = token_.get(now, [&] { return fetch_token(client); });
        if (!token) return token.error();
        const auto answer = post(client, url, message, {{"x-acs-dingtalk-access-token", *token}});
        if (!answer) return answer.error().delivery;
        const auto failure = api_failure(*answer);
        if (!failure) return Sent{};
        delivery = failure->delivery;
        if (!failure->token_refused) break;
        token_.drop(*token);
    }
    return delivery;
}

std::optional<std::string> Robot::check(http::Client& client) const {
    return token_trouble(fetch_token(client));
}

Delivery Robot::send(const Outgoing& part, http::Client& client, Instant now) {
    if (part.text.empty()) return Never{"a robot can send no files", true};
    if (const auto url = session_webhook(part, options_, now)) {
        const auto answer =
            post(client, *url, {{"msgtype", "text"}, {"text", {{"content", part.text}}}});
        if (!answer) return answer.error().delivery;
        const auto failure = session_failure(*answer);
        if (!failure) return Sent{};
        if (!failure->session_over) return failure->delivery;
    }
    return send_by_api(part, client, now);
}

}  // namespace qingdan::channels::dingtalk
