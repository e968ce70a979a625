/// @file
/// What burdens come to (减负数据): a cadre's own community, an official's town, the district; and
/// where a reminder stands.

#include "domain/ids.hpp"
#include "domain/people/towns.hpp"
#include "domain/store/store.hpp"
#include "handlers/burden_figures.hpp"
#include "handlers/conversations.hpp"

namespace qingdan::conversations {
namespace {

using language::Period;

/// The town that the question names, of those of the roster.
std::optional<std::string> named_town(const Message& message, store::Transaction& tx) {
    const auto named = people::towns_named_in(message.meaning.folded, people::towns_of_roster(tx));
    if (named.empty()) return std::nullopt;
    return named.front();
}

/// What is asked: of where, for how long, about which kind. The month where nothing is said.
figures::Asked question_of(const Message& message, store::Transaction& tx) {
    figures::Asked asked;
    asked.own = !message.community.empty();
    if (asked.own) {
        asked.place = asked.whole = {message.town, message.community};
    } else if (!message.user->town.empty()) {
        asked.place = asked.whole = {message.user->town, {}};
    } else if (const auto town = named_town(message, tx)) {
        asked.place = {*town, {}};
    }
    Period length = Period::month;
    const language::Meaning said =
        language::understand_as(language::Intent::workload_report,
                                message.inbound.text,
                                message.rules.zone.at(message.inbound.sent_at));
    for (const language::Record& record : said.records) {
        const auto* burden = std::get_if<language::Burden>(&record);
        if (!burden) continue;
        if (burden->period && *burden->period != Period::day) length = *burden->period;
        if (burden->kind != language::BurdenKind::other) asked.kind = burden->kind;
    }
    asked.term = burdens::Term::around(length, message.today());
    return asked;
}

}  // namespace

Outcome query_burdens(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (number && number->kind == RecordKind::reminder) {
            outcome.add(tell_reminder(*number, message, tx));
        } else {
            outcome.say(Said{Refusal{"record.unknown", {{"number", ref}}}});
        }
    }
    if (!outcome.replies.empty()) return outcome;
    if (!message.user || !message.user->may_report_burdens()) {
        outcome.say(Said{"burden.figures_who"});
        return outcome;
    }
    const figures::Asked asked = question_of(message, tx);
    const Word term{"term." + std::string{language::to_text(asked.term.length)}};
    const auto figures = figures::figures_of(asked, message.rules, message.today(), tx);
    outcome.say(Said{"burden.figures", figures::arguments_of(asked, figures, term, message.rules)});
    // In a group nobody reads what is open with whom.
    if (!message.in_group()) {
        if (auto open = open_reminders_of(message, tx)) outcome.say(std::move(*open));
    }
    return outcome;
}

}  // namespace qingdan::conversations
