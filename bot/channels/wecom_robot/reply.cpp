// Vendor's page: "被动回复消息" (developer.work.weixin.qq.com/document/path/101031, 2025-10).

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/signed_query.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/wecom_robot/robot.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <utility>

namespace qingdan::channels::wecom_robot {
namespace {

constexpr std::size_t max_answer_bytes = 20480;

/// The platform wants a number here.
std::int64_t seconds_of(std::string_view text) {
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
}

}  // namespace

http::Response Robot::sealed(const http::Request& request, const nlohmann::json& message) const {
    auto query = signed_query(request).value_or(SignedQuery{});
    const Sealed envelope = envelope_.seal(
        json_text(message), std::to_string(seconds_of(query.timestamp)), query.nonce);
    return http::Response::json(200,
                                json_text({{"encrypt", envelope.ciphertext},
                                           {"msgsignature", envelope.signature},
                                           {"timestamp", seconds_of(envelope.timestamp)},
                                           {"nonce", envelope.nonce}}));
}

http::Response Robot::answer(const http::Request& request,
                             std::span<const Outgoing> replies) const {
    const auto push = push_in(request);
    if (replies.empty() || !push) return http::Response{};
    std::string text;
    for (const Outgoing& reply : replies) text += (text.empty() ? "" : "\n\n") + reply.text;
    text = cut_to(text, max_answer_bytes);
    // A plain text is taken as a greeting only; everything else is a stream, ours complete at once.
    if (string_at(*push, {"event", "eventtype"}) == "enter_chat") {
        return sealed(request, {{"msgtype", "text"}, {"text", {{"content", text}}}});
    }
    // The same for each repeat of the message, which is told apart from other messages by it.
    const std::string id = hex(sha256(string_at(*push, {"msgid"}).value_or(""))).substr(0, 32);
    return sealed(
        request,
        {{"msgtype", "stream"}, {"stream", {{"id", id}, {"finish", true}, {"content", text}}}});
}

Limits Robot::limits() const noexcept {
    return {.text_bytes = max_answer_bytes,
            .passive_text_bytes = max_answer_bytes,
            .per_minute = 30,
            .answer_within = std::chrono::milliseconds{3500},
            .passive_reply = true,
            .passive_messages = 1};
}

}  // namespace qingdan::channels::wecom_robot
