/// @file
/// What people say about work reminders: the unit that has one, whoever supervises it, the
/// communities that are asked whether it is lighter now.

#include "domain/language/reminder_step.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/supervision/offices.hpp"
#include "handlers/conversations.hpp"
#include "handlers/reminder_moves.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::Intent;
using supervision::Denied;
using supervision::Event;
using supervision::Reminder;

/// What the sender is to a reminder.
struct Standing {
    bool unit = false, supervisor = false, publisher = false, community = false;
    bool any() const { return unit || supervisor || publisher || community; }
};

Standing standing_of(const Reminder& reminder, const Message& message, store::Transaction& tx) {
    Standing standing;
    if (!message.user) return standing;
    const people::User& user = *message.user;
    const supervision::Desk desk{tx, message.rules.settings.workload, message.today()};
    const bool sits_there = user.has(people::Role::official) && user.community.empty() &&
                            !reminder.unit.empty() && user.unit == reminder.unit &&
                            (user.town == reminder.town || user.town.empty());
    standing.unit = sits_there || supervision::is_among(user, desk.unit(reminder));
    standing.supervisor = supervision::is_among(user, desk.supervisors(reminder)) ||
                          supervision::is_among(user, desk.district(reminder));
    standing.publisher = supervision::is_among(user, desk.district(reminder));
    standing.community = user.has(people::Role::cadre) && user.community == reminder.community;
    return standing;
}

/// Who may bring about what.
enum class By { unit, supervisor, publisher, community };

struct Asked {
    std::string_view step;  ///< of the language
    Event event;
    By by;
    const char* key;  ///< what is answered
    bool needs_reason = false;
};
constexpr Asked steps[] = {
    {"issue", Event::issue, By::supervisor, "reminder.said_issue"},
    {"uphold", Event::uphold, By::supervisor, "reminder.said_uphold"},
    {"drop", Event::drop, By::supervisor, "reminder.said_drop", true},
    {"confirm", Event::confirm, By::supervisor, "reminder.said_confirm"},
    {"reject", Event::reject, By::supervisor, "reminder.said_reject"},
    {"false", Event::falsified, By::supervisor, "reminder.said_false"},
    {"decline", Event::decline, By::publisher, "reminder.said_decline"},
    {"refer", Event::refer, By::publisher, "reminder.said_refer"},
};

/// `said` is the step that stands beside the number.
std::optional<Asked> asked_by(const language::Meaning& meaning, std::string_view said) {
    switch (meaning.intent) {
        case Intent::reminder_ack:
            return Asked{"", Event::ack, By::unit, "reminder.said_ack"};
        case Intent::reminder_rectify:
            return Asked{"", Event::rectify, By::unit, "reminder.said_rectify"};
        case Intent::reminder_publish:
            return Asked{"", Event::publish, By::publisher, "reminder.said_publish"};
        case Intent::service_reminder_object:
            for (const Asked& step : steps) {
                if (step.step == said) return step;
            }
            return Asked{"", Event::object, By::unit, "reminder.said_object", true};
        default:
            return std::nullopt;
    }
}

bool may(const Standing& standing, By by) {
    switch (by) {
        case By::unit:
            return standing.unit;
        case By::supervisor:
            return standing.supervisor;
        case By::publisher:
            return standing.publisher;
        case By::community:
            return standing.community;
    }
    return false;
}

const char* who_may(By by) {
    switch (by) {
        case By::unit:
            return "audience.unit";
        case By::supervisor:
            return "audience.supervisor";
        case By::publisher:
            return "audience.publisher";
        case By::community:
            return "audience.community";
    }
    return "audience.supervisor";
}

/// What stands behind the first colon, else behind the first comma: a reason, or what was done.
std::string reason_in(const std::string& folded) {
    for (const char mark : {':', ','}) {
        const auto at = folded.find(mark);
        if (at == std::string::npos) continue;
        std::string reason = folded.substr(at + 1);
        reason.erase(0, reason.find_first_not_of(" \n"));
        return reason;
    }
    return {};
}

Said about(const char* key, const Reminder& reminder) {
    return Said{key, reminders::facts_of(reminder)};
}

Said refused(Denied why, const Reminder& reminder) {
    switch (why) {
        case Denied::not_proposed:
            return about("reminder.not_proposed", reminder);
        case Denied::too_late:
        case Denied::once_already:
            return about("reminder.objection_noted", reminder);
        case Denied::not_here:
        case Denied::too_long_ago:
        case Denied::not_yet:
            break;
    }
    return about("reminder.not_now", reminder);
}

