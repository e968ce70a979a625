// Vendor's pages: "自建应用获取 tenant_access_token", "发送消息", "回复消息" and "上传文件"
// (open.feishu.cn/document/server-docs), as of 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/feishu/app.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/vendor_call.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace qingdan::channels::feishu {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

enum class Then { later, never, renew_token, not_as_reply };

struct ErrorRule {
    std::int64_t code;
    Then then;
    std::chrono::seconds wait;
    bool whole_account;
    bool alarm;
};

// clang-format off
constexpr std::array error_rules = {
    ErrorRule{99991661, Then::renew_token,  60s, true,  true},   // token missing
    ErrorRule{99991663, Then::renew_token,  60s, true,  true},   // token invalid
    ErrorRule{99991664, Then::renew_token,  60s, true,  true},   // token of the wrong kind
    ErrorRule{99991668, Then::renew_token,  60s, true,  true},   // token expired
    ErrorRule{99991400, Then::later,        5s,  true,  false},  // calls of the app
    ErrorRule{230020,   Then::later,        5s,  false, false},  // messages to one chat
    ErrorRule{230049,   Then::later,        1s,  false, false},  // still being sent
    ErrorRule{230011,   Then::not_as_reply, 1s,  false, false},  // the message answered was recalled
    ErrorRule{230002,   Then::never,        0s,  false, false},  // the bot is not in the chat
    ErrorRule{230013,   Then::never,        0s,  false, false},  // outside the app's range
    ErrorRule{230018,   Then::never,        0s,  false, false},  // not allowed in this chat
    ErrorRule{230035,   Then::never,        0s,  false, false},  // may not send
    ErrorRule{232009,   Then::never,        0s,  false, false},  // the chat is gone
    ErrorRule{230025,   Then::never,        0s,  false, true},   // too long
    ErrorRule{230001,   Then::never,        0s,  false, true},   // a parameter
    ErrorRule{230027,   Then::never,        0s,  false, true},   // a permission
    ErrorRule{230028,   Then::never,        0s,  false, true},   // the company's leak check: phone numbers, say
    ErrorRule{230022,   Then::never,        0s,  false, true},   // the content
};
// clang-format on

constexpr ErrorRule unknown_error{0, Then::never, 0s, false, true};

struct Failure {
    Delivery delivery;
    bool token_refused = false;
    bool not_as_reply = false;
};

std::chrono::seconds reset_of(const VendorAnswer& answer) {
    const std::string_view text =
        http::header_of(answer.headers, "x-ogw-ratelimit-reset").value_or("");
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, 3600)};
}

/// The code decides: errors come with 200 as well as with 400.
tl::expected<json, Failure> call(http::Client& client, const http::ClientRequest& request) {
    auto answer = call_vendor(client, request);
    if (!answer) return tl::unexpected(Failure{std::move(answer.error())});
    auto body = read_json_object(answer->body);
    const auto code = body ? integer_at(*body, {"code"}) : std::nullopt;
    if (!code) {
        const std::string why = "status " + std::to_string(answer->status);
        if (answer->status == 429)
            return tl::unexpected(Failure{Later{std::max(reset_of(*answer), 5s), why, true}});
        return tl::unexpected(Failure{Later{60s, why, true, /*alarm=*/true}});
    }
    if (*code == 0) return std::move(*body);
    const auto* const found = std::ranges::find(error_rules, *code, &ErrorRule::code);
    const ErrorRule& rule = found == error_rules.end() ? unknown_error : *found;
    std::string why = "code " + std::to_string(*code);
    if (rule.then == Then::never) {
        return tl::unexpected(Failure{Never{std::move(why), /*unreachable=*/true, rule.alarm}});
    }
    return tl::unexpected(Failure{
        Later{
            std::max(rule.wait, reset_of(*answer)), std::move(why), rule.whole_account, rule.alarm},
        rule.then == Then::renew_token,
        rule.then == Then::not_as_reply});
}

http::ClientRequest request_to(const std::string& url, const std::string& token, const json& body) {
    http::ClientRequest request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
    request.body = json_text(body);
    return request;
}

/// The platform sends the same one once within an hour, so it must not change between two tries.
std::string once(const Outgoing& part, const std::string& which) {
    return "qingdan-" + std::to_string(part.number) + "-" +
           std::to_string(part.at.time_since_epoch().count()) + which;
}

json card_of(const Outgoing& part) {
    json buttons = json::array();
    for (const Choice& choice : part.choices) {
        buttons.push_back({{"tag", "button"},
                           {"text", {{"tag", "plain_text"}, {"content", choice.label}}},
                           {"value", {{"send", choice.send}}}});
    }
    const json words = {{"tag", "div"}, {"text", {{"tag", "plain_text"}, {"content", part.text}}}};
    return {
        {"elements", json::array({words, {{"tag", "action"}, {"actions", std::move(buttons)}}})}};
}

/// `<at …>` in the words of a person would name somebody; it is written so that it shows as it was
/// typed.
std::string quoted(std::string text) {
    for (std::size_t at = text.find("<at"); at != std::string::npos;
         at = text.find("<at", at + 6)) {
        text.replace(at, 1, "&lt;");
    }
    return text;
}

struct Message {
    std::string type, content, uuid;
};

