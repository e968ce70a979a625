#include "bot/channels/xml_reply.hpp"

#include "bot/channels/xml_fields.hpp"

#include <fmt/format.h>

#include <utility>

namespace qingdan::channels {
namespace {

/// What must be a number is one, whatever was in the query that it was taken from.
std::string_view digits_of(std::string_view text) {
    const bool usable =
        !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    return usable ? text : "0";
}

}  // namespace

std::string text_document(std::string_view to,
                          std::string_view from,
                          std::string_view created,
                          std::string_view text) {
    return fmt::format(
        "<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{}</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType><Content>{}</Content></xml>",
        cdata(to),
        cdata(from),
        digits_of(created),
        cdata(text));
}

std::string sealed_document(const Sealed& sealed) {
    return fmt::format(
        "<xml><Encrypt>{}</Encrypt><MsgSignature>{}</MsgSignature><TimeStamp>{}</"
        "TimeStamp><Nonce>{}</Nonce></xml>",
        cdata(sealed.ciphertext),
        cdata(sealed.signature),
        digits_of(sealed.timestamp),
        cdata(sealed.nonce));
}

http::Response xml_response(std::string document) {
    return {200, {{"Content-Type", "application/xml; charset=utf-8"}}, std::move(document)};
}

}  // namespace qingdan::channels
