// Vendor's pages: "回调配置" (developer.work.weixin.qq.com/document/path/90930) and
// "加解密方案说明" (90968), as of 2025.

#include "bot/channels/signed_query.hpp"
#include "bot/channels/wecom/app.hpp"
#include "bot/channels/xml_fields.hpp"

#include <stdexcept>
#include <utility>

namespace qingdan::channels::wecom {
namespace {

/// The Encrypt element of a pushed document. It is read before anything is known to be authentic,
/// because the signature covers what stands in it.
Checked<std::string> ciphertext_of(const http::Request& request) {
    auto document = XmlFields::read(request.body);
    if (!document) return tl::unexpected(std::move(document.error()));
    const auto ciphertext = document->find("Encrypt");
    if (!ciphertext) return tl::unexpected(Rejected{400, "missing"});
    return std::string(*ciphertext);
}

}  // namespace

std::unique_ptr<Channel> make_wecom(Options options) {
    return std::make_unique<App>(std::move(options));
}

App::App(Options options)
    : options_(std::move(options)),
      envelope_(options_.tokens, options_.aes_keys, options_.corp_id) {
    if (options_.corp_id.empty()) throw std::invalid_argument("corp_id must not be empty");
    if (options_.account.empty()) {
        options_.account = options_.corp_id + "/" + std::to_string(options_.agent_id);
    }
}

Received App::receive(const http::Request& request, Instant) const {
    if (auto method = readable_method(request); !method) return std::move(method.error());
    if (request.method == "GET") return url_check(envelope_, request);
    const auto query = signed_query(request);
    if (!query) return query.error();
    auto message = ciphertext_of(request).and_then(
        [&](const std::string& ciphertext) { return opened(envelope_, *query, ciphertext); });
    if (!message) return std::move(message.error());
    auto inbound = parse(*message, options_);
    if (!inbound) return std::move(inbound.error());
    return std::move(*inbound);
}

}  // namespace qingdan::channels::wecom
