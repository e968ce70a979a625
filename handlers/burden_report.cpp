#include "domain/audit/audit.hpp"
#include "domain/burdens/burden.hpp"
#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::BurdenKind;

constexpr BurdenKind all_kinds[] = {BurdenKind::meeting,
                                    BurdenKind::form,
                                    BurdenKind::proof,
                                    BurdenKind::system,
                                    BurdenKind::assessment,
                                    BurdenKind::signage,
                                    BurdenKind::other};

Word kind_word(BurdenKind kind) { return Word{"burden." + std::string{language::to_text(kind)}}; }

/// Anonymous feedback is anonymous in the store, too: a random number, the day alone, nobody's
/// name.
void keep_anonymous(const language::Burden& told, const Message& message, store::Transaction& tx) {
    burdens::Burden burden;
    burden.number.digits =
        100000000 + static_cast<std::int64_t>(message.rules.random() % 900000000);
    burden.created_at = message.rules.zone.instant(message.today(), std::chrono::minutes{0});
    burden.community = message.community;
    burden.town = message.town;
    burden.day = message.today();
    burden.told = told;
    burdens::add(tx, burden);
}

Arguments receipt(const burdens::Burden& burden) {
    const language::Burden& told = burden.told;
    return {{"number", to_text(burden.number)},
            {"kind", kind_word(told.kind.value_or(BurdenKind::other))},
            {"count", told.count},
            {"period",
             told.period ? Value{Word{"period." + std::string{language::to_text(*told.period)}}}
                         : Value{false}},
            {"minutes", told.minutes},
            {"organizer", told.organizer},
            {"topic", told.topic},
            {"duplicate", told.duplicate},
            {"suggestion", told.suggestion}};
}

}  // namespace

Outcome report_burden(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    if (!message.user || !message.user->may_report_burdens()) {
        outcome.say(
            Said{"burden.only_staff",
                 {{"hotline", message.rules.settings.danger.numbers.find("hotline")->second}}});
        return outcome;
    }
    conversation::close(message, tx);
    std::vector<language::Burden> told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* burden = std::get_if<language::Burden>(&record)) told.push_back(*burden);
    }
    if (std::any_of(told.begin(), told.end(), [](const auto& one) { return one.anonymous; })) {
        for (const language::Burden& one : told) keep_anonymous(one, message, tx);
        // One fixed sentence: what a repeat gets again must not tell which report it was.
        outcome.say(Said{"burden.anonymous"});
        outcome.private_hint = message.in_group();
        return outcome;
    }
    std::vector<Value> receipts;
    for (const language::Burden& one : told) {
        burdens::Burden burden;
        burden.created_at = message.inbound.sent_at;
        burden.platform = message.inbound.platform;
        burden.reporter = message.inbound.sender.id;
        burden.community = message.community;
        burden.town = message.town;
        burden.day = message.today();
        burden.told = one;
        burden.number = burdens::add(tx, burden);
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = "report",
                       .about = to_text(burden.number)});
        outcome.changed.push_back(to_text(burden.number));
        receipts.emplace_back(receipt(burden));
    }
    outcome.say(
        Said{"burden.recorded",
             {{"burdens", receipts},
              {"first", outcome.changed.empty() ? std::string{} : outcome.changed.front()}}});
    return outcome;
}

Outcome query_burdens(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        outcome.say(Said{Refusal{"record.unknown", {{"number", ref}}}});
    }
    if (!outcome.replies.empty()) return outcome;
    if (!message.user || !message.user->may_report_burdens() || message.community.empty()) {
        outcome.say(Said{"burden.figures_who"});
        return outcome;
    }
    const Day today = message.today();
    const Day first{today.year(), today.month(), std::chrono::day{1}};
    const auto reports = burdens::in_community(tx, message.community, first, today);
    std::vector<Value> lines;
    for (const BurdenKind kind : all_kinds) {
        if (const int count = burdens::how_many(reports, kind)) {
            lines.emplace_back(Arguments{{"kind", kind_word(kind)}, {"count", count}});
        }
    }
    outcome.say(
        Said{"burden.figures",
             {{"lines", lines}, {"none", lines.empty()}, {"community", message.community}}});
    return outcome;
}

}  // namespace qingdan::conversations
