#pragma once
/// @file
/// A half-finished question: what was asked, of whom, in which chat, and what is known already.

#include "handlers/context.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace qingdan::conversation {

/// What a conversation waits for. `state` belongs to the handler named by `topic`.
struct Question {
    std::string topic;  ///< `visit.which`, `meal.missing`, …
    std::string state;  ///< JSON
};

/// The open question of the sender in this chat, unless patience has run out.
std::optional<Question> open_question(const Message& message, store::Transaction& tx);
/// Asks: replaces what was open.
void ask(const Message& message,
         store::Transaction& tx,
         const std::string& topic,
         const nlohmann::json& state);
/// Asks somebody else, who has written nothing: replaces what was open in their chat, and is
/// forgotten at `until`.
struct There {
    std::string_view platform, account, chat_id, sender_id;
};
void ask_there(const There& there,
               store::Transaction& tx,
               const std::string& topic,
               const nlohmann::json& state,
               Instant until);
/// The private chat of a user as they last wrote in it.
void ask_user(std::string_view platform,
              std::string_view user_id,
              store::Transaction& tx,
              const std::string& topic,
              const nlohmann::json& state,
              Instant until);
/// Nothing is open any more.
void close(const Message& message, store::Transaction& tx);

}  // namespace qingdan::conversation
