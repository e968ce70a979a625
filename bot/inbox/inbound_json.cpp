#include "bot/inbox/inbound_json.hpp"

#include "domain/audit/digest.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::inbox {
namespace {

using nlohmann::json;

json or_null(const std::optional<std::string>& text) { return text ? json(*text) : json(); }

std::optional<std::string> text_or_none(const json& value) {
    return value.is_null() ? std::nullopt : std::optional{value.get<std::string>()};
}

}  // namespace

std::string to_json(const Inbound& inbound) {
    const json whole{
        {"platform", inbound.platform},
        {"account", inbound.account},
        {"message_id", inbound.message_id},
        {"second_id", or_null(inbound.second_id)},
        {"chat", {{"id", inbound.chat.id}, {"group", inbound.chat.kind == ChatKind::group}}},
        {"sender", {{"id", inbound.sender.id}, {"name", or_null(inbound.sender.name)}}},
        {"kind", inbound.kind},
        {"text", inbound.text},
        {"key", inbound.key},
        {"mentions_bot", inbound.mentions_bot},
        {"sent_at", to_text(inbound.sent_at)},
        {"edits", or_null(inbound.edits)},
        {"quotes", or_null(inbound.quotes)},
        {"reply_ref", inbound.reply_ref},
        {"town", inbound.town},
        {"community", inbound.community}};
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

Inbound inbound_from_json(std::string_view text) {
    const json whole = json::parse(text);
    const json& chat = whole.at("chat");
    const json& sender = whole.at("sender");
    return {.platform = whole.at("platform"),
            .account = whole.at("account"),
            .message_id = whole.at("message_id"),
            .second_id = text_or_none(whole.at("second_id")),
            .chat = {chat.at("id"),
                     chat.at("group").get<bool>() ? ChatKind::group : ChatKind::private_chat},
            .sender = {sender.at("id"), text_or_none(sender.at("name"))},
            .kind = whole.at("kind"),
            .text = whole.at("text"),
            .key = whole.at("key"),
            .mentions_bot = whole.at("mentions_bot"),
            .sent_at = instant_from_text(whole.at("sent_at").get<std::string>()),
            .edits = text_or_none(whole.at("edits")),
            .quotes = text_or_none(whole.at("quotes")),
            .reply_ref = whole.at("reply_ref"),
            .town = whole.at("town"),
            .community = whole.at("community")};
}

std::string dedupe_key(const Inbound& inbound, std::string_view message_id) {
    return audit::digest({inbound.platform, inbound.account, inbound.chat.id, message_id})
        .substr(0, 16);
}

}  // namespace qingdan::inbox
