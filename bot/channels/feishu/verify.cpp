// Vendor's pages: "将事件发送至开发者服务器" and "Encrypt Key 加密策略"
// (open.feishu.cn/document/event-subscription-guide), as of 2025.

#include "bot/channels/cipher.hpp"
#include "bot/channels/digest.hpp"
#include "bot/channels/feishu/app.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace qingdan::channels::feishu {
namespace {

using nlohmann::json;

constexpr std::size_t iv_bytes = 16;

bool is_one_of(std::string_view secret, const std::vector<std::string>& secrets) {
    bool fits = false;
    for (const std::string& each : secrets) fits |= same_secret(secret, each);
    return fits;
}

/// Over the bytes as they came; a plain hash, no HMAC.
bool is_signed(std::string_view signature,
               const http::Request& request,
               const std::vector<std::string>& keys) {
    const std::string head = std::string(request.header("X-Lark-Request-Timestamp").value_or("")) +
                             std::string(request.header("X-Lark-Request-Nonce").value_or(""));
    bool fits = false;
    for (const std::string& key : keys) {
        fits |= same_hex(hex(sha256(head + key + request.body)), signature);
    }
    return fits;
}

Checked<std::string> decrypt(std::string_view ciphertext, const std::vector<std::string>& keys) {
    const auto bytes = base64_decode(ciphertext);
    if (!bytes || bytes->size() < 2 * iv_bytes || bytes->size() % iv_bytes != 0) {
        return tl::unexpected(Rejected{403, "base64"});
    }
    const std::string_view iv = std::string_view(*bytes).substr(0, iv_bytes);
    const std::string_view rest = std::string_view(*bytes).substr(iv_bytes);
    bool readable = false;
    for (const std::string& key : keys) {
        auto plain = aes256_cbc_decrypt(sha256(key), iv, rest, Padding::pkcs7);
        // A wrong key leaves a padding that looks right once in 256 times, but no text.
        if (plain && is_utf8(*plain)) return std::move(*plain);
        readable |= plain.has_value();
    }
    return tl::unexpected(readable ? Rejected{400, "utf8"} : Rejected{403, "padding"});
}

Checked<std::string> ciphertext_of(const http::Request& request) {
    const auto outer = read_json_object(request.body);
    if (!outer) return tl::unexpected(outer.error());
    auto ciphertext = string_at(*outer, {"encrypt"});
    // A plain event where a key is set is nobody's: it would be signed by nothing.
    if (!ciphertext) return tl::unexpected(Rejected{401, "missing"});
    return std::move(*ciphertext);
}

}  // namespace

std::unique_ptr<Channel> make_feishu(Options options) {
    return std::make_unique<App>(std::move(options));
}

App::App(Options options) : options_(std::move(options)) {
    const auto is_missing = [](const std::vector<std::string>& secrets) {
        return secrets.empty() || std::ranges::find(secrets, "") != secrets.end();
    };
    if (options_.app_id.empty()) throw std::invalid_argument("app_id must not be empty");
    if (is_missing(options_.encrypt_keys)) {
        throw std::invalid_argument("encrypt_key must not be empty: without it nothing is signed");
    }
    if (is_missing(options_.verification_tokens)) {
        throw std::invalid_argument("verification_token must not be empty");
    }
    if (options_.account.empty()) options_.account = options_.app_id;
}

Received App::receive(const http::Request& request, Instant now) const {
    if (request.method != "POST") return Rejected{405, "method"};
    const auto ciphertext = ciphertext_of(request);
    if (!ciphertext) return ciphertext.error();
    const auto signature = request.header("X-Lark-Signature");
    if (signature && !is_signed(*signature, request, options_.encrypt_keys)) {
        return Rejected{401, "signature"};
    }
    const auto plain = decrypt(*ciphertext, options_.encrypt_keys);
    if (!plain) return plain.error();
    const auto event = read_json_object(*plain);
    if (!event) return event.error();
    // The URL check alone comes without a signature, also where a key is set; it is known by its
    // token.
    const bool is_check = string_at(*event, {"type"}) == "url_verification";
    if (!signature && !is_check) return Rejected{401, "missing"};
    const auto token = event->contains("header") ? string_at(*event, {"header", "token"})
                                                 : string_at(*event, {"token"});
    if (!is_one_of(token.value_or(""), options_.verification_tokens)) return Rejected{401, "token"};
    if (is_check) {
        const std::string challenge = string_at(*event, {"challenge"}).value_or("");
        return http::Response::json(200, json_text({{"challenge", challenge}}));
    }
    const auto app = string_at(*event, {"header", "app_id"});
    if (app && *app != options_.app_id) return Rejected{401, "token"};
    auto inbound = parse(*event, options_, now);
    if (!inbound) return std::move(inbound.error());
    return std::move(*inbound);
}

}  // namespace qingdan::channels::feishu
