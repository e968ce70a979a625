// Vendor's pages: "接收普通消息" and "接收事件推送" (developers.weixin.qq.com/doc/offiaccount), as
// of 2025.

#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"
#include "bot/channels/wechat/official_account.hpp"
#include "bot/channels/xml_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace qingdan::channels::wechat {
namespace {

struct MessageType {
    std::string_view name, kind;
    std::string_view
        text;  ///< the element that holds what was written or said; empty: there is none
    std::string_view key;
};

constexpr std::array message_types = {
    MessageType{"text", "text", "Content", ""},
    MessageType{"image", "image", "", ""},
    // Often missing nowadays: a voice message without words is one all the same.
    MessageType{"voice", "voice", "Recognition", ""},
    MessageType{"video", "video", "", ""},
    MessageType{"shortvideo", "video", "", ""},
    MessageType{"location", "location", "Label", ""},
    MessageType{"link", "link", "Title", "Url"},
    MessageType{"file", "file", "Title", ""},
};

struct EventType {
    std::string_view name, kind;  ///< the name in lower case; the platform is not consistent in it
};

constexpr std::array event_types = {
    EventType{"subscribe", "subscribe"},
    EventType{"unsubscribe", "unsubscribe"},
    EventType{"scan", "scan"},
    EventType{"click", "menu"},
    EventType{"view", "menu"},
};

bool take_message(const XmlFields& document, Inbound& inbound) {
    const auto* const type =
        std::ranges::find(message_types, document.text("MsgType"), &MessageType::name);
    if (type == message_types.end()) return false;
    inbound.message_id = document.text("MsgId");
    inbound.kind = type->kind;
    if (!type->text.empty()) inbound.text = clean_text(document.text(type->text));
    if (!type->key.empty()) inbound.key = clean_text(document.text(type->key));
    return true;
}

void take_event(const XmlFields& document, Inbound& inbound) {
    const std::string name = lower_case(document.text("Event"));
    const auto* const known = std::ranges::find(event_types, name, &EventType::name);
    inbound.kind = known == event_types.end() ? "other" : known->kind;
    inbound.key = clean_text(document.text("EventKey"));
    // Whoever follows through a code with a scene: "qrscene_" and the scene. A scan afterwards
    // comes without it.
    constexpr std::string_view prefix = "qrscene_";
    if (inbound.kind == "subscribe" && inbound.key.starts_with(prefix)) {
        inbound.key.erase(0, prefix.size());
    }
    // Events have no MsgId; the vendor recommends sender and time, which two events of one second
    // share.
    inbound.message_id = inbound.sender.id + ":" + std::string(document.text("CreateTime")) + ":" +
                         std::string(document.text("Event")) + ":" +
                         std::string(document.text("EventKey"));
}

}  // namespace

Checked<std::vector<Inbound>> parse(std::string_view text, const Options& options) {
    const auto document = XmlFields::read(text);
    if (!document) return tl::unexpected(document.error());
    const auto sent_at = from_unix(document->text("CreateTime"));
    const std::string_view sender = document->text("FromUserName");
    const std::string_view type = document->text("MsgType");
    if (!sent_at || sender.empty() || type.empty()) return tl::unexpected(Rejected{400, "missing"});
    Inbound inbound;
    inbound.platform = "wechat";
    inbound.account = options.account;
    inbound.sender.id = sender;
    inbound.chat.id = sender;  // there are no groups
    inbound.sent_at = *sent_at;
    inbound.town = options.town;
    inbound.community = options.community;
    if (type == "event") {
        take_event(*document, inbound);
    } else if (!take_message(*document, inbound)) {
        return std::vector<Inbound>{};
    }
    if (inbound.message_id.empty()) return tl::unexpected(Rejected{400, "missing"});
    return std::vector{std::move(inbound)};
}

}  // namespace qingdan::channels::wechat
