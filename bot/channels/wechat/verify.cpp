// Vendor's pages: "接入概述" and "消息加解密说明" (developers.weixin.qq.com/doc/offiaccount), as of
// 2025.

#include "bot/channels/wechat/official_account.hpp"
#include "bot/channels/xml_fields.hpp"

#include <stdexcept>
#include <utility>

namespace qingdan::channels::wechat {

std::unique_ptr<Channel> make_wechat(Options options) {
    return std::make_unique<OfficialAccount>(std::move(options));
}

OfficialAccount::OfficialAccount(Options options) : options_(std::move(options)) {
    if (options_.tokens.empty() || options_.tokens.front().empty()) {
        throw std::invalid_argument("token must not be empty");
    }
    if (options_.app_id.empty()) throw std::invalid_argument("app_id must not be empty");
    if (options_.mode != Mode::plain) {
        envelope_.emplace(options_.tokens, options_.aes_keys, options_.app_id);
    }
    if (options_.account.empty()) options_.account = options_.app_id;
}

Checked<void> OfficialAccount::verify_plain(const SignedQuery& query) const {
    if (query.signature.empty() || query.timestamp.empty() || query.nonce.empty()) {
        return tl::unexpected(Rejected{401, "missing"});
    }
    if (!is_signed_by(options_.tokens, {query.timestamp, query.nonce}, query.signature)) {
        return tl::unexpected(Rejected{401, "signature"});
    }
    return {};
}

Checked<std::string> OfficialAccount::document_in(const http::Request& request,
                                                  const SignedQuery& query) const {
    if (!envelope_) {
        if (auto verified = verify_plain(query); !verified) return tl::unexpected(verified.error());
        return request.body;
    }
    // The signature of a plain push says nothing about its body: an account that encrypts takes
    // nothing else, even where that signature is good.
    if (query.encrypt_type != "aes") {
        return tl::unexpected(Rejected{401, query.signature.empty() ? "missing" : "signature"});
    }
    const auto outer = XmlFields::read(request.body);
    if (!outer) return tl::unexpected(outer.error());
    // In compatible mode the same message stands beside it in plain; it is not looked at.
    const auto ciphertext = outer->find("Encrypt");
    if (!ciphertext) return tl::unexpected(Rejected{400, "missing"});
    return opened(*envelope_, query, *ciphertext);
}

Received OfficialAccount::receive(const http::Request& request, Instant) const {
    if (auto method = readable_method(request); !method) return std::move(method.error());
    const auto query = signed_query(request);
    if (!query) return query.error();
    if (request.method == "GET") {
        // Not encrypted, whatever the mode.
        if (auto verified = verify_plain(*query); !verified) return std::move(verified.error());
        if (query->echostr.empty()) return Rejected{400, "missing"};
        return http::Response::text(200, query->echostr);
    }
    const auto document = document_in(request, *query);
    if (!document) return document.error();
    auto inbound = parse(*document, options_);
    if (!inbound) return std::move(inbound.error());
    return std::move(*inbound);
}

}  // namespace qingdan::channels::wechat
