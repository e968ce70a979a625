#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/dispatch.hpp"
#include "handlers/visit_change.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::Intent;

Message with_meaning(const Message& message, const language::Meaning& meaning) {
    return {message.inbound,
            meaning,
            message.rules,
            message.now,
            message.user,
            message.town,
            message.community};
}

/// What can be said of a record in a reply to it.
bool is_about_a_record(Intent intent) {
    switch (intent) {
        case Intent::record_correct:
        case Intent::record_withdraw:
        case Intent::meal_cancel:
        case Intent::meal_change:
        case Intent::task_close:
        case Intent::service_task_assign:
        case Intent::service_task_postpone:
        case Intent::service_new_household:
        case Intent::service_same_person:
            return true;
        default:
            return false;
    }
}

/// Visits are most often what is meant, then meals, tasks, burdens.
std::vector<std::string> in_order(std::vector<std::string> numbers) {
    constexpr std::string_view order = "VMTW";
    std::stable_sort(numbers.begin(), numbers.end(), [&](const auto& one, const auto& other) {
        return order.find(one.front()) < order.find(other.front());
    });
    return numbers;
}

std::vector<visits::Visit> own_visits(const Message& message, store::Transaction& tx) {
    std::vector<visits::Visit> found;
    for (const std::string& text : message.origins) {
        const auto number = parse_record_number(text);
        if (!number || number->kind != RecordKind::visit) continue;
        auto visit = visits::find(tx, number->digits);
        const bool is_own = visit && visit->reporter == message.inbound.sender.id &&
                            visit->platform == message.inbound.platform;
        if (is_own && visit->status != visits::Status::withdrawn)
            found.push_back(std::move(*visit));
    }
    std::sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
        return one.number.digits < other.number.digits;
    });
    return found;
}

std::string texts_of(const language::Visit& visit) {
    std::string texts = visit.condition.value_or("");
    for (const auto* list : {&visit.needs, &visit.actions}) {
        for (const std::string& text : *list) texts += "\n" + text;
    }
    return texts;
}

/// Signs that stand in the new words of a visit and not in the old ones.
std::vector<language::Danger> new_dangers(const language::Meaning& meaning,
                                          const language::Visit& before,
                                          const language::Visit& after) {
    std::vector<language::Danger> dangers = meaning.dangers;
    const std::string old_words = texts_of(before), words = texts_of(after);
    std::erase_if(dangers, [&](const language::Danger& danger) {
        return danger.attempt || words.find(danger.words) == std::string::npos ||
               old_words.find(danger.words) != std::string::npos;
    });
    return dangers;
}

}  // namespace

std::optional<Outcome> correct_by_quote(const Message& message, store::Transaction& tx) {
    if (!message.meaning.refs.empty()) return std::nullopt;
    const Intent said = message.meaning.intent;
    const OffsetTime written = message.rules.zone.at(message.inbound.sent_at);
    if (said == Intent::service_cancel_last) {
        language::Meaning meaning = message.meaning;
        meaning.intent = Intent::record_withdraw;
        meaning.refs = {in_order(message.origins).front()};
        return converse(with_meaning(message, meaning), tx);
    }
    // A reply that is complete in itself is no correction of what it quotes.
    const bool is_open = said == Intent::none || said == Intent::record_correct ||
                         said == Intent::service_task_assign ||
                         said == Intent::service_task_postpone;
    if (!is_open) return std::nullopt;
    for (const std::string& number : in_order(message.origins)) {
        const language::Meaning meaning = language::understand(
            number + " " + message.meaning.folded, written, ChatKind::private_chat);
        if (is_about_a_record(meaning.intent)) return converse(with_meaning(message, meaning), tx);
        if (number.front() != 'V') continue;
        language::Meaning changed =
            language::understand_as(Intent::record_correct, message.meaning.folded, written);
        const bool thanks = message.meaning.courtesy != language::Courtesy::none;
        if (changed.records.empty() || thanks) continue;
        changed.refs = {number};
        changed.tongue = message.meaning.tongue;
        return converse(with_meaning(message, changed), tx);
    }
    return std::nullopt;
}

std::optional<Outcome> follow_edit(const Message& message, store::Transaction& tx) {
    const auto visits = own_visits(message, tx);
    if (visits.empty()) return std::nullopt;
    // Its days are those of when it was written first.
    const language::Meaning meaning = language::understand(
        message.inbound.text,
        message.rules.zone.at(visits.front().created_at),
        message.in_group() && !message.inbound.mentions_bot ? ChatKind::group
                                                            : ChatKind::private_chat);
    std::vector<language::Visit> told;
    for (const language::Record& record : meaning.records) {
        if (const auto* visit = std::get_if<language::Visit>(&record)) told.push_back(*visit);
    }
    Outcome outcome;
    if (meaning.intent != Intent::visit_report || told.size() != visits.size()) {
        // What it is now, or which entry became which, is not plain: nothing is changed unasked.
        outcome.say(
            Said{"record.edited",
                 {{"number", to_text(visits.front().number)}, {"several", visits.size() > 1}}});
        return outcome;
    }
    std::vector<Value> changed;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        VisitChange change = change_visit(visits[i], told[i], message, tx);
        if (change.changes.empty()) continue;
        outcome.add(std::move(change.outcome));
        outcome.add(raise_danger(message,
                                 tx,
                                 new_dangers(meaning, visits[i].told, told[i]),
                                 to_text(visits[i].number),
                                 visits[i].person_id,
                                 told[i].person));
        changed.emplace_back(Arguments{
            {"number", to_text(visits[i].number)},
            {"fields", message.in_group() ? std::vector<Value>{} : changed_fields(change.changes)},
            {"tasks", std::move(change.tasks)}});
    }
    if (!changed.empty()) outcome.say(Said{"record.followed", {{"records", std::move(changed)}}});
    return outcome;
}

}  // namespace qingdan::conversations
