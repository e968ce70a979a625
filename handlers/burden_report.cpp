#include "domain/audit/audit.hpp"
#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/counting.hpp"
#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/reminder_moves.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::BurdenKind;

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
    if (message.rules.voice) {
        burden.voice = message.rules.voice(
            message.inbound.platform + " " + message.inbound.sender.id, message.today());
    }
    burdens::add(tx, burden);
}

/// How many people told the same by now, where that is enough of them to be said.
std::optional<int> voices_of(const burdens::Burden& burden,
                             const Message& message,
                             store::Transaction& tx) {
    const burdens::Span span = burdens::span_of(burden);
    constexpr int longest_span = 366;
    const auto around = burdens::countable(burdens::reports_in(tx,
                                                               {burden.town, burden.community},
                                                               add_days(span.from, -longest_span),
                                                               add_days(span.until, longest_span)),
                                           message.rules.settings.workload.anonymity_k);
    for (const burdens::Group& group : burdens::groups_of(around)) {
        std::vector<burdens::Burden> theirs;
        bool is_ours = false;
        for (const burdens::Burden* one : group.reports) {
            theirs.push_back(*one);
            is_ours = is_ours || one->number == burden.number;
        }
        const int told = burdens::voices(theirs);
        if (is_ours && told >= message.rules.settings.workload.anonymity_k) return told;
    }
    return std::nullopt;
}

Arguments receipt(const burdens::Burden& burden, std::optional<int> voices) {
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
            {"suggestion", told.suggestion},
            {"voices", voices}};
}

burdens::Burden keep(const language::Burden& told, const Message& message, store::Transaction& tx) {
    burdens::Burden burden;
    burden.created_at = message.inbound.sent_at;
    burden.platform = message.inbound.platform;
    burden.reporter = message.inbound.sender.id;
    burden.community = message.community;
    burden.town = message.town;
    burden.day = message.today();
    burden.told = told;
    burden.number = burdens::add(tx, burden);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "report",
                   .about = to_text(burden.number)});
    return burden;
}

/// Reports with a name: kept, joined with what others told, and looked at against the limits.
Outcome keep_named(const std::vector<language::Burden>& told,
                   const Message& message,
                   store::Transaction& tx) {
    Outcome outcome;
    std::vector<Value> receipts;
    std::vector<Said> followed;
    std::string first;
    for (const language::Burden& one : told) {
        const burdens::Burden burden = keep(one, message, tx);
        outcome.changed.push_back(to_text(burden.number));
        if (first.empty()) first = to_text(burden.number);
        for (const RecordNumber other : burdens::refresh_merged(tx, burden)) {
            outcome.changed.push_back(to_text(other));
        }
        const reminders::Occasion occasion{message.rules, message.now, message.today(), {}, {}};
        if (const auto reminder = reminders::watch_limits(burden, occasion, tx, outcome))
            followed.emplace_back("burden.reminded", reminders::facts_of(*reminder));
        receipts.emplace_back(receipt(burden, voices_of(burden, message, tx)));
    }
    outcome.say(Said{"burden.recorded", {{"burdens", receipts}, {"first", first}}});
    // One line in a group; what follows is told where there is room.
    if (!message.in_group()) {
        for (Said& said : followed) outcome.say(std::move(said));
    }
    return outcome;
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
        // Whoever does not want to be named with one is named with none of the same message.
        for (language::Burden& one : told) {
            one.anonymous = true;
            keep_anonymous(one, message, tx);
        }
        // One fixed sentence: what a repeat gets again must not tell which report it was.
        outcome.say(Said{"burden.anonymous"});
        outcome.private_hint = message.in_group();
        return outcome;
    }
    return keep_named(told, message, tx);
}

}  // namespace qingdan::conversations
