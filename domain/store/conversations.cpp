#include "domain/store/conversations.hpp"

#include "domain/store/queries.hpp"

namespace qingdan::store {

std::optional<std::string> load_conversation(Transaction& tx,
                                             const ConversationKey& key,
                                             Instant now) {
    auto statement = tx.prepare(queries::conversations::load_sql);
    statement.with(key.platform, key.account, key.chat_id, key.sender_id, now);
    if (!statement.step()) return std::nullopt;
    return statement.text(0);
}

void save_conversation(Transaction& tx,
                       const ConversationKey& key,
                       std::string_view state_json,
                       Instant expires_at) {
    tx.prepare(queries::conversations::save_sql)
        .with(key.platform, key.account, key.chat_id, key.sender_id, state_json, expires_at)
        .run();
}

void clear_conversation(Transaction& tx, const ConversationKey& key) {
    tx.prepare(queries::conversations::clear_sql)
        .with(key.platform, key.account, key.chat_id, key.sender_id)
        .run();
}

int expire_conversations(Transaction& tx, Instant now) {
    return tx.prepare(queries::conversations::expire_sql).with(now).run();
}

}  // namespace qingdan::store