/// As a reply to what was said, else to the chat or person.
tl::expected<json, Failure> post(const Outgoing& part,
                                 const Message& message,
                                 const std::string& api,
                                 const std::string& token,
                                 http::Client& client) {
    json body = {{"msg_type", message.type}, {"content", message.content}, {"uuid", message.uuid}};
    const json ref = read_json_object(part.reply_ref).value_or(json::object());
    if (const auto id = string_at(ref, {"message_id"}); id && !part.push) {
        auto answer =
            call(client, request_to(api + "/" + percent_encode(*id) + "/reply", token, body));
        if (answer || !answer.error().not_as_reply) return answer;
    }
    body["receive_id"] = part.to;
    const std::string type = part.to.starts_with("oc_") ? "chat_id" : "open_id";
    return call(client, request_to(api + "?receive_id_type=" + type, token, body));
}

tl::expected<std::string, Failure> upload(const File& file,
                                          const std::string& url,
                                          const std::string& token,
                                          http::Client& client) {
    Multipart form =
        multipart_file("file", file, {{"file_type", "stream"}, {"file_name", file.name}});
    http::ClientRequest request;
    request.url = url;
    request.headers = {{"Content-Type", form.content_type}, {"Authorization", "Bearer " + token}};
    request.body = std::move(form.body);
    request.timeout = 60s;
    const auto answer = call(client, request);
    if (!answer) return tl::unexpected(answer.error());
    return string_at(*answer, {"data", "file_key"}).value_or("");
}

tl::expected<std::vector<Message>, Failure> messages_of(const Outgoing& part,
                                                        const std::string& base,
                                                        const std::string& token,
                                                        http::Client& client) {
    std::vector<Message> messages;
    if (!part.choices.empty()) {
        messages.push_back({"interactive", json_text(card_of(part)), once(part, "")});
    } else if (!part.text.empty()) {
        messages.push_back({"text", json_text({{"text", quoted(part.text)}}), once(part, "")});
    }
    for (const File& file : part.files) {
        const auto key = upload(file, base + "/open-apis/im/v1/files", token, client);
        if (!key) return tl::unexpected(key.error());
        messages.push_back({"file",
                            json_text({{"file_key", *key}}),
                            once(part, "-" + std::to_string(messages.size()))});
    }
    return messages;
}

tl::expected<void, Failure> deliver(const Outgoing& part,
                                    const std::string& base,
                                    const std::string& token,
                                    http::Client& client) {
    const auto messages = messages_of(part, base, token, client);
    if (!messages) return tl::unexpected(messages.error());
    for (const Message& message : *messages) {
        const auto answer = post(part, message, base + "/open-apis/im/v1/messages", token, client);
        if (!answer) return tl::unexpected(answer.error());
    }
    return {};
}

}  // namespace

tl::expected<AccessToken::Fetched, Delivery> fetch_token(const Options& options,
                                                         http::Client& client) {
    const auto answer =
        call(client,
             request_to(options.api_base + "/open-apis/auth/v3/tenant_access_token/internal",
                        "",
                        {{"app_id", options.app_id}, {"app_secret", options.app_secrets.front()}}));
    if (!answer) return tl::unexpected(answer.error().delivery);
    auto value = string_at(*answer, {"tenant_access_token"});
    if (!value) return tl::unexpected(Delivery{Later{1s, "the token's answer holds none"}});
    const auto lives = integer_at(*answer, {"expire"}).value_or(7200);
    return AccessToken::Fetched{std::move(*value), std::chrono::seconds{lives}};
}

std::optional<std::string> bot_open_id(const Options& options, http::Client& client) {
    if (options.app_secrets.empty()) return std::nullopt;
    const auto token = fetch_token(options, client);
    if (!token) return std::nullopt;
    http::ClientRequest request;
    request.method = "GET";
    request.url = options.api_base + "/open-apis/bot/v3/info";
    request.headers = {{"Authorization", "Bearer " + token->value}};
    const auto answer = call(client, request);
    return answer ? string_at(*answer, {"bot", "open_id"}) : std::nullopt;
}

std::optional<std::string> App::begin(http::Client& client) {
    if (options_.bot_open_id.empty())
        options_.bot_open_id = bot_open_id(options_, client).value_or("");
    if (!options_.bot_open_id.empty()) return std::nullopt;
    return "bot_open_id is not set and could not be asked: groups cannot name the bot";
}

std::optional<std::string> App::check(http::Client& client) const {
    if (options_.app_secrets.empty())
        return "has no app_secret: it can receive, but not write first";
    return token_trouble(fetch_token(options_, client));
}

Delivery App::send(const Outgoing& part, http::Client& client, Instant now) {
    if (options_.app_secrets.empty()) return Never{"the app has no secret", true, /*alarm=*/true};
    tl::expected<void, Failure> result;
    // A token may die before its time; the first attempt only finds that out.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto token = token_.get(now, [&] { return fetch_token(options_, client); });
        if (!token) return token.error();
        result = deliver(part, options_.api_base, *token, client);
        if (result) return Sent{};
        if (!result.error().token_refused) break;
        token_.drop(*token);
    }
    return result.error().delivery;
}

}  // namespace qingdan::channels::feishu
