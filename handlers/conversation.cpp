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

void close(const Message& message, store::Transaction& tx) {
    store::clear_conversation(tx, key_of(message));
}

}  // namespace qingdan::conversation
