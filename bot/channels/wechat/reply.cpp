// Vendor's page: "被动回复用户消息" (developers.weixin.qq.com/doc/offiaccount), as of 2025.

#include "bot/channels/text.hpp"
#include "bot/channels/wechat/official_account.hpp"
#include "bot/channels/xml_fields.hpp"
#include "bot/channels/xml_reply.hpp"

namespace qingdan::channels::wechat {
namespace {

// Above it the whole answer fails and the follower is told that the account is out of order.
constexpr std::size_t max_text_bytes = 2048;

}  // namespace

http::Response OfficialAccount::answer(const http::Request& request,
                                       std::span<const Outgoing> replies) const {
    const auto query = signed_query(request).value_or(SignedQuery{});
    const auto push = document_in(request, query).and_then(XmlFields::read);
    if (replies.empty() || !push) return http::Response{};
    std::string text;
    for (const Outgoing& reply : replies) text += (text.empty() ? "" : "\n") + reply.text;
    // From the account's original id (gh_…), which stands nowhere but in the push.
    std::string document = text_document(push->text("FromUserName"),
                                         push->text("ToUserName"),
                                         query.timestamp,
                                         cut_to(text, max_text_bytes));
    if (!envelope_) return xml_response(std::move(document));
    return xml_response(sealed_document(envelope_->seal(document, query.timestamp, query.nonce)));
}

Limits OfficialAccount::limits() const noexcept {
    return {.text_bytes = max_text_bytes,
            .passive_text_bytes = max_text_bytes,
            .per_minute = 20,
            .answer_within = std::chrono::milliseconds{3500},
            .passive_reply = true,
            .passive_messages = 1};
}

}  // namespace qingdan::channels::wechat
