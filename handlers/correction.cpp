#include "domain/audit/audit.hpp"
#include "domain/burdens/burden.hpp"
#include "domain/language/codes.hpp"
#include "domain/meals/order.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/reminder_moves.hpp"
#include "handlers/visit_change.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

using Changes = std::vector<audit::Change>;

std::string text_of(const std::optional<std::string>& value) { return value.value_or(""); }
std::string text_of(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }
template <class T>
    requires std::is_enum_v<T>
std::string text_of(const std::optional<T>& value) {
    return value ? std::string{language::to_text(*value)} : "";
}

/// Takes over a value that was told; what was not told stays.
template <class T>
void take_over(const char* field, T& kept, const T& told, Changes& changes) {
    const T nothing{};
    if (told == nothing || told == kept) return;
    changes.push_back({field, text_of(kept), text_of(told)});
    kept = told;
}

/// What was told with the values that a correction names; what it does not name stays.
language::Visit overlaid(language::Visit kept, const language::Visit& told) {
    const auto take = [](auto& into, const auto& value) {
        if (value != std::decay_t<decltype(value)>{}) into = value;
    };
    take(kept.person, told.person);
    take(kept.address, told.address);
    take(kept.phone, told.phone);
    take(kept.categories, told.categories);
    take(kept.method, told.method);
    take(kept.date, told.date);
    take(kept.condition, told.condition);
    take(kept.needs, told.needs);
    take(kept.actions, told.actions);
    take(kept.revisit, told.revisit);
    return kept;
}

Changes correct(language::Burden& kept, const language::Burden& told) {
    Changes changes;
    take_over("kind", kept.kind, told.kind, changes);
    take_over("count", kept.count, told.count, changes);
    take_over("period", kept.period, told.period, changes);
    take_over("minutes", kept.minutes, told.minutes, changes);
    take_over("organizer", kept.organizer, told.organizer, changes);
    take_over("topic", kept.topic, told.topic, changes);
    take_over("suggestion", kept.suggestion, told.suggestion, changes);
    return changes;
}

/// Whoever reported it corrects it; so does an admin of the community.
bool may_correct(std::string_view platform,
                 std::string_view reporter,
                 std::string_view community,
                 const Message& message) {
    if (platform == message.inbound.platform && reporter == message.inbound.sender.id) return true;
    return message.has_role(people::Role::admin) && message.community == community;
}

void note(std::string_view action,
          RecordNumber number,
          Changes changes,
          const Message& message,
          store::Transaction& tx) {
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = std::string{action},
                   .about = to_text(number)},
                  changes);
}

Said unknown(RecordNumber number) { return Said{"record.unknown", {{"number", to_text(number)}}}; }

Said corrected(RecordNumber number, const Changes& changes) {
    if (changes.empty()) return Said{"record.nothing_new", {{"number", to_text(number)}}};
    return Said{"record.corrected",
                {{"number", to_text(number)}, {"fields", changed_fields(changes)}}};
}

Outcome correct_visit(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto visit = visits::find(tx, number.digits);
    if (!visit || !may_correct(visit->platform, visit->reporter, visit->community, message)) {
        outcome.say(unknown(number));
        return outcome;
    }
    language::Visit after = visit->told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* told = std::get_if<language::Visit>(&record))
            after = overlaid(after, *told);
    }
    VisitChange change = change_visit(*visit, after, message, tx);
    outcome.add(std::move(change.outcome));
    Said receipt = corrected(number, change.changes);
    receipt.arguments.push_back({"tasks", std::move(change.tasks)});
    outcome.say(std::move(receipt));
    return outcome;
}

/// What follows from a report follows its correction: the figures that it counts in are looked at
/// again.
void watch_again(const burdens::Burden& burden,
                 const Message& message,
                 store::Transaction& tx,
                 Outcome& outcome) {
    const reminders::Occasion occasion{message.rules, message.now, message.today(), {}, {}};
    reminders::watch_limits(burden, occasion, tx, outcome);
}

Outcome correct_burden(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto burden = burdens::find(tx, number.digits);
    if (!burden || !burden->reporter ||
        !may_correct(text_of(burden->platform), *burden->reporter, burden->community, message)) {
        outcome.say(unknown(number));
        return outcome;
    }
    Changes changes;
    const burdens::Burden before = *burden;
    for (const language::Record& record : message.meaning.records) {
        const auto* told = std::get_if<language::Burden>(&record);
        if (told) changes = correct(burden->told, *told);
    }
    if (!changes.empty()) {
        burdens::save(tx, *burden);
        note("correct", number, changes, message, tx);
        outcome.changed.push_back(to_text(number));
        for (const RecordNumber other : burdens::refresh_merged(tx, *burden))
            outcome.changed.push_back(to_text(other));
        watch_again(before, message, tx, outcome);
        watch_again(*burden, message, tx, outcome);
    }
    outcome.say(corrected(number, changes));
    return outcome;
}

