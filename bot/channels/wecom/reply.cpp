// Vendor's page: "被动回复消息格式" (developer.work.weixin.qq.com/document/path/90241, 2021-11).

#include "bot/channels/digest.hpp"
#include "bot/channels/signed_query.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/wecom/app.hpp"
#include "bot/channels/xml_fields.hpp"

#include <fmt/format.h>

#include <utility>

namespace qingdan::channels::wecom {
namespace {

constexpr std::size_t max_text_bytes = 2048;

/// A number for elements that must hold one, whatever was in the query.
std::string_view digits_of(std::string_view text) {
    return text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos ? "0"
                                                                                          : text;
}

}  // namespace

http::Response App::answer(const http::Request& request, std::span<const Outgoing> replies) const {
    if (replies.empty()) return http::Response{};
    std::string text;
    for (const Outgoing& reply : replies) text += (text.empty() ? "" : "\n") + reply.text;
    // Push and answer carry the same time and nonce: the answer needs no clock, and the platform
    // takes any.
    const auto query = signed_query(request).value_or(SignedQuery{});
    const std::string inner = fmt::format(
        "<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{}</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType><Content>{}</Content></xml>",
        cdata(replies.front().to),
        cdata(options_.corp_id),
        digits_of(query.timestamp),
        cdata(cut_to(text, max_text_bytes)));
    const Sealed sealed =
        envelope_.seal(inner, std::string(digits_of(query.timestamp)), query.nonce);
    return {200,
            {{"Content-Type", "application/xml; charset=utf-8"}},
            fmt::format("<xml><Encrypt>{}</Encrypt><MsgSignature>{}</MsgSignature>"
                        "<TimeStamp>{}</TimeStamp><Nonce>{}</Nonce></xml>",
                        cdata(sealed.ciphertext),
                        cdata(sealed.signature),
                        sealed.timestamp,
                        cdata(sealed.nonce))};
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
