#pragma once
/// @file
/// Hashes, encodings and comparison of secrets, as the platforms' signatures use them.

#include <optional>
#include <string>
#include <string_view>

namespace qingdan::channels {

std::string base64_encode(std::string_view bytes);

/// Strict about the length (a multiple of four), the alphabet and where `=` stands; the unused last
/// bits may be anything, as they are in WeCom's keys. `nullopt` where it is no base64.
std::optional<std::string> base64_decode(std::string_view text);

/// Lower-case hexadecimal.
std::string hex(std::string_view bytes);

std::string sha1(std::string_view bytes);                               ///< 20 bytes
std::string sha256(std::string_view bytes);                             ///< 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);  ///< 32 bytes

/// Equal, found out in a time that tells nothing of where they differ. Their lengths are no secret.
bool same_secret(std::string_view a, std::string_view b);
/// `same_secret` of hexadecimal digits, without regard to case.
bool same_hex(std::string_view a, std::string_view b);

/// `count` unpredictable bytes; throws std::runtime_error where the system has none to give.
std::string random_bytes(std::size_t count);

/// Everything but letters, digits and `-._~` as `%XX`: a value inside a query.
std::string percent_encode(std::string_view text);

}  // namespace qingdan::channels
