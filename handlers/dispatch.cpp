#include "handlers/dispatch.hpp"

#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/eater.hpp"
#include "handlers/election.hpp"
#include "handlers/guide_unanswered.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan {
namespace {

using language::Intent;
using namespace conversations;

/// One row for each intent: what answers it, and who may use it where. One screen shows all that
/// the bot can do.
struct Row {
    Intent intent;
    Outcome (*handle)(const Message&, store::Transaction&);
    bool unaddressed_in_group = false;  ///< answered in a group without being named
    bool needs_known_sender = true;     ///< an unknown sender is asked who they are first
};

constexpr Row rows[] = {
    {Intent::visit_report, report_visit, true, false},
    {Intent::visit_query, query_visits, false, false},
    {Intent::meal_order, order_meal, true},
    {Intent::meal_cancel, cancel_meal, true},
    {Intent::meal_change, change_meal, true},
    {Intent::meal_pause, pause_meal, true},
    {Intent::meal_resume, resume_meal, true},
    {Intent::meal_query, query_meals},
    {Intent::meal_menu, tell_menu, false, false},
    {Intent::workload_report, report_burden, true, false},
    {Intent::workload_query, query_burdens, false, false},
    {Intent::guide_ask, ask_guide, false, false},
    {Intent::task_close, close_task, true, false},
    {Intent::record_correct, correct_record, true, false},
    {Intent::record_withdraw, withdraw_record, true, false},
    {Intent::reminder_ack, answer_reminder, false, false},
    {Intent::reminder_rectify, answer_reminder, false, false},
    {Intent::reminder_publish, answer_reminder, false, false},
    {Intent::service_reminder_object, answer_reminder, false, false},
    {Intent::help, help, false, false},
    {Intent::service_task_take, take_task, true, false},
    {Intent::service_election_plan, refuse_election, false, false},
    {Intent::service_election_step, refuse_election, false, false},
    {Intent::service_task_assign, assign_task, true, false},
    {Intent::service_task_postpone, postpone_task, true, false},
    {Intent::service_my_tasks, tell_my_tasks, false, false},
    {Intent::service_new_household, confirm_household, true, false},
    {Intent::service_same_person, join_households, false, false},
    {Intent::service_not_same_person, part_households, false, false},
    {Intent::service_handover, hand_over, false, false},
    {Intent::service_my_data, tell_my_data, false, false},
    {Intent::service_erase, erase_my_data, false, false},
    {Intent::service_list_all, tell_whole_list, false, false},
    {Intent::service_cancel_last, withdraw_latest, false, false},
    {Intent::service_opt_out, opt_out, false, false},
    {Intent::service_opt_in, opt_in, false, false},
};

const Row* row_of(Intent intent) {
    for (const Row& row : rows) {
        if (row.intent == intent) return &row;
    }
    return nullptr;
}

/// A half-finished question takes the message where it is an answer to it.
std::optional<Outcome> answer(const Message& message, store::Transaction& tx) {
    const auto open = conversation::open_question(message, tx);
    if (!open) return message.in_group() ? std::nullopt : answer_claim(message, tx);
    const auto state = nlohmann::json::parse(open->state);
    if (open->topic.starts_with("visit.")) return answer_visit(open->topic, state, message, tx);
    if (open->topic.starts_with("meal.")) return answer_meal(open->topic, state, message, tx);
    if (open->topic.starts_with("task.")) return answer_task(open->topic, state, message, tx);
    if (open->topic.starts_with("household."))
        return answer_household(open->topic, state, message, tx);
    if (open->topic.starts_with("my_data.")) return answer_my_data(open->topic, state, message, tx);
    if (open->topic.starts_with("register."))
        return answer_registration(open->topic, state, message, tx);
    if (open->topic.starts_with("round.")) return answer_round(open->topic, state, message, tx);
    if (open->topic.starts_with("election."))
        return answer_election(open->topic, state, message, tx);
    return std::nullopt;
}

/// A message that is complete in itself is no answer: the answer may be a whole new message.
bool is_complete(const Message& message) {
    switch (message.meaning.intent) {
        case Intent::visit_report:
        case Intent::meal_cancel:
        case Intent::meal_pause:
        case Intent::workload_report:
        case Intent::guide_ask:
        case Intent::record_correct:
        case Intent::record_withdraw:
        case Intent::task_close:
        case Intent::help:
            return true;
        case Intent::meal_order:
            for (const language::Record& record : message.meaning.records) {
                const auto* meal = std::get_if<language::Meal>(&record);
                if (meal && meal->meal && (!meal->dates.empty() || !meal->weekdays.empty()))
                    return true;
            }
            return false;
        default:
            return false;
    }
}

bool may_say_unaddressed(const Message& message) {
    switch (message.meaning.intent) {
        case Intent::visit_report:
            return message.user && message.user->may_report_visits();
        case Intent::workload_report:
            return message.user && message.user->may_report_burdens();
        default:
            return true;
    }
}

/// A private message that no conversation is for: an answer that does not fit, a further question,
/// thanks, a greeting.
Outcome without_intent(const Message& message, store::Transaction& tx) {
    if (const auto open = conversation::open_question(message, tx)) {
        if (open->topic == "guide.asked") {
            Outcome further = ask_further(message, tx);
            if (!further.replies.empty()) return further;
        } else if (message.meaning.courtesy != language::Courtesy::thanks) {
            Outcome again;
            again.say(Said{"help.answer_please"});
            return again;
        }
    }
    if (message.meaning.courtesy == language::Courtesy::thanks) return {};
    if (message.meaning.courtesy == language::Courtesy::greeting) return help(message, tx);
    if (message.meaning.intent == Intent::none && message.inbound.kind == "text")
        return not_understood(message, tx);
    return {};
}

Outcome handle(const Message& message, store::Transaction& tx) {
    if (auto election = take_election(message, tx)) return std::move(*election);
    if (auto unanswered = list_unanswered(message, tx)) return std::move(*unanswered);
    if (message.inbound.edits) {
        if (auto followed = follow_edit(message, tx)) return std::move(*followed);
    } else if (!message.origins.empty()) {
        if (auto corrected = correct_by_quote(message, tx)) return std::move(*corrected);
    }
    if (!is_complete(message)) {
        if (auto answered = answer(message, tx)) return std::move(*answered);
    }
    if (auto answered = answer_reminder_unnumbered(message, tx)) return std::move(*answered);
    const Row* row = row_of(message.meaning.intent);
    const bool addressed = !message.in_group() || message.inbound.mentions_bot;
    if (!row || (message.in_group() && !addressed && !row->unaddressed_in_group)) {
        return message.in_group() ? Outcome{} : without_intent(message, tx);
    }
    if (!message.user && row->needs_known_sender && !message.in_group())
        return register_sender(message, tx);
    // In a group nobody is lectured: who may not report there is passed over in silence.
    if (message.in_group() && !addressed && !may_say_unaddressed(message)) return {};
    return row->handle(message, tx);
}

/// Knocking and calling alone; the conversation of the round has dealt with it.
bool only_attempts(const std::vector<language::Danger>& dangers) {
    return std::all_of(
        dangers.begin(), dangers.end(), [](const auto& danger) { return danger.attempt; });
}

/// Whom a danger is about: whoever is named, else the writer.
EaterFacts concerned_by(const Message& message, store::Transaction& tx) {
    const language::Visit told = told_person(message);
    return find_eater(told.person, told.address, told.phone, message, tx);
}

void forget_confusion(const Message& message, store::Transaction& tx) {
    tx.prepare(
          "UPDATE senders SET not_understood = 0 WHERE platform = $1 AND user_id = $2 AND "
          "not_understood > 0")
        .with(message.inbound.platform, message.inbound.sender.id)
        .run();
}

}  // namespace

