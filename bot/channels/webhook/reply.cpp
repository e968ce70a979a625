#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/webhook/peer.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace qingdan::channels::webhook {

using nlohmann::json;

json message_of(const Outgoing& outgoing) {
    json choices = json::array();
    for (const Choice& choice : outgoing.choices) {
        choices.push_back({{"label", choice.label}, {"send", choice.send}});
    }
    json files = json::array();
    for (const File& file : outgoing.files) {
        files.push_back({{"name", file.name},
                         {"media_type", file.media_type},
                         {"bytes", base64_encode(file.bytes)}});
    }
    const char* addressee = outgoing.to_kind == ChatKind::group ? "chat" : "user";
    return {{"to", {{addressee, outgoing.to}}},
            {"kind", outgoing.push ? "push" : "reply"},
            {"text", outgoing.text},
            {"choices", std::move(choices)},
            {"files", std::move(files)},
            {"at", to_text(outgoing.at)}};
}

http::Response Peer::answer(const http::Request&, std::span<const Outgoing> replies) const {
    json messages = json::array();
    for (const Outgoing& reply : replies) messages.push_back(message_of(reply));
    return http::Response::json(200, json_text({{"replies", std::move(messages)}}));
}

Limits Peer::limits() const noexcept {
    return {.text_bytes = 32 << 10,
            .passive_text_bytes = 32 << 10,
            .per_minute = 600,
            .answer_within = std::chrono::milliseconds{3500},
            .passive_reply = true,
            .passive_messages = 100};
}

}  // namespace qingdan::channels::webhook
