#include "bot/channels/envelope.hpp"

#include "bot/channels/cipher.hpp"
#include "bot/channels/digest.hpp"
#include "bot/channels/text.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace qingdan::channels {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t iv_bytes = 16;
constexpr std::size_t random_size = 16;
constexpr std::size_t length_size = 4;
constexpr std::size_t block = 32;

/// How far a wrong block got; the furthest is what the log names when several keys were tried.
enum class Fault { padding, length, receiver };

Rejected rejected(Fault fault) {
    switch (fault) {
        case Fault::padding:
            return {403, "padding"};
        case Fault::length:
            return {403, "length"};
        case Fault::receiver:
            return {403, "receiver"};
    }
    std::abort();
}

/// Takes off the padding: as many bytes as the last one says, 1 to 32, all alike.
bool strip(std::string& plain) {
    const auto pad = static_cast<unsigned char>(plain.back());
    if (pad < 1 || pad > block || pad > plain.size()) return false;
    for (std::size_t i = plain.size() - pad; i < plain.size(); ++i) {
        if (static_cast<unsigned char>(plain[i]) != pad) return false;
    }
    plain.resize(plain.size() - pad);
    return true;
}

tl::expected<std::string, Fault> message_in(std::string plain, std::string_view receiver_id) {
    if (!strip(plain)) return tl::unexpected(Fault::padding);
    // A wrong key decrypts to garbage: the length is looked at before anything is cut by it.
    if (plain.size() < random_size + length_size) return tl::unexpected(Fault::length);
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < length_size; ++i) {
        length = length << 8 | static_cast<unsigned char>(plain[random_size + i]);
    }
    const std::string_view rest = std::string_view(plain).substr(random_size + length_size);
    if (length > rest.size()) return tl::unexpected(Fault::length);
    if (!same_secret(rest.substr(length), receiver_id)) return tl::unexpected(Fault::receiver);
    return std::string(rest.substr(0, length));
}

std::string key_of(const std::string& aes_key) {
    const auto key = aes_key.size() == 43 ? base64_decode(aes_key + "=") : std::nullopt;
    if (!key || key->size() != key_bytes) {
        throw std::invalid_argument(
            "aes_key must be the 43 letters and digits of the EncodingAESKey");
    }
    return *key;
}

}  // namespace

std::string sorted_signature(std::vector<std::string_view> parts) {
    std::sort(parts.begin(), parts.end());
    std::string joined;
    for (const std::string_view part : parts) joined += part;
    return hex(sha1(joined));
}

bool is_signed_by(const std::vector<std::string>& tokens,
                  const std::vector<std::string_view>& parts,
                  std::string_view signature) {
    bool found = false;
    for (const std::string& token : tokens) {
        std::vector<std::string_view> all = parts;
        all.push_back(token);
        // No early exit: which of the tokens fits is nobody's business either.
        found |= same_hex(sorted_signature(std::move(all)), signature);
    }
    return found;
}

Envelope::Envelope(std::vector<std::string> tokens,
                   const std::vector<std::string>& aes_keys,
                   std::string receiver_id)
    : tokens_(std::move(tokens)), receiver_id_(std::move(receiver_id)) {
    if (tokens_.empty() || std::find(tokens_.begin(), tokens_.end(), "") != tokens_.end()) {
        throw std::invalid_argument("token must not be empty");
    }
    if (aes_keys.empty()) throw std::invalid_argument("aes_key must not be empty");
    for (const std::string& key : aes_keys) keys_.push_back(key_of(key));
}

bool Envelope::is_signed(std::string_view signature,
                         std::string_view timestamp,
                         std::string_view nonce,
                         std::string_view ciphertext) const {
    return is_signed_by(tokens_, {timestamp, nonce, ciphertext}, signature);
}

Checked<std::string> Envelope::decrypt(std::string_view ciphertext) const {
    const auto bytes = base64_decode(ciphertext);
    if (!bytes || bytes->empty() || bytes->size() % iv_bytes != 0) {
        return tl::unexpected(Rejected{403, "base64"});
    }
    Fault furthest = Fault::padding;
    for (const std::string& key : keys_) {
        // The library's own padding check knows blocks of 16 and refuses half of these: it is off.
        auto plain = aes256_cbc_decrypt(key, key.substr(0, iv_bytes), *bytes, Padding::none);
        auto message = message_in(std::move(plain).value(), receiver_id_);
        if (message) {
            if (!is_utf8(*message)) return tl::unexpected(Rejected{400, "utf8"});
            return std::move(*message);
        }
        furthest = std::max(furthest, message.error());
    }
    return tl::unexpected(rejected(furthest));
}

Sealed Envelope::seal(std::string_view message, std::string timestamp, std::string nonce) const {
    std::string plain = random_bytes(random_size);
    for (int shift = 24; shift >= 0; shift -= 8) {
        plain += static_cast<char>(message.size() >> shift & 255U);
    }
    plain += message;
    plain += receiver_id_;
    const std::size_t pad = block - plain.size() % block;
    plain.append(pad, static_cast<char>(pad));
    const std::string& key = keys_.front();
    Sealed sealed{
        base64_encode(aes256_cbc_encrypt(key, key.substr(0, iv_bytes), plain, Padding::none)),
        {},
        std::move(timestamp),
        std::move(nonce)};
    sealed.signature =
        sorted_signature({tokens_.front(), sealed.timestamp, sealed.nonce, sealed.ciphertext});
    return sealed;
}

}  // namespace qingdan::channels
