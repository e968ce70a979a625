// The body is this project's own: docs/platforms/webhook.md.

#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/webhook/peer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace qingdan::channels::webhook {
namespace {

using namespace std::string_view_literals;
using nlohmann::json;

constexpr std::size_t max_text_bytes = 32 << 10;
constexpr std::size_t max_id_characters = 128;

constexpr std::array kinds = {"text"sv,
                              "voice"sv,
                              "image"sv,
                              "video"sv,
                              "file"sv,
                              "location"sv,
                              "link"sv,
                              "sticker"sv,
                              "subscribe"sv,
                              "unsubscribe"sv,
                              "enter"sv,
                              "menu"sv,
                              "scan"sv,
                              "button"sv,
                              "joined"sv};

/// Takes fields one by one and remembers the first that is missing or cannot be used; its content
/// is nowhere kept.
class Fields {
public:
    explicit Fields(const json& body) : body_(body) {}

    /// Of 1 to 128 characters; required.
    std::string id(std::initializer_list<std::string_view> path) {
        const auto value = string_at(body_, path);
        const bool usable = value && !value->empty() && characters(*value) <= max_id_characters;
        if (!usable) fail(path);
        return usable ? *value : "";
    }
    /// `nullopt` where it is left out or null.
    std::optional<std::string> optional_text(std::initializer_list<std::string_view> path) {
        if (is_absent(path)) return std::nullopt;
        auto value = string_at(body_, path);
        if (!value) fail(path);
        return value;
    }
    bool optional_bool(std::initializer_list<std::string_view> path, bool otherwise) {
        if (is_absent(path)) return otherwise;
        const json* value = json_at(body_, path);
        if (!value->is_boolean()) fail(path);
        return value->is_boolean() ? value->get<bool>() : otherwise;
    }
    bool is_absent(std::initializer_list<std::string_view> path) const {
        const json* value = json_at(body_, path);
        return value == nullptr || value->is_null();
    }
    void fail(std::initializer_list<std::string_view> path) {
        if (!failed_.empty()) return;
        for (const std::string_view step : path)
            failed_.append(failed_.empty() ? "" : ".").append(step);
    }
    const std::string& failed() const { return failed_; }

private:
    static std::size_t characters(std::string_view text) {
        return static_cast<std::size_t>(std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    }

    const json& body_;
    std::string failed_;
};

bool is_json(std::string_view content_type) {
    return lower_case(clean_text(content_type.substr(0, content_type.find(';')))) ==
           "application/json";
}

void take_chat(Fields& fields, Inbound& inbound) {
    inbound.chat.id = inbound.sender.id;
    if (fields.is_absent({"chat"})) return;
    inbound.chat.id = fields.id({"chat", "id"});
    const std::string kind = fields.optional_text({"chat", "kind"}).value_or("private");
    if (kind != "private" && kind != "group") fields.fail({"chat", "kind"});
    inbound.chat.kind = kind == "group" ? ChatKind::group : ChatKind::private_chat;
}

void take_content(Fields& fields, Inbound& inbound) {
    const std::string kind = fields.optional_text({"kind"}).value_or("text");
    inbound.kind = std::ranges::find(kinds, kind) == kinds.end() ? "other" : kind;
    const auto text = fields.optional_text({"text"});
    if ((!text && inbound.kind == "text") || (text && text->size() > max_text_bytes)) {
        fields.fail({"text"});
    }
    inbound.text = clean_text(text.value_or(""));
}

void take_time(Fields& fields, Instant otherwise, Inbound& inbound) {
    inbound.sent_at = otherwise;
    const auto written = fields.optional_text({"sent_at"});
    if (!written) return;
    const auto time = parse_rfc3339(*written);
    if (!time) fields.fail({"sent_at"});
    inbound.sent_at = time ? time->instant : otherwise;
}

}  // namespace

Checked<Inbound> parse(const http::Request& request, const Proof& proof, const Options& options) {
    if (!is_json(request.header("Content-Type").value_or(""))) {
        return tl::unexpected(Rejected{415, "type"});
    }
    const auto body = read_json_object(request.body);
    if (!body) return tl::unexpected(body.error());
    Fields fields(*body);
    Inbound inbound;
    inbound.platform = "webhook";
    inbound.account = options.account;
    inbound.message_id = proof.id;
    if (!fields.is_absent({"message_id"})) {
        inbound.message_id = fields.id({"message_id"});
        inbound.second_id = proof.id;
    }
    inbound.sender = {fields.id({"sender", "id"}), fields.optional_text({"sender", "name"})};
    take_chat(fields, inbound);
    take_content(fields, inbound);
    inbound.mentions_bot =
        fields.optional_bool({"mentions_bot"}, inbound.chat.kind == ChatKind::private_chat);
    take_time(fields, proof.sent_at, inbound);
    inbound.quotes = fields.optional_text({"quotes"});
    inbound.edits = fields.optional_text({"edits"});
    inbound.town = options.town;
    inbound.community = options.community;
    if (!fields.failed().empty()) return tl::unexpected(Rejected{400, fields.failed()});
    return inbound;
}

}  // namespace qingdan::channels::webhook
