// Vendor's pages: "接收消息" and "接收消息内容"
// (open.feishu.cn/document/server-docs/im-v1/message), as of 2025.

#include "bot/channels/feishu/app.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace qingdan::channels::feishu {
namespace {

using nlohmann::json;
using Path = std::initializer_list<std::string_view>;

std::string text_at(const json& value, Path path) { return string_at(value, path).value_or(""); }

/// Somebody named in a text, where a placeholder stands for the name.
struct Mention {
    std::string key, name;
    bool is_bot = false;
};

std::vector<Mention> mentions_in(const json& message, const Options& options) {
    std::vector<Mention> mentions;
    const json* listed = json_at(message, {"mentions"});
    if (listed == nullptr || !listed->is_array()) return mentions;
    for (const json& each : *listed) {
        const std::string open_id = text_at(each, {"id", "open_id"});
        mentions.push_back({text_at(each, {"key"}),
                            text_at(each, {"name"}),
                            !open_id.empty() && open_id == options.bot_open_id});
    }
    // @_user_1 is the beginning of @_user_10.
    std::ranges::sort(mentions, std::greater{}, [](const Mention& m) { return m.key.size(); });
    return mentions;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    if (from.empty()) return text;
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Placeholders become names; the bot's own becomes nothing.
std::string with_names(std::string text, const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) {
        if (mention.is_bot) {
            text = replaced(std::move(text), mention.key + " ", "");
            text = replaced(std::move(text), mention.key, "");
        } else {
            text = replaced(std::move(text), mention.key, "@" + mention.name);
        }
    }
    return text;
}

/// One element of a rich text in words; pictures have none.
std::string words_of(const json& element) {
    const std::string tag = text_at(element, {"tag"});
    if (tag != "at") return text_at(element, {"text"});
    // Here a placeholder stands as the user id, too, so that with_names finds it.
    const std::string user = text_at(element, {"user_id"});
    return user.starts_with("@_") ? user : "@" + text_at(element, {"user_name"});
}

std::string post_text(const json& content) {
    std::string text = text_at(content, {"title"});
    const json* lines = json_at(content, {"content"});
    if (lines == nullptr || !lines->is_array()) return text;
    for (const json& line : *lines) {
        std::string words;
        if (line.is_array()) {
            for (const json& element : line) words += words_of(element);
        }
        if (!text.empty()) text += "\n";
        text += words;
    }
    return text;
}

struct MessageType {
    std::string_view name, kind, field;  ///< the field of `content` that holds the text
};

constexpr std::array message_types = {
    MessageType{"text", "text", "text"},
    MessageType{"image", "image", ""},
    MessageType{"sticker", "sticker", ""},
    MessageType{"audio", "voice", ""},
    MessageType{"media", "video", "file_name"},
    MessageType{"file", "file", "file_name"},
    MessageType{"location", "location", "name"},
};

void take_content(const json& message, const Options& options, Inbound& inbound) {
    const std::string type = text_at(message, {"message_type"});
    // JSON inside a JSON string.
    const json content = read_json_object(text_at(message, {"content"})).value_or(json::object());
    const auto mentions = mentions_in(message, options);
    inbound.mentions_bot = inbound.chat.kind == ChatKind::private_chat ||
                           std::ranges::any_of(mentions, &Mention::is_bot);
    const auto* const known = std::ranges::find(message_types, type, &MessageType::name);
    inbound.kind = type == "post" ? "text" : known == message_types.end() ? "other" : known->kind;
    std::string text;
    if (type == "post") {
        text = post_text(content);
    } else if (known != message_types.end() && !known->field.empty()) {
        text = text_at(content, {known->field});
    }
    inbound.text = clean_text(with_names(std::move(text), mentions));
}

std::string reply_ref_of(const std::string& message_id) {
    return message_id.empty() ? "" : json_text({{"message_id", message_id}});
}

/// `nullopt` where a bot speaks: two of them would talk for ever.
std::optional<Inbound> from_message(const json& event, const Options& options, Inbound inbound) {
    if (text_at(event, {"sender", "sender_type"}) != "user") return std::nullopt;
    const json* message = json_at(event, {"message"});
    if (message == nullptr) return inbound;  // without an id: refused by `parse`
    inbound.second_id = std::exchange(inbound.message_id, text_at(*message, {"message_id"}));
    inbound.chat = {
        text_at(*message, {"chat_id"}),
        text_at(*message, {"chat_type"}) == "p2p" ? ChatKind::private_chat : ChatKind::group};
    inbound.sender.id = text_at(event, {"sender", "sender_id", "open_id"});
    inbound.sent_at =
        from_unix_milliseconds(text_at(*message, {"create_time"})).value_or(inbound.sent_at);
    inbound.quotes = string_at(*message, {"parent_id"});
    if (inbound.quotes && inbound.quotes->empty()) inbound.quotes.reset();
    take_content(*message, options, inbound);
    inbound.reply_ref = reply_ref_of(inbound.message_id);
    return inbound;
}

/// A pressed button. Ours hold the text to send; of a card made elsewhere the value is all there
/// is.
Inbound from_button(const json& event, Inbound inbound) {
    inbound.sender.id = text_at(event, {"operator", "open_id"});
    inbound.chat.id = text_at(event, {"context", "open_chat_id"});
    inbound.kind = "button";
    if (const json* value = json_at(event, {"action", "value"})) {
        inbound.key = value->is_string() ? value->get<std::string>() : json_text(*value);
        inbound.text =
            clean_text(string_at(*value, {"send"}).value_or(value->is_string() ? inbound.key : ""));
    }
    inbound.reply_ref = reply_ref_of(text_at(event, {"context", "open_message_id"}));
    return inbound;
}

Inbound from_operator(const json& event, std::string_view kind, ChatKind chat, Inbound inbound) {
    inbound.kind = kind;
    inbound.sender.id = text_at(event, {"operator_id", "open_id"});
    if (inbound.sender.id.empty())
        inbound.sender.id = text_at(event, {"operator", "operator_id", "open_id"});
    inbound.chat = {text_at(event, {"chat_id"}), chat};
    if (inbound.chat.id.empty()) inbound.chat.id = inbound.sender.id;
    inbound.key = text_at(event, {"event_key"});
    inbound.mentions_bot = chat == ChatKind::private_chat;
    return inbound;
}

std::optional<Inbound> from_event(const json& whole, const Options& options, Inbound inbound) {
    const std::string type = text_at(whole, {"header", "event_type"});
    const json* event = json_at(whole, {"event"});
    if (event == nullptr) return std::nullopt;
    if (type == "im.message.receive_v1") return from_message(*event, options, std::move(inbound));
    if (type == "card.action.trigger") return from_button(*event, std::move(inbound));
    if (type == "im.chat.access_event.bot_p2p_chat_entered_v1") {
        return from_operator(*event, "enter", ChatKind::private_chat, std::move(inbound));
    }
    if (type == "im.chat.member.bot.added_v1") {
        return from_operator(*event, "joined", ChatKind::group, std::move(inbound));
    }
    if (type == "application.bot.menu_v6") {
        return from_operator(*event, "menu", ChatKind::private_chat, std::move(inbound));
    }
    return std::nullopt;  // reactions, receipts, recalls, and events of version 1
}

}  // namespace

Checked<std::vector<Inbound>> parse(const json& event, const Options& options, Instant now) {
    Inbound blank;
    blank.platform = "feishu";
    blank.account = options.account;
    blank.message_id = text_at(event, {"header", "event_id"});
    blank.sent_at = from_unix_milliseconds(text_at(event, {"header", "create_time"})).value_or(now);
    blank.town = options.town;
    blank.community = options.community;
    auto inbound = from_event(event, options, std::move(blank));
    if (!inbound) return std::vector<Inbound>{};
    if (inbound->message_id.empty() || inbound->chat.id.empty() || inbound->sender.id.empty()) {
        return tl::unexpected(Rejected{400, "missing"});
    }
    return std::vector{std::move(*inbound)};
}

}  // namespace qingdan::channels::feishu
