#include "domain/guidance/manual.hpp"
#include "domain/guidance/unanswered.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::conversations {
namespace {

/// What the sender asked before in this chat, for questions that only make sense behind it.
std::optional<guidance::Previous> asked_before(const Message& message, store::Transaction& tx) {
    const auto open = conversation::open_question(message, tx);
    if (!open || open->topic != "guide.asked") return std::nullopt;
    const auto state = nlohmann::json::parse(open->state);
    return guidance::Previous{state.at("topic").get<std::string>(),
                              state.at("section").get<std::string>()};
}

bool in_village(const Message& message) {
    return message.user && message.user->kind == people::CommunityKind::village;
}

void remember(const guidance::Answer& answer, const Message& message, store::Transaction& tx) {
    const std::string section = answer.sections.empty() ? "" : answer.sections.front().id;
    conversation::ask(message, tx, "guide.asked", {{"topic", *answer.topic}, {"section", section}});
}

}  // namespace

Outcome ask_guide(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const std::string question = message.meaning.question.value_or(message.meaning.folded);
    const guidance::Answer answer =
        message.rules.guide.ask(question, asked_before(message, tx), in_village(message));
    if (answer.topic) {
        remember(answer, message, tx);
    } else {
        // Kept for the editors, without the asker.
        guidance::keep_unanswered(tx, message.today(), message.community, question);
    }
    outcome.say(Said{"guide.answer", {{"answer", answer.text}}});
    return outcome;
}

Outcome ask_further(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const auto before = asked_before(message, tx);
    if (!before) return outcome;
    const guidance::Answer answer =
        message.rules.guide.ask(message.meaning.folded, before, in_village(message));
    if (!answer.topic) return outcome;
    remember(answer, message, tx);
    outcome.say(Said{"guide.answer", {{"answer", answer.text}}});
    return outcome;
}

}  // namespace qingdan::conversations