/// `R-1001 1` is the button of the first answer, as `R-1001 没有了` is the word.
std::optional<std::string> community_answer(const language::Meaning& meaning,
                                            std::string_view said) {
    constexpr std::string_view answers[] = {"gone", "less", "same"};
    for (const std::string_view answer : answers) {
        if (said == answer) return std::string{answer};
    }
    if (meaning.intent != Intent::none || meaning.folded.size() < 2) return std::nullopt;
    const std::string_view end = std::string_view{meaning.folded}.substr(meaning.folded.size() - 2);
    if (end[0] != ' ' || end[1] < '1' || end[1] > '3') return std::nullopt;
    return std::string{answers[end[1] - '1']};
}

/// A community's answer, and what follows once all have answered.
Outcome take_answer(Reminder& reminder,
                    const std::string& answer,
                    const Message& message,
                    store::Transaction& tx) {
    Outcome outcome;
    if (reminder.progress.state != supervision::State::rectified) {
        outcome.say(about("reminder.not_now", reminder));
        return outcome;
    }
    if (!supervision::take_answer(tx, reminder.number, reminder.community, answer)) {
        outcome.say(about("reminder.answered_already", reminder));
        return outcome;
    }
    outcome.changed.push_back(to_text(reminder.number));
    const auto event = supervision::verdict(supervision::answers_of(tx, reminder.number), false);
    if (event) {
        (void)reminders::move(reminder,
                              *event,
                              {message.rules, message.now, message.today(), "", answer},
                              tx,
                              outcome);
    }
    outcome.say(about("reminder.answered", reminder));
    return outcome;
}

/// An objection that comes too late or a second time moves nothing, but is passed on.
void pass_on(const Reminder& reminder, store::Transaction& tx) {
    supervision::add_news(tx,
                          {reminder.number,
                           "objection_noted",
                           "supervisor",
                           supervision::last_step(tx, reminder.number)});
}

Outcome bring_about(Reminder& reminder,
                    const Asked& asked,
                    const Message& message,
                    store::Transaction& tx) {
    Outcome outcome;
    const std::string reason = reason_in(message.meaning.folded);
    if (asked.needs_reason && reason.empty()) {
        outcome.say(about("reminder.needs_reason", reminder));
        return outcome;
    }
    if (asked.event == Event::issue) {
        const auto office = supervision::office_named_in(tx, message.meaning.folded, reminder.town);
        if (office) reminder.unit = office->name;
        if (reminder.unit.empty()) {
            outcome.say(about("reminder.needs_unit", reminder));
            return outcome;
        }
    }
    const reminders::Occasion occasion{
        message.rules, message.now, message.today(), message.inbound.sender.id, reason};
    if (const auto moved = reminders::move(reminder, asked.event, occasion, tx, outcome); !moved) {
        const Said no = refused(moved.error(), reminder);
        if (no.key == "reminder.objection_noted") pass_on(reminder, tx);
        outcome.say(no);
        return outcome;
    }
    outcome.say(about(asked.key, reminder));
    return outcome;
}

std::string step_said(const Message& message) {
    return message.meaning.intent == Intent::service_reminder_object
               ? language::reminder_step(message.inbound.text)
               : std::string{};
}

Outcome answer_one(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto reminder = supervision::find(tx, number.digits);
    const Standing standing = reminder ? standing_of(*reminder, message, tx) : Standing{};
    if (!reminder || !standing.any()) {
        // To whom it is no business it does not exist.
        outcome.say(Said{"record.unknown", {{"number", to_text(number)}}});
        return outcome;
    }
    const std::string said = step_said(message);
    if (const auto answer = community_answer(message.meaning, said)) {
        if (standing.community) return take_answer(*reminder, *answer, message, tx);
        outcome.say(Said{"reminder.whose",
                         {{"number", to_text(number)}, {"who", Word{who_may(By::community)}}}});
        return outcome;
    }
    const auto asked = asked_by(message.meaning, said);
    if (!asked) return outcome;
    if (!may(standing, asked->by)) {
        outcome.say(Said{
            "reminder.whose",
            {{"number", to_text(number)},
             {"who",
              asked->by == By::unit ? Value{reminder->unit} : Value{Word{who_may(asked->by)}}}}});
        return outcome;
    }
    return bring_about(*reminder, *asked, message, tx);
}

/// The open reminders about which the sender may say `asked`, and for which it is the time.
std::vector<Reminder> candidates(const Asked& asked,
                                 const Message& message,
                                 store::Transaction& tx) {
    std::vector<Reminder> open = supervision::open_in(tx, message.user->town);
    std::erase_if(open, [&](const Reminder& one) {
        return !supervision::move_of(one.progress.state, asked.event) ||
               !may(standing_of(one, message, tx), asked.by);
    });
    return open;
}

