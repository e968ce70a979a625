// Vendor's pages: "Update" and "Message" (core.telegram.org/bots/api#update), Bot API 9, 2025.

#include "bot/channels/json_object.hpp"
#include "bot/channels/telegram/bot.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/unix_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace qingdan::channels::telegram {
namespace {

using nlohmann::json;
using Path = std::initializer_list<std::string_view>;

/// Ids have up to 52 bits; as text they survive everything.
std::string id_at(const json& value, Path path) {
    const auto id = integer_at(value, path);
    return id ? std::to_string(*id) : "";
}

std::string text_at(const json& value, Path path) { return string_at(value, path).value_or(""); }

struct ContentType {
    std::string_view field, kind;
};

// In this order: an animation has a document, and a venue a location, for old clients.
constexpr std::array content_types = {
    ContentType{"photo", "image"},
    ContentType{"voice", "voice"},
    ContentType{"audio", "voice"},
    ContentType{"video", "video"},
    ContentType{"video_note", "video"},
    ContentType{"animation", "video"},
    ContentType{"document", "file"},
    ContentType{"venue", "location"},
    ContentType{"location", "location"},
    ContentType{"sticker", "sticker"},
    ContentType{"group_chat_created", "joined"},
    ContentType{"supergroup_chat_created", "joined"},
};

/// The byte at which UTF-16 unit `unit` of `text` begins: offsets of entities count neither bytes
/// nor characters.
std::size_t byte_of_unit(std::string_view text, std::int64_t unit) {
    std::size_t i = 0;
    while (i < text.size() && unit > 0) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        unit -= bytes == 4 ? 2 : 1;
        i += bytes;
    }
    return std::min(i, text.size());
}

struct Span {
    std::size_t begin = 0, end = 0;
};

/// Where in `text` the bot itself is named by `entity`; `nullopt` where somebody else is.
std::optional<Span> own_mention(const json& entity, std::string_view text, const Options& options) {
    const std::string type = text_at(entity, {"type"});
    const auto offset = integer_at(entity, {"offset"}).value_or(-1);
    const auto length = integer_at(entity, {"length"}).value_or(-1);
    if (offset < 0 || length <= 0) return std::nullopt;
    Span span{byte_of_unit(text, offset), byte_of_unit(text, offset + length)};
    const std::string words = lower_case(text.substr(span.begin, span.end - span.begin));
    const std::string own = "@" + lower_case(options.bot_username);
    if (type == "mention" && words == own) return span;
    if (type == "bot_command" && words.ends_with(own)) {
        span.begin = span.end - own.size();  // "/help@our_bot" keeps its command
        return span;
    }
    if (type == "text_mention" &&
        lower_case(text_at(entity, {"user", "username"})) == lower_case(options.bot_username)) {
        return span;
    }
    return std::nullopt;
}

/// Takes the bot's own name out of the text; whether it was there.
bool take_out_mentions(const json* entities, const Options& options, std::string& text) {
    if (entities == nullptr || !entities->is_array()) return false;
    std::vector<Span> spans;
    for (const json& entity : *entities) {
        if (const auto span = own_mention(entity, text, options)) spans.push_back(*span);
    }
    std::ranges::sort(spans, std::greater{}, &Span::begin);
    for (const Span& span : spans) {
        std::size_t end = span.end;
        // The blank after a name goes with it; after "/help@our_bot" it still parts the command
        // from its words.
        const bool stands_alone = span.begin == 0 || text[span.begin - 1] == ' ';
        if (stands_alone && end < text.size() && text[end] == ' ') ++end;
        text.erase(span.begin, end - span.begin);
    }
    return !spans.empty();
}

bool is_bot_itself(const json& user, const Options& options) {
    return lower_case(text_at(user, {"username"})) == lower_case(options.bot_username);
}

bool bot_joined(const json& message, const Options& options) {
    const json* members = json_at(message, {"new_chat_members"});
    return members != nullptr && members->is_array() &&
           std::ranges::any_of(*members,
                               [&](const json& user) { return is_bot_itself(user, options); });
}

void take_content(const json& message, const Options& options, Inbound& inbound) {
    const bool has_text = json_at(message, {"text"}) != nullptr;
    inbound.text = text_at(message, {has_text ? "text" : "caption"});
    const bool named = take_out_mentions(
        json_at(message, {has_text ? "entities" : "caption_entities"}), options, inbound.text);
    const json* answered = json_at(message, {"reply_to_message", "from"});
    inbound.mentions_bot = inbound.chat.kind == ChatKind::private_chat || named ||
                           (answered != nullptr && is_bot_itself(*answered, options));
    inbound.kind = has_text ? "text" : "other";
    if (has_text) return;
    if (bot_joined(message, options)) inbound.kind = "joined";
    for (const auto& [field, kind] : content_types) {
        if (!message.contains(field)) continue;
        inbound.kind = kind;
        break;
    }
    if (!inbound.text.empty()) return;
    if (inbound.kind == "file") inbound.text = text_at(message, {"document", "file_name"});
    if (inbound.kind == "location") inbound.text = text_at(message, {"venue", "title"});
    if (inbound.kind == "sticker") inbound.text = text_at(message, {"sticker", "emoji"});
}

