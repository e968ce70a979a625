// Vendor's pages: "接收消息" (developer.work.weixin.qq.com/document/path/100719) and "接收事件"
// (101027), as of 2025-10.

#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"
#include "bot/channels/wecom_robot/robot.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace qingdan::channels::wecom_robot {
namespace {

using nlohmann::json;

/// What was written or said in a message.
struct Content {
    std::string kind, text, key;
};

/// The texts of a mixed message, each on a line of its own; a picture where there is no text.
std::optional<Content> mixed_content(const json& push) {
    const json* items = json_at(push, {"mixed", "msg_item"});
    if (items == nullptr || !items->is_array()) return std::nullopt;
    Content content{"image", "", ""};
    for (const json& item : *items) {
        const auto text = string_at(item, {"text", "content"});
        if (string_at(item, {"msgtype"}) != "text" || !text) continue;
        content.kind = "text";
        content.text += (content.text.empty() ? "" : "\n") + *text;
    }
    return content;
}

std::optional<Content> event_content(const json& push) {
    const std::string type = string_at(push, {"event", "eventtype"}).value_or("");
    if (type == "enter_chat") return Content{"enter", "", ""};
    if (type == "template_card_event") {
        const std::string key =
            string_at(push, {"event", "template_card_event", "event_key"}).value_or("");
        return Content{"button", key, key};
    }
    return Content{"other", "", ""};
}

/// `nullopt` where a field is missing that the type must have.
std::optional<Content> content_of(const json& push, std::string_view type) {
    if (type == "event") return event_content(push);
    if (type == "mixed") return mixed_content(push);
    if (type == "image" || type == "file" || type == "video")
        return Content{std::string(type), "", ""};
    const auto text = string_at(push, {type, "content"});
    if (!text) return std::nullopt;
    return Content{std::string(type), *text, ""};
}

/// Types whose answer must be empty, and types of another year.
bool is_handled(const json& push, std::string_view type) {
    if (type == "event") return string_at(push, {"event", "eventtype"}) != "feedback_event";
    return type == "text" || type == "voice" || type == "image" || type == "file" ||
           type == "video" || type == "mixed";
}

/// Only events tell when they happened.
Instant time_of(const json& push, Instant now) {
    return from_unix(integer_at(push, {"create_time"}).value_or(-1)).value_or(now);
}

}  // namespace

std::string reply_ref_of(const json& push, Instant now) {
    const auto url = string_at(push, {"response_url"});
    if (!url) return "";
    constexpr std::chrono::hours valid_for{1};
    return json_text(
        {{"response_url", *url}, {"until", (now + valid_for).time_since_epoch().count()}});
}

Checked<std::vector<Inbound>> parse(const json& push, const Options& options, Instant now) {
    const std::string type = string_at(push, {"msgtype"}).value_or("");
    if (!is_handled(push, type)) return std::vector<Inbound>{};
    const bool in_group = string_at(push, {"chattype"}) == "group";
    const auto id = string_at(push, {"msgid"});
    const auto sender = string_at(push, {"from", "userid"});
    const auto chat = in_group ? string_at(push, {"chatid"}) : sender;
    const auto content = content_of(push, type);
    if (!id || id->empty() || !sender || sender->empty() || !chat || chat->empty() || !content) {
        return tl::unexpected(Rejected{400, "missing"});
    }
    Inbound inbound;
    inbound.platform = "wecom";
    inbound.account = options.account;
    inbound.message_id = *id;
    inbound.chat = {*chat, in_group ? ChatKind::group : ChatKind::private_chat};
    inbound.sender.id = *sender;
    inbound.kind = content->kind;
    // In a group the robot is named inside the text. A quoted message comes along
    // without an id, and its words are another person's: both stay out.
    inbound.text = clean_text(without_mention(clean_text(content->text), options.bot_name));
    inbound.key = content->key;
    inbound.sent_at = time_of(push, now);
    inbound.reply_ref = reply_ref_of(push, now);
    inbound.town = options.town;
    inbound.community = options.community;
    return std::vector{std::move(inbound)};
}

}  // namespace qingdan::channels::wecom_robot