std::optional<RecordNumber> reminder_meant(const Message& message) {
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (number && number->kind == RecordKind::reminder) return number;
    }
    return std::nullopt;
}

bool is_about_a_reminder(Intent intent) {
    return intent == Intent::reminder_ack || intent == Intent::reminder_rectify ||
           intent == Intent::reminder_publish || intent == Intent::service_reminder_object;
}

}  // namespace

Outcome answer_reminder(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (number && number->kind == RecordKind::reminder)
            outcome.add(answer_one(*number, message, tx));
    }
    return outcome;
}

std::optional<Outcome> answer_reminder_unnumbered(const Message& message, store::Transaction& tx) {
    if (message.in_group() || !message.user) return std::nullopt;
    if (reminder_meant(message)) {
        // `R-1001 1`: a button, which is no intent by itself.
        if (message.meaning.intent != Intent::none || !community_answer(message.meaning, ""))
            return std::nullopt;
        return answer_reminder(message, tx);
    }
    const people::User& user = *message.user;
    const bool could_be = message.meaning.intent == Intent::none ||
                          message.meaning.intent == Intent::service_yes ||
                          message.meaning.intent == Intent::workload_report;
    if (!could_be || !message.meaning.refs.empty() || user.unit.empty() ||
        !user.has(people::Role::official))
        return std::nullopt;
    // Read as if a number stood before it.
    const auto numbered = [&](const std::string& number) {
        return language::understand(number + " " + message.inbound.text,
                                    message.rules.zone.at(message.inbound.sent_at),
                                    language::ChatKind::private_chat);
    };
    const language::Meaning meaning = numbered(to_text(RecordNumber{RecordKind::reminder, 1}));
    if (!is_about_a_reminder(meaning.intent)) return std::nullopt;
    const std::string said = meaning.intent == Intent::service_reminder_object
                                 ? language::reminder_step(message.inbound.text)
                                 : std::string{};
    const auto asked = asked_by(meaning, said);
    if (!asked) return std::nullopt;
    const std::vector<Reminder> waiting = candidates(*asked, message, tx);
    if (waiting.empty()) return std::nullopt;
    const std::string number = to_text(waiting.front().number);
    if (waiting.size() == 1) {
        const language::Meaning with_number = numbered(number);
        const Message meant{message.inbound,
                            with_number,
                            message.rules,
                            message.now,
                            message.user,
                            message.town,
                            message.community};
        return answer_reminder(meant, tx);
    }
    std::vector<Value> lines;
    for (const Reminder& one : waiting) lines.emplace_back(reminders::facts_of(one));
    Outcome outcome;
    outcome.say(Said{"reminder.which", {{"lines", lines}, {"first", number}}});
    return outcome;
}

Outcome tell_reminder(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    const auto reminder = supervision::find(tx, number.digits);
    if (!reminder || !standing_of(*reminder, message, tx).any()) {
        outcome.say(Said{"record.unknown", {{"number", to_text(number)}}});
        return outcome;
    }
    std::vector<Value> history;
    for (const supervision::Step& step : supervision::steps_of(tx, number)) {
        history.emplace_back(
            Arguments{{"day", step.day},
                      {"state", Word{"state." + std::string{supervision::to_text(step.to)}}},
                      {"late", step.event == Event::late}});
    }
    Arguments facts = reminders::facts_of(*reminder);
    facts.push_back({"waits",
                     supervision::is_open(reminder->progress.state)
                         ? Value{Word{"waits." + std::string{supervision::to_text(
                                                     reminder->progress.waits_for)}}}
                         : Value{false}});
    facts.push_back({"history", history});
    outcome.say(Said{"reminder.state", std::move(facts)});
    return outcome;
}

std::optional<Said> open_reminders_of(const Message& message, store::Transaction& tx) {
    if (!message.user) return std::nullopt;
    const people::User& user = *message.user;
    std::vector<Reminder> open = user.community.empty()
                                     ? supervision::open_in(tx, user.town)
                                     : supervision::open_in_community(tx, user.community);
    std::erase_if(open, [&](const Reminder& one) { return !standing_of(one, message, tx).any(); });
    if (open.empty()) return std::nullopt;
    constexpr std::size_t at_most = 10;
    std::vector<Value> lines;
    for (const Reminder& one : open) {
        if (lines.size() == at_most) break;
        lines.emplace_back(reminders::facts_of(one));
    }
    return Said{
        "reminder.list",
        {{"lines", lines},
         {"more",
          open.size() > at_most ? Value{static_cast<int>(open.size() - at_most)} : Value{false}}}};
}

}  // namespace qingdan::conversations
