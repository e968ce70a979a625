#pragma once
/// @file
/// The half-finished question of a chat, kept until it is answered or forgotten.

#include "domain/store/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace qingdan::store {

/// Whose question it is: in a group each sender has one of their own.
struct ConversationKey {
    std::string_view platform, account, chat_id, sender_id;
};

/// The state as it was saved; `nullopt` where there is none or it has expired.
std::optional<std::string> load_conversation(Transaction& tx,
                                             const ConversationKey& key,
                                             Instant now);
/// Keeps `state_json` in the place of what was there, until `expires_at`.
void save_conversation(Transaction& tx,
                       const ConversationKey& key,
                       std::string_view state_json,
                       Instant expires_at);
void clear_conversation(Transaction& tx, const ConversationKey& key);
/// Removes what has expired; gives how many.
int expire_conversations(Transaction& tx, Instant now);

}  // namespace qingdan::store
