#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

namespace qingdan::conversations {

Outcome help(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const bool staff = message.user && message.user->may_report_visits();
    const bool official = message.has_role(people::Role::official);
    outcome.say(Said{"help.can",
                     {{"staff", staff},
                      {"official", official},
                      {"resident", !staff && !official},
                      {"phone", manager_phone(message, tx)}}});
    return outcome;
}

Outcome not_understood(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const Inbound& in = message.inbound;
    auto count = tx.prepare(
        "UPDATE senders SET not_understood = not_understood + 1 WHERE platform = $1 AND user_id = "
        "$2 "
        "RETURNING not_understood");
    count.with(in.platform, in.sender.id);
    // The tenth such message does not get a tenth answer, and two bots never talk each other to
    // death.
    if (count.step() && count.integer(0) > 2) return outcome;
    outcome.say(Said{"help.not_understood", {{"phone", manager_phone(message, tx)}}});
    return outcome;
}

namespace {

void set_opted_out(const Message& message, bool out, store::Transaction& tx) {
    tx.prepare("UPDATE senders SET opted_out = $3 WHERE platform = $1 AND user_id = $2")
        .with(message.inbound.platform, message.inbound.sender.id, out)
        .run();
}

}  // namespace

Outcome opt_out(const Message& message, store::Transaction& tx) {
    // From somebody with meals the word can mean these; unanswered nothing is ended.
    if (auto question = ask_what_to_stop(message, tx)) return std::move(*question);
    return end_pushes(message, tx);
}

Outcome end_pushes(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    set_opted_out(message, true, tx);
    outcome.say(Said{"help.opted_out"});
    return outcome;
}

Outcome opt_in(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    set_opted_out(message, false, tx);
    outcome.say(Said{"help.opted_in"});
    return outcome;
}

}  // namespace qingdan::conversations
