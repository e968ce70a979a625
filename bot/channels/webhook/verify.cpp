// Specification: "Standard Webhooks", 1.0.0 (standardwebhooks.com), the part on symmetric
// signatures.

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/unix_time.hpp"
#include "bot/channels/webhook/peer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace qingdan::channels::webhook {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_entries = 16;
constexpr std::size_t max_id_bytes = 256;
constexpr auto window = 300s;

std::string key_of(std::string_view secret) {
    constexpr std::string_view prefix = "whsec_";
    if (secret.starts_with(prefix)) secret.remove_prefix(prefix.size());
    auto key = base64_decode(secret);
    if (!key || key->empty())
        throw std::invalid_argument("secret must be whsec_ and base64 after it");
    return std::move(*key);
}

bool is_id(std::string_view id) {
    return id.size() <= max_id_bytes && id.find_first_not_of(' ') != std::string_view::npos &&
           std::ranges::all_of(id, [](char c) { return c >= ' ' && c <= '~'; });
}

/// The base64 of each entry of version 1; `nullopt` where there are more entries than anybody
/// needs.
std::optional<std::vector<std::string_view>> signatures_in(std::string_view list) {
    std::vector<std::string_view> found;
    std::size_t entries = 0;
    while (!list.empty()) {
        const std::string_view entry = list.substr(0, list.find(' '));
        list.remove_prefix(std::min(list.size(), entry.size() + 1));
        if (entry.empty()) continue;
        if (++entries > max_entries) return std::nullopt;
        const std::size_t comma = entry.find(',');
        if (entry.substr(0, comma) != "v1" || comma == std::string_view::npos) continue;
        found.push_back(entry.substr(comma + 1));
    }
    return found;
}

}  // namespace

std::string signature(std::string_view key,
                      std::string_view id,
                      std::string_view time,
                      std::string_view body) {
    std::string content;
    content.reserve(id.size() + time.size() + body.size() + 2);
    content.append(id).append(".").append(time).append(".").append(body);
    return base64_encode(hmac_sha256(key, content));
}

Checked<Proof> verify(const http::Request& request,
                      const std::vector<std::string>& keys,
                      Instant now) {
    const auto id = request.header("webhook-id");
    const auto time = request.header("webhook-timestamp");
    const auto list = request.header("webhook-signature");
    if (!id || !time || !list || !is_id(*id)) return tl::unexpected(Rejected{401, "missing"});
    const auto entries = signatures_in(*list);
    if (!entries) return tl::unexpected(Rejected{401, "signature"});
    bool fits = false;
    for (const std::string& key : keys) {
        // As text, so that nothing can stand behind it; the time as it was sent, `0123` is not
        // `123`.
        const std::string expected = signature(key, *id, *time, request.body);
        for (const std::string_view entry : *entries) fits |= same_secret(entry, expected);
    }
    if (!fits) return tl::unexpected(Rejected{401, "signature"});
    const auto sent_at = from_unix(*time);
    if (!sent_at || *sent_at < now - window || *sent_at > now + window) {
        return tl::unexpected(Rejected{401, "stale"});
    }
    return Proof{std::string(*id), *sent_at};
}

std::unique_ptr<Channel> make_webhook(Options options) {
    return std::make_unique<Peer>(std::move(options));
}

Peer::Peer(Options options) : options_(std::move(options)) {
    if (options_.secrets.empty()) throw std::invalid_argument("secret must not be empty");
    for (const std::string& secret : options_.secrets) keys_.push_back(key_of(secret));
    if (options_.account.empty()) options_.account = options_.path;
}

Received Peer::receive(const http::Request& request, Instant now) const {
    if (request.method != "POST") return Rejected{405, "method"};
    const auto proof = verify(request, keys_, now);
    if (!proof) return proof.error();
    auto inbound = parse(request, *proof, options_);
    if (!inbound) {
        // The peer is somebody's program: whoever writes it wants to know which field it was.
        Rejected no = std::move(inbound.error());
        no.body = json_text({{"error", no.reason}});
        return no;
    }
    return std::vector{std::move(*inbound)};
}

}  // namespace qingdan::channels::webhook
