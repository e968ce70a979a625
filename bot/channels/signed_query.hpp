#pragma once
/// @file
/// The query that stands on every callback of WeCom and WeChat.

#include "bot/channels/envelope.hpp"

#include <string>

namespace qingdan::channels {

/// Each percent-decoded once; empty where it was not sent.
struct SignedQuery {
    std::string signature;      ///< `signature`: WeChat's, over token, time and nonce alone
    std::string msg_signature;  ///< over the ciphertext, too
    std::string timestamp, nonce, echostr;
    std::string encrypt_type;  ///< WeChat's: `aes`, or empty for a plain document
};

/// The query of `request`; refused with 400 `query` where an escape is broken.
Checked<SignedQuery> signed_query(const http::Request& request);

/// The message inside `ciphertext` of an envelope signed as `query` says: `missing` (401) where
/// nothing was signed, `signature` (401), else as Envelope::decrypt says.
Checked<std::string> opened(const Envelope& envelope,
                            const SignedQuery& query,
                            std::string_view ciphertext);

/// The answer to a URL check: the decrypted `echostr` and nothing else, no quotes, no line break.
/// Refused with 400 `missing` where there is none, else as `opened` says.
Received url_check(const Envelope& envelope, const http::Request& request);

/// Either GET or POST, else refused with 405 `method`.
Checked<void> readable_method(const http::Request& request);

}  // namespace qingdan::channels