Outcome converse(const Message& message, store::Transaction& tx) {
    const Row* row = row_of(message.meaning.intent);
    return row ? row->handle(message, tx) : Outcome{};
}

Outcome dispatch(const Message& message, store::Transaction& tx) {
    const std::string& kind = message.inbound.kind;
    if (kind == "subscribe") return help(message, tx);
    if (kind == "voice" && message.inbound.text.empty()) {
        Outcome outcome;
        outcome.say(Said{"help.please_write"});
        return outcome;
    }
    if (kind == "image")
        if (auto kept = keep_election_photo(message, tx)) return std::move(*kept);
    if (kind != "text" && kind != "voice" && kind != "button" && kind != "menu") return {};
    if (message.meaning.intent != Intent::none) forget_confusion(message, tx);
    // Where one text can mean two things (`王阿婆没人应门` of a cadre or of a carrier) who wrote it
    // and what they carry decide; so this comes first.
    const bool to_us = !message.in_group() || message.inbound.mentions_bot;
    auto heard = to_us ? serve_meals(message, tx) : std::nullopt;
    Outcome outcome = heard ? std::move(*heard) : handle(message, tx);
    // Danger is looked for in every private message of whatever intent; a report has looked for
    // itself.
    const bool looked =
        heard ? only_attempts(message.meaning.dangers)
              : message.meaning.intent == Intent::visit_report && !outcome.changed.empty();
    const bool listens = !message.in_group() || message.inbound.mentions_bot;
    if (listens && !looked && !message.meaning.dangers.empty()) {
        const EaterFacts concerned = concerned_by(message, tx);
        const std::optional<std::int64_t> person_id =
            concerned.person ? std::optional{concerned.person->id} : std::nullopt;
        Outcome danger =
            raise_danger(message, tx, message.meaning.dangers, "", person_id, concerned.name);
        // "Not understood" beside an alarm would only confuse.
        if (message.meaning.intent != Intent::none || danger.replies.empty())
            danger.add(std::move(outcome));
        return danger;
    }
    return outcome;
}

}  // namespace qingdan
