#pragma once
/// @file
/// AES-256-CBC, the cipher of every platform that encrypts.

#include <optional>
#include <string>
#include <string_view>

namespace qingdan::channels {

enum class Padding {
    none,   ///< whole blocks only; the caller pads and strips
    pkcs7,  ///< to blocks of 16
};

/// `key` has 32 bytes, `iv` 16, `bytes` a multiple of 16. `nullopt` where the padding is wrong,
/// which without padding cannot be.
std::optional<std::string> aes256_cbc_decrypt(std::string_view key,
                                              std::string_view iv,
                                              std::string_view bytes,
                                              Padding padding);

/// The other way; without padding `bytes` must be whole blocks.
std::string aes256_cbc_encrypt(std::string_view key,
                               std::string_view iv,
                               std::string_view bytes,
                               Padding padding);

}  // namespace qingdan::channels
