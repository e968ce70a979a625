#include "bot/channels/signed_query.hpp"

#include <utility>

namespace qingdan::channels {

Checked<SignedQuery> signed_query(const http::Request& request) {
    auto pairs = http::parse_query(request.query);
    if (!pairs) return tl::unexpected(Rejected{400, "query"});
    SignedQuery query;
    for (auto& [key, value] : *pairs) {
        if (key == "signature")
            query.signature = std::move(value);
        else if (key == "msg_signature")
            query.msg_signature = std::move(value);
        else if (key == "timestamp")
            query.timestamp = std::move(value);
        else if (key == "nonce")
            query.nonce = std::move(value);
        else if (key == "echostr")
            query.echostr = std::move(value);
    }
    return query;
}

Checked<std::string> opened(const Envelope& envelope,
                            const SignedQuery& query,
                            std::string_view ciphertext) {
    if (query.msg_signature.empty() || query.timestamp.empty() || query.nonce.empty()) {
        return tl::unexpected(Rejected{401, "missing"});
    }
    if (!envelope.is_signed(query.msg_signature, query.timestamp, query.nonce, ciphertext)) {
        return tl::unexpected(Rejected{401, "signature"});
    }
    return envelope.decrypt(ciphertext);
}

Received url_check(const Envelope& envelope, const http::Request& request) {
    const auto query = signed_query(request);
    if (!query) return query.error();
    if (query->echostr.empty()) return Rejected{400, "missing"};
    auto echo = opened(envelope, *query, query->echostr);
    if (!echo) return std::move(echo.error());
    return http::Response::text(200, std::move(*echo));
}

Checked<void> readable_method(const http::Request& request) {
    if (request.method == "GET" || request.method == "POST") return {};
    return tl::unexpected(Rejected{405, "method"});
}

}  // namespace qingdan::channels
