#pragma once
/// @file
/// The signed and encrypted envelope in which WeCom and WeChat push messages and take answers.

#include "bot/channels/channel.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels {

/// A value, or why the request is refused.
template <class T>
using Checked = tl::expected<T, Rejected>;

/// An answer as the vendor wants it, whatever the syntax around it.
struct Sealed {
    std::string ciphertext, signature, timestamp, nonce;
};

/// Lower-case hex SHA-1 over the parts, sorted by byte value and joined.
std::string sorted_signature(std::vector<std::string_view> parts);

/// Whether `signature` is the sorted one of `parts` and one of the tokens. In a time that tells
/// nothing.
bool is_signed_by(const std::vector<std::string>& tokens,
                  const std::vector<std::string_view>& parts,
                  std::string_view signature);

/// Opens what a platform pushed and seals what goes back to it. Any thread.
///
/// Several tokens and keys are valid for receiving, in any combination, so that they can be changed
/// one after the other without a lost message; the first of each is used for answers.
///
/// Source: vendor's page on encryption, "加解密方案说明"
/// (developer.work.weixin.qq.com/document/path/90968).
class Envelope {
public:
    /// `aes_keys` as the administrator copies them: 43 letters and digits. `receiver_id` is the
    /// corp's id, the app's id, or empty for a robot of one's own company. Throws
    /// std::invalid_argument naming the setting that is wrong, never its value.
    Envelope(std::vector<std::string> tokens,
             const std::vector<std::string>& aes_keys,
             std::string receiver_id);

    /// Whether `signature` is that of the three other strings under one of the tokens.
    bool is_signed(std::string_view signature,
                   std::string_view timestamp,
                   std::string_view nonce,
                   std::string_view ciphertext) const;

    /// The message inside `ciphertext`, which must be valid UTF-8. Refusals: `base64`, `padding`,
    /// `length`, `receiver` (403, the last three under the key that came furthest) and `utf8`
    /// (400).
    Checked<std::string> decrypt(std::string_view ciphertext) const;

    /// `message` encrypted and signed, with 16 fresh random bytes in front.
    Sealed seal(std::string_view message, std::string timestamp, std::string nonce) const;

private:
    std::vector<std::string> tokens_;
    std::vector<std::string> keys_;  // 32 bytes each
    std::string receiver_id_;
};

}  // namespace qingdan::channels
