// Vendor's pages: "消息格式" (developer.work.weixin.qq.com/document/path/90239, 2024-10) and
// "事件格式" (90240, 2024-11).

#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"
#include "bot/channels/wecom/app.hpp"
#include "bot/channels/xml_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace qingdan::channels::wecom {
namespace {

struct MessageType {
    std::string_view name, kind;
    std::string_view text;  ///< the element that holds what was written; empty: there is no text
    std::string_view key;
};

// A voice message comes without a transcript on this platform.
constexpr std::array message_types = {
    MessageType{"text", "text", "Content", ""},
    MessageType{"image", "image", "", ""},
    MessageType{"voice", "voice", "", ""},
    MessageType{"video", "video", "", ""},
    MessageType{"location", "location", "Label", ""},
    MessageType{"link", "link", "Title", "Url"},
};

struct EventType {
    std::string_view name;  ///< lower case; the platform writes LOCATION as well as click
    std::string_view kind;
    std::string_view key;  ///< the element that holds the key
};

// What a member did not do (positions reported on their own, batch jobs, changed contacts, …) is
// none of these and becomes `other`.
constexpr std::array event_types = {
    EventType{"subscribe", "subscribe", ""},
    EventType{"unsubscribe", "unsubscribe", ""},
    EventType{"enter_agent", "enter", ""},
    EventType{"click", "menu", "EventKey"},
    EventType{"view", "menu", "EventKey"},
    EventType{"view_miniprogram", "menu", "EventKey"},
    EventType{"scancode_push", "scan", "ScanCodeInfo/ScanResult"},
    EventType{"scancode_waitmsg", "scan", "ScanCodeInfo/ScanResult"},
    // The picture or place itself follows as a message of its own.
    EventType{"pic_sysphoto", "menu", "EventKey"},
    EventType{"pic_photo_or_album", "menu", "EventKey"},
    EventType{"pic_weixin", "menu", "EventKey"},
    EventType{"location_select", "menu", "EventKey"},
    EventType{"template_card_event", "button", "EventKey"},
    EventType{"template_card_menu_event", "button", "EventKey"},
};

constexpr EventType other_event{"", "other", "EventKey"};

/// Fills in what a message has and an event has not; false where its type is not handled.
bool take_message(const XmlFields& document, Inbound& inbound) {
    const auto type =
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
    const auto known = std::ranges::find(event_types, name, &EventType::name);
    const EventType& type = known == event_types.end() ? other_event : *known;
    inbound.kind = type.kind;
    if (!type.key.empty()) inbound.key = clean_text(document.text(type.key));
    // The buttons of our cards carry the text that choosing them sends (send.cpp).
    if (type.kind == "button") inbound.text = inbound.key;
    // Events have no MsgId. The vendor recommends sender and time; entering and clicking within one
    // second would then be one.
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
    inbound.platform = "wecom";
    inbound.account = options.account;
    inbound.sender.id = sender;
    inbound.chat.id = sender;  // groups never reach an app
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

}  // namespace qingdan::channels::wecom
