// Vendor's page: "机器人接收消息" (open.dingtalk.com/document/orgapp/receive-message), as of 2025.

#include "bot/channels/dingtalk/robot.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace qingdan::channels::dingtalk {
namespace {

using nlohmann::json;
using Path = std::initializer_list<std::string_view>;

std::string text_at(const json& value, Path path) { return string_at(value, path).value_or(""); }

/// Times come as numbers, and as text from older robots.
std::optional<Instant> milliseconds_at(const json& value, Path path) {
    if (const auto number = integer_at(value, path)) return from_unix(*number / 1000);
    return from_unix_milliseconds(text_at(value, path));
}

/// The words of a text with pictures between them.
std::string rich_text(const json& push) {
    std::string text;
    const json* parts = json_at(push, {"content", "richText"});
    if (parts == nullptr || !parts->is_array()) return text;
    for (const json& part : *parts) text += text_at(part, {"text"});
    return text;
}

void take_content(const json& push, Inbound& inbound) {
    const std::string type = text_at(push, {"msgtype"});
    inbound.kind = "other";
    if (type == "text") {
        inbound.kind = "text";
        inbound.text = text_at(push, {"text", "content"});
    } else if (type == "richText") {
        inbound.text = clean_text(rich_text(push));
        inbound.kind = inbound.text.empty() ? "image" : "text";
    } else if (type == "picture") {
        inbound.kind = "image";
    } else if (type == "audio") {
        inbound.kind = "voice";
        inbound.text = text_at(push, {"content", "recognition"});
    } else if (type == "video" || type == "file") {
        inbound.kind = type;
        inbound.text = text_at(push, {"content", "fileName"});
    }
    // The mention is gone from the text, the blank after it is not.
    inbound.text = clean_text(inbound.text);
}

bool is_for_us(const json& push, const Options& options) {
    const auto robot = string_at(push, {"robotCode"});
    const auto corp = string_at(push, {"chatbotCorpId"});
    return (options.robot_code.empty() || !robot || *robot == options.robot_code) &&
           (options.corp_id.empty() || corp == options.corp_id);
}

std::string reply_ref_of(const json& push, bool in_group) {
    const auto url = string_at(push, {"sessionWebhook"});
    const auto until = milliseconds_at(push, {"sessionWebhookExpiredTime"});
    if (!url || !until) return "";
    return json_text({{"session_webhook", *url},
                      {"until", until->time_since_epoch().count()},
                      {"group", in_group}});
}

}  // namespace

Checked<std::vector<Inbound>> parse(const json& push, const Options& options, Instant now) {
    if (!is_for_us(push, options)) return tl::unexpected(Rejected{401, "receiver"});
    const bool in_group = text_at(push, {"conversationType"}) == "2";
    Inbound inbound;
    inbound.platform = "dingtalk";
    inbound.account = options.account;
    inbound.message_id = text_at(push, {"msgId"});
    inbound.chat = {text_at(push, {"conversationId"}),
                    in_group ? ChatKind::group : ChatKind::private_chat};
    // Somebody from outside the company has no staff id.
    inbound.sender.id = string_at(push, {"senderStaffId"}).value_or(text_at(push, {"senderId"}));
    inbound.sender.name = string_at(push, {"senderNick"});
    if (inbound.message_id.empty() || inbound.chat.id.empty() || inbound.sender.id.empty()) {
        return tl::unexpected(Rejected{400, "missing"});
    }
    take_content(push, inbound);
    // In groups only what names the robot arrives; where the field is left out it was named, too.
    const json* named = json_at(push, {"isInAtList"});
    inbound.mentions_bot = !in_group || named == nullptr || *named != json(false);
    inbound.sent_at = milliseconds_at(push, {"createAt"}).value_or(now);
    inbound.reply_ref = reply_ref_of(push, in_group);
    inbound.town = options.town;
    inbound.community = options.community;
    return std::vector{std::move(inbound)};
}

}  // namespace qingdan::channels::dingtalk
