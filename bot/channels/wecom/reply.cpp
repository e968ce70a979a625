// Vendor's page: "被动回复消息格式" (developer.work.weixin.qq.com/document/path/90241, 2021-11).

#include "bot/channels/signed_query.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/wecom/app.hpp"
#include "bot/channels/xml_reply.hpp"

namespace qingdan::channels::wecom {
namespace {

constexpr std::size_t max_text_bytes = 2048;

}  // namespace

http::Response App::answer(const http::Request& request, std::span<const Outgoing> replies) const {
    if (replies.empty()) return http::Response{};
    std::string text;
    for (const Outgoing& reply : replies) text += (text.empty() ? "" : "\n") + reply.text;
    // Push and answer carry the same time and nonce: the answer needs no clock, and the platform
    // takes any.
    const auto query = signed_query(request).value_or(SignedQuery{});
    const std::string document = text_document(
        replies.front().to, options_.corp_id, query.timestamp, cut_to(text, max_text_bytes));
    return xml_response(sealed_document(envelope_.seal(document, query.timestamp, query.nonce)));
}

Limits App::limits() const noexcept {
    return {.text_bytes = max_text_bytes,
            .passive_text_bytes = max_text_bytes,
            .per_minute = 30,
            .answer_within = std::chrono::milliseconds{3500},
            .passive_reply = true,
            .passive_messages = 1};
}

}  // namespace qingdan::channels::wecom
