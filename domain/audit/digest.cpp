#include "domain/audit/digest.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace qingdan::audit {

std::string digest(std::initializer_list<std::string_view> fields) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free};
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    for (const auto field : fields) {
        const std::string length = std::to_string(field.size()) + ":";
        good = good && EVP_DigestUpdate(context.get(), length.data(), length.size()) == 1 &&
               EVP_DigestUpdate(context.get(), field.data(), field.size()) == 1;
    }
    std::string hash(32, '\0');
    good = good && EVP_DigestFinal_ex(
                       context.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1;
    if (!good) throw std::runtime_error("SHA-256 is not to be had");
    return hash;
}

std::string make_salt() {
    std::string salt(16, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size())) !=
        1)
        throw std::runtime_error("the system gives no random bytes");
    return salt;
}

std::string to_hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        hex += digits[value >> 4U];
        hex += digits[value & 15U];
    }
    return hex;
}

}  // namespace qingdan::audit
