#include "handlers/conversation.hpp"

#include "domain/store/conversations.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::conversation {
namespace {

store::ConversationKey key_of(const Message& message) {
    const Inbound& in = message.inbound;
    return {in.platform, in.account, in.chat.id, in.sender.id};
}

}  // namespace

std::optional<Question> open_question(const Message& message, store::Transaction& tx) {
    const auto kept = store::load_conversation(tx, key_of(message), message.inbound.sent_at);
    if (!kept) return std::nullopt;
    const auto question = nlohmann::json::parse(*kept);
    return Question{question.at("topic").get<std::string>(), question.at("state").dump()};
}

void ask(const Message& message,
         store::Transaction& tx,
         const std::string& topic,
         const nlohmann::json& state) {
    const nlohmann::json question{{"topic", topic}, {"state", state}};
    store::save_conversation(tx,
                             key_of(message),
                             question.dump(),
                             message.inbound.sent_at + message.rules.settings.dialogue.patience);
}

void ask_there(const There& there,
               store::Transaction& tx,
               const std::string& topic,
               const nlohmann::json& state,
               Instant until) {
    const nlohmann::json question{{"topic", topic}, {"state", state}};
    store::save_conversation(tx,
                             {there.platform, there.account, there.chat_id, there.sender_id},
                             question.dump(),
                             until);
}

void ask_user(std::string_view platform,
              std::string_view user_id,
              store::Transaction& tx,
              const std::string& topic,
              const nlohmann::json& state,
              Instant until) {
    auto row = tx.prepare("SELECT account FROM senders WHERE platform = $1 AND user_id = $2");
    row.with(platform, user_id);
    const std::string account = row.step() ? row.text(0) : std::string{};
    ask_there({platform, account, user_id, user_id}, tx, topic, state, until);
}

void close(const Message& message, store::Transaction& tx) {
    store::clear_conversation(tx, key_of(message));
}

}  // namespace qingdan::conversation
