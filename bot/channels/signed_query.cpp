#include "bot/channels/signed_query.hpp"

#include <array>
#include <utility>

namespace qingdan::channels {
namespace {

constexpr std::array<std::pair<std::string_view, std::string SignedQuery::*>, 6> query_fields = {{
    {"signature", &SignedQuery::signature},
    {"msg_signature", &SignedQuery::msg_signature},
    {"timestamp", &SignedQuery::timestamp},
    {"nonce", &SignedQuery::nonce},
    {"echostr", &SignedQuery::echostr},
    {"encrypt_type", &SignedQuery::encrypt_type},
}};

}  // namespace

Checked<SignedQuery> signed_query(const http::Request& request) {
    auto pairs = http::parse_query(request.query);
    if (!pairs) return tl::unexpected(Rejected{400, "query"});
    SignedQuery query;
    for (auto& [key, value] : *pairs) {
        for (const auto& [name, field] : query_fields) {
            if (key == name) query.*field = std::move(value);
        }
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
