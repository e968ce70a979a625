#pragma once
/// @file
/// A whole inbound message as text: for the spool and the dead letters.

#include "handlers/message.hpp"

#include <string>
#include <string_view>

namespace qingdan::inbox {

/// JSON on one line; bytes that are not UTF-8 are replaced.
std::string to_json(const Inbound& inbound);
/// Reads what `to_json` wrote; throws std::exception for anything else, which only a damaged file
/// can cause.
Inbound inbound_from_json(std::string_view json);

/// The dedupe key: 16 bytes over platform, account, chat and message id, from which none of them
/// can be read.
std::string dedupe_key(const Inbound& inbound, std::string_view message_id);

}  // namespace qingdan::inbox