/// Who and where, of a message or of the message under a button. False where one is missing, or a
/// bot speaks.
bool take_people(const json& from, const json& message, Inbound& inbound) {
    inbound.sender.id = id_at(from, {"id"});
    const std::string name =
        clean_text(text_at(from, {"first_name"}) + " " + text_at(from, {"last_name"}));
    if (!name.empty()) inbound.sender.name = name;
    inbound.chat.id = id_at(message, {"chat", "id"});
    inbound.chat.kind =
        text_at(message, {"chat", "type"}) == "private" ? ChatKind::private_chat : ChatKind::group;
    const json* is_bot = json_at(from, {"is_bot"});
    const bool speaks_a_bot = is_bot != nullptr && *is_bot == json(true);
    return !inbound.sender.id.empty() && !inbound.chat.id.empty() && !speaks_a_bot;
}

/// A text after `/start` comes from a link that somebody followed.
std::string link_payload(std::string_view text) {
    constexpr std::string_view start = "/start ";
    return text.starts_with(start) ? clean_text(text.substr(start.size())) : "";
}

std::string reply_ref_of(const json& message, const std::string& callback_query) {
    json ref = {{"message_id", integer_at(message, {"message_id"}).value_or(0)}};
    if (const auto thread = integer_at(message, {"message_thread_id"})) ref["thread"] = *thread;
    if (!callback_query.empty()) ref["callback_query"] = callback_query;
    return json_text(ref);
}

std::optional<Inbound> from_message(const json& message,
                                    bool is_edit,
                                    Inbound inbound,
                                    const Options& options) {
    const json* from = json_at(message, {"from"});
    const std::string id = id_at(message, {"message_id"});
    if (from == nullptr || id.empty() || !take_people(*from, message, inbound)) return std::nullopt;
    inbound.message_id = id;
    inbound.sent_at = from_unix(integer_at(message, {is_edit ? "edit_date" : "date"}).value_or(-1))
                          .value_or(inbound.sent_at);
    if (is_edit) {
        inbound.message_id += "e" + id_at(message, {"edit_date"});
        inbound.edits = id;
    }
    // In a forum every message answers the one that opened its topic.
    const std::string quoted = id_at(message, {"reply_to_message", "message_id"});
    if (!quoted.empty() && quoted != id_at(message, {"message_thread_id"})) inbound.quotes = quoted;
    take_content(message, options, inbound);
    inbound.text = clean_text(inbound.text);
    inbound.key = link_payload(inbound.text);
    inbound.reply_ref = reply_ref_of(message, "");
    return inbound;
}

std::optional<Inbound> from_button(const json& query, Inbound inbound) {
    const json* from = json_at(query, {"from"});
    const json* message = json_at(query, {"message"});
    const std::string id = text_at(query, {"id"});
    if (from == nullptr || message == nullptr || id.empty()) return std::nullopt;
    if (!take_people(*from, *message, inbound)) return std::nullopt;
    inbound.message_id = "q" + id;
    inbound.kind = "button";
    inbound.key = text_at(query, {"data"});
    inbound.text = clean_text(inbound.key);
    inbound.reply_ref = reply_ref_of(*message, id);
    return inbound;
}

std::optional<Inbound> from_membership(const json& change,
                                       const std::string& update_id,
                                       Inbound inbound) {
    const json* from = json_at(change, {"from"});
    const std::string status = text_at(change, {"new_chat_member", "status"});
    if (from == nullptr || !take_people(*from, change, inbound)) return std::nullopt;
    if (status != "member" && status != "administrator") return std::nullopt;
    inbound.message_id = "u" + update_id;
    inbound.kind = "joined";
    inbound.mentions_bot = inbound.chat.kind == ChatKind::private_chat;
    inbound.sent_at =
        from_unix(integer_at(change, {"date"}).value_or(-1)).value_or(inbound.sent_at);
    return inbound;
}

}  // namespace

std::vector<Inbound> parse(const json& update, const Options& options, Instant now) {
    Inbound blank;
    blank.platform = "telegram";
    blank.account = options.account;
    blank.sent_at = now;
    blank.town = options.town;
    blank.community = options.community;
    std::optional<Inbound> inbound;
    if (const json* message = json_at(update, {"message"})) {
        inbound = from_message(*message, false, std::move(blank), options);
    } else if (const json* edited = json_at(update, {"edited_message"})) {
        inbound = from_message(*edited, true, std::move(blank), options);
    } else if (const json* query = json_at(update, {"callback_query"})) {
        inbound = from_button(*query, std::move(blank));
    } else if (const json* change = json_at(update, {"my_chat_member"})) {
        inbound = from_membership(*change, id_at(update, {"update_id"}), std::move(blank));
    }
    if (!inbound) return {};
    return {std::move(*inbound)};
}

}  // namespace qingdan::channels::telegram