Outcome withdraw_visit(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto visit = visits::find(tx, number.digits);
    if (!visit || !may_correct(visit->platform, visit->reporter, visit->community, message)) {
        outcome.say(unknown(number));
        return outcome;
    }
    if (visit->status == visits::Status::withdrawn) {
        outcome.say(Said{"record.withdrawn_already", {{"number", to_text(number)}}});
        return outcome;
    }
    for (std::string& changed : take_back(*visit, message, tx))
        outcome.changed.push_back(std::move(changed));
    outcome.say(
        Said{"record.withdrawn", {{"number", to_text(number)}, {"person", visit->told.person}}});
    return outcome;
}

Outcome withdraw_burden(RecordNumber number, const Message& message, store::Transaction& tx) {
    Outcome outcome;
    auto burden = burdens::find(tx, number.digits);
    if (!burden || !burden->reporter ||
        !may_correct(text_of(burden->platform), *burden->reporter, burden->community, message)) {
        outcome.say(unknown(number));
        return outcome;
    }
    if (burden->status == burdens::Status::withdrawn) {
        outcome.say(Said{"record.withdrawn_already", {{"number", to_text(number)}}});
        return outcome;
    }
    burden->status = burdens::Status::withdrawn;
    burdens::save(tx, *burden);
    note("withdraw", number, {}, message, tx);
    outcome.changed.push_back(to_text(number));
    for (const RecordNumber other : burdens::refresh_merged(tx, *burden))
        outcome.changed.push_back(to_text(other));
    watch_again(*burden, message, tx, outcome);
    outcome.say(Said{"record.withdrawn", {{"number", to_text(number)}}});
    return outcome;
}

/// The sender's latest record of any kind, where it is from today.
std::optional<RecordNumber> latest_record(const Message& message, store::Transaction& tx) {
    const std::string& platform = message.inbound.platform;
    const std::string& sender = message.inbound.sender.id;
    std::optional<RecordNumber> latest;
    Instant when = message.inbound.sent_at - std::chrono::hours{24};
    const auto consider = [&](RecordNumber number, Instant at) {
        if (at < when) return;
        latest = number;
        when = at;
    };
    if (const auto visit = visits::latest_of_reporter(tx, platform, sender))
        consider(visit->number, visit->created_at);
    if (const auto burden = burdens::latest_of(tx, platform, sender))
        consider(burden->number, burden->created_at);
    if (const auto order = meals::latest_of(tx, platform, sender))
        consider(order->number, order->created_at);
    return latest;
}

std::vector<RecordNumber> numbers_meant(const Message& message, store::Transaction& tx) {
    std::vector<RecordNumber> numbers;
    for (const std::string& ref : message.meaning.refs) {
        if (const auto number = parse_record_number(ref)) numbers.push_back(*number);
    }
    if (numbers.empty()) {
        if (const auto latest = latest_record(message, tx)) numbers.push_back(*latest);
    }
    return numbers;
}

Message with_ref(const Message& message, const language::Meaning& meaning) {
    return {message.inbound,
            meaning,
            message.rules,
            message.now,
            message.user,
            message.town,
            message.community};
}

Outcome withdraw(RecordNumber number, const Message& message, store::Transaction& tx) {
    switch (number.kind) {
        case RecordKind::visit:
            return withdraw_visit(number, message, tx);
        case RecordKind::burden:
            return withdraw_burden(number, message, tx);
        case RecordKind::meal: {
            language::Meaning meaning = message.meaning;
            meaning.refs = {to_text(number)};
            return cancel_meal(with_ref(message, meaning), tx);
        }
        case RecordKind::reminder:
        case RecordKind::task:
            break;
    }
    Outcome outcome;
    outcome.say(unknown(number));
    return outcome;
}

}  // namespace

Outcome correct_record(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    conversation::close(message, tx);
    for (const RecordNumber number : numbers_meant(message, tx)) {
        if (number.kind == RecordKind::visit) outcome.add(correct_visit(number, message, tx));
        if (number.kind == RecordKind::burden) outcome.add(correct_burden(number, message, tx));
        if (number.kind == RecordKind::meal) {
            language::Meaning meaning = message.meaning;
            meaning.refs = {to_text(number)};
            outcome.add(change_meal(with_ref(message, meaning), tx));
        }
    }
    if (outcome.replies.empty()) outcome.say(Said{"record.which"});
    return outcome;
}

Outcome withdraw_record(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    conversation::close(message, tx);
    for (const RecordNumber number : numbers_meant(message, tx))
        outcome.add(withdraw(number, message, tx));
    if (outcome.replies.empty()) outcome.say(Said{"record.which"});
    return outcome;
}

Outcome withdraw_latest(const Message& message, store::Transaction& tx) {
    return withdraw_record(message, tx);
}

}  // namespace qingdan::conversations
