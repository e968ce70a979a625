#include "bot/channels/cipher.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace qingdan::channels {
namespace {

constexpr std::size_t block_bytes = 16;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char* data_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// `nullopt` only where the last block's padding is wrong.
std::optional<std::string> run(std::string_view key,
                               std::string_view iv,
                               std::string_view bytes,
                               Padding padding,
                               bool encrypt) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
    if (key.size() != 32 || iv.size() != block_bytes || !context ||
        EVP_CipherInit_ex(context.get(),
                          EVP_aes_256_cbc(),
                          nullptr,
                          data_of(key),
                          data_of(iv),
                          encrypt ? 1 : 0) != 1) {
        throw std::invalid_argument("AES-256-CBC needs a key of 32 bytes and an IV of 16");
    }
    EVP_CIPHER_CTX_set_padding(context.get(), padding == Padding::pkcs7 ? 1 : 0);
    std::string out(bytes.size() + block_bytes, '\0');
    auto* const begin = reinterpret_cast<unsigned char*>(out.data());
    int written = 0;
    int last = 0;
    if (EVP_CipherUpdate(
            context.get(), begin, &written, data_of(bytes), static_cast<int>(bytes.size())) != 1 ||
        EVP_CipherFinal_ex(context.get(), begin + written, &last) != 1) {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(written) + static_cast<std::size_t>(last));
    return out;
}

}  // namespace

std::optional<std::string> aes256_cbc_decrypt(std::string_view key,
                                              std::string_view iv,
                                              std::string_view bytes,
                                              Padding padding) {
    return run(key, iv, bytes, padding, false);
}

std::string aes256_cbc_encrypt(std::string_view key,
                               std::string_view iv,
                               std::string_view bytes,
                               Padding padding) {
    auto out = run(key, iv, bytes, padding, true);
    if (!out) throw std::invalid_argument("AES-256-CBC without padding takes whole blocks only");
    return std::move(*out);
}

}  // namespace qingdan::channels
