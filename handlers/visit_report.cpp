#include "domain/audit/audit.hpp"
#include "domain/language/codes.hpp"
#include "domain/language/needs/needs.hpp"
#include "domain/store/store.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/list_entries.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/follow_ups.hpp"
#include "handlers/households.hpp"
#include "handlers/visit_change.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using nlohmann::json;

/// All that a decision about one reported visit may know.
struct VisitFacts {
    bool may_report = false;
    bool agreed = false;  ///< the sender has said yes to what is unlikely
    std::vector<people::Person> alike;
    std::optional<visits::Visit> within_the_hour;
    bool in_the_future = false;
};

struct Record {
    std::optional<people::Person> person;  ///< empty: nobody of the register, a new entry
};
struct AskPerson {};
struct AskWhich {
    std::vector<people::Person> candidates;
};
struct ReadBackTwice {
    visits::Visit earlier;
};
struct ReadBackFuture {};
using Decision = std::variant<Record, AskPerson, AskWhich, ReadBackTwice, ReadBackFuture, Refusal>;

/// Decides about one reported visit. Pure: no clock, no store, no words; all it may know is in
/// `facts`.
Decision decide(const language::Visit& told, const VisitFacts& facts) {
    if (!facts.may_report) return Refusal{"visit.only_cadres", {}};
    if (!told.person && !told.address && facts.alike.empty()) return AskPerson{};
    if (facts.alike.size() > 1) return AskWhich{facts.alike};
    if (facts.in_the_future && !facts.agreed) return ReadBackFuture{};
    if (facts.within_the_hour && !facts.agreed) return ReadBackTwice{*facts.within_the_hour};
    return Record{facts.alike.empty() ? std::nullopt : std::optional{facts.alike.front()}};
}

VisitFacts read_facts(const language::Visit& told,
                      const Message& message,
                      store::Transaction& tx,
                      std::optional<std::int64_t> chosen) {
    VisitFacts facts;
    facts.may_report = message.user && message.user->may_report_visits();
    if (chosen) {
        facts.alike = {people::person_of_id(tx, *chosen)};
    } else {
        facts.alike =
            people::matches(tx, message.community, {told.person, told.address, told.phone});
    }
    // To choose among entries is to see them.
    if (facts.alike.size() > 1 && !message.user->is_staff()) facts.alike.clear();
    facts.in_the_future = told.date && *told.date > message.today();
    if (facts.alike.size() == 1) {
        const Instant since =
            message.inbound.sent_at - message.rules.settings.visits.read_back_within;
        facts.within_the_hour = visits::reported_since(tx, facts.alike.front().id, since);
    }
    return facts;
}

/// Only words of knocking and calling stand in the report: nobody was met. Of several visits in one
/// message it is the one whose own condition says so.
bool is_attempt(const Message& message, const language::Visit& told) {
    const bool nothing_else = told.needs.empty() && told.actions.empty();
    if (nothing_else && told.condition && language::says_nobody_was_met(*told.condition))
        return true;
    const auto& dangers = message.meaning.dangers;
    const bool alone = message.meaning.records.size() == 1;
    return std::any_of(dangers.begin(), dangers.end(), [&](const language::Danger& danger) {
        if (!danger.attempt) return false;
        return told.condition ? told.condition->find(danger.words) != std::string::npos : alone;
    });
}

/// Completes the register by what a report says (categories, phone); the old values go to the
/// audit.
void complete_register(people::Person& person,
                       const language::Visit& told,
                       const Message& message,
                       store::Transaction& tx) {
    std::vector<audit::Change> changes;
    for (const std::string& category : told.categories) {
        if (person.has_category(category)) continue;
        changes.push_back({"categories", people::join_codes(person.categories), category});
        person.categories.push_back(category);
    }
    if (told.phone && *told.phone != person.phone) {
        changes.push_back({"phone", person.phone, *told.phone});
        person.phone = *told.phone;
    }
    if (changes.empty()) return;
    people::save_person(tx, person);
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "complete",
                   .about = "person:" + std::to_string(person.id)},
                  changes);
}

/// A new entry of the register, shown to the responsible cadre to confirm; only where somebody was
/// named.
std::optional<people::Person> enter_person(const language::Visit& told,
                                           const Message& message,
                                           store::Transaction& tx) {
    if (!told.person) return std::nullopt;
    if (auto known =
            people::find_person(tx, message.community, *told.person, told.address.value_or(""))) {
        return known;
    }
    people::Person person;
    person.community = message.community;
    person.name = *told.person;
    person.address = told.address.value_or("");
    person.phone = told.phone.value_or("");
    person.categories = told.categories;
    // A volunteer answers for nobody: then it is whoever the community has for it.
    const auto cadre =
        tasks::answers_for(tx, message.community, "visitor", message.user, "", message.today());
    person.responsible = cadre ? cadre->user_id : message.user->user_id;
    person.entered_on = message.today();
    person.confirmed = false;
    person.id = people::add_person(tx, person);
    return person;
}

struct Written {
    RecordNumber number{RecordKind::visit, 0};
    std::optional<people::Person> person;
    bool is_new = false;
    bool attempt = false;
};

Written write(const Record& decided,
              const language::Visit& told,
              const Message& message,
              store::Transaction& tx) {
    Written written;
    written.person = decided.person;
    if (written.person) {
        complete_register(*written.person, told, message, tx);
    } else {
        written.person = enter_person(told, message, tx);
        written.is_new = written.person.has_value();
    }
    written.attempt = is_attempt(message, told);
    visits::Visit visit;
    visit.created_at = message.inbound.sent_at;
    visit.platform = message.inbound.platform;
    visit.reporter = message.inbound.sender.id;
    visit.community = message.community;
    visit.status = written.attempt ? visits::Status::attempt : visits::Status::active;
    if (written.person) visit.person_id = written.person->id;
    visit.told = told;
    written.number = visits::add(tx, visit);
    if (written.person) {
        if (written.attempt) {
            written.person->attempt_on = message.rules.calendar.add_workdays(
                told.date.value_or(message.today()),
                message.rules.settings.visits.attempt_next_workdays);
            people::save_person(tx, *written.person);
        }
        visits::refresh_due(tx, written.person->id, message.rules.settings.visits);
        written.person = people::person_of_id(tx, written.person->id);
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "report",
                   .about = to_text(written.number)});
    return written;
}

/// What the receipt says of one visit; in a group without address and phone.
Arguments receipt(const Written& written, const language::Visit& told, const Message& message) {
    // A group leader sees nothing of the register, a group nothing that is private: only what was
    // written.
    const bool in_group = message.in_group() || !message.user->is_staff();
    Arguments said{{"number", to_text(written.number)},
                   {"attempt", written.attempt},
                   {"new", written.is_new && !in_group},
                   {"method",
                    Word{"method." + std::string{language::to_text(
                                         told.method.value_or(language::Method::home))}}},
                   {"condition", in_group ? std::optional<std::string>{} : told.condition},
                   {"revisit", told.revisit}};
    std::optional<std::string> person = told.person;
    if (written.person && !in_group) person = written.person->name;
    if (!person && told.address)
        person = message.in_group() ? people::stairwell(*told.address) : *told.address;
    said.push_back({"person", person});
    std::string address = told.address.value_or("");
    if (written.person && !in_group && !written.person->address.empty())
        address = written.person->address;
    said.push_back({"address", message.in_group() || !told.person ? std::string{} : address});
    if (told.date && *told.date != message.today()) said.push_back({"day", *told.date});
    if (written.person && written.person->visit_due_on && !told.revisit && !in_group) {
        said.push_back({"due", *written.person->visit_due_on});
    }
    return said;
}

/// What an answer needs: the visits that wait, who can be meant, and the text, whose danger signs
/// count then.
json state_of(const Message& message,
              const std::vector<language::Visit>& waiting,
              const std::vector<people::Person>& candidates = {}) {
    json state{
        {"visits", json::array()}, {"candidates", json::array()}, {"text", message.inbound.text}};
    for (const language::Visit& visit : waiting)
        state["visits"].push_back(json(language::to_json(language::Record{visit})));
    for (const people::Person& person : candidates) state["candidates"].push_back(person.id);
    return state;
}

std::vector<Option> person_options(const std::vector<people::Person>& candidates, bool in_group) {
    std::vector<Option> options;
    for (const people::Person& person : candidates) {
        options.push_back(
            {"visit.candidate",
             {{"name", person.name},
              {"address", in_group ? people::stairwell(person.address) : person.address}},
             std::to_string(options.size() + 1)});
    }
    return options;
}

/// Takes reported visits one by one. Those that need a question wait for its answer, and the others
/// are kept: what nobody answers loses nothing else.
class Reporting {
public:
    /// `list_head`: the visits are entries of the list with that head.
    Reporting(const Message& message,
              store::Transaction& tx,
              std::optional<std::string> list_head = std::nullopt)
        : message_(message), tx_(tx), list_head_(std::move(list_head)) {}

    void take(const std::vector<language::Visit>& told,
              std::optional<std::int64_t> chosen = std::nullopt,
              bool agreed = false) {
        for (std::size_t i = 0; i < told.size(); ++i) {
            const bool first = i == 0;
            VisitFacts facts = read_facts(told[i], message_, tx_, first ? chosen : std::nullopt);
            facts.agreed = first && agreed;
            std::visit(overloaded{[&](const Record& record) { keep(record, told[i]); },
                                  [&](const Refusal& no) { refused_ = Said{no}; },
                                  [&](const auto& question) { wait(told[i], question); }},
                       decide(told[i], facts));
            if (refused_) break;
        }
    }

    /// An entry of a list that says something else now.
    void take_changed(visits::ListEntry entry, const language::Visit& told) {
        auto visit = visits::find(tx_, entry.number.digits);
        if (visit && visit->status != visits::Status::withdrawn && !entry.gone) {
            language::Visit after = told;
            after.date = visit->told.date;
            VisitChange change = change_visit(*visit, after, message_, tx_);
            if (!change.changes.empty()) {
                changed_.emplace_back(
                    Arguments{{"number", to_text(entry.number)}, {"person", told.person}});
                rest_.add(std::move(change.outcome));
            }
        }
        entry.told.insert(entry.told.begin(), told);
        visits::save_entry(tx_, entry, message_.today());
    }

    /// An entry that its reporter has left out of the list.
    void take_gone(visits::ListEntry entry) {
        entry.gone = true;
        visits::save_entry(tx_, entry, message_.today());
        const auto visit = visits::find(tx_, entry.number.digits);
        if (!visit || visit->status == visits::Status::withdrawn) return;
        rest_.changed = take_back(*visit, message_, tx_);
        gone_.emplace_back(
            Arguments{{"number", to_text(entry.number)}, {"person", visit->told.person}});
    }

    Outcome finish() {
        Outcome outcome;
        if (!receipts_.empty() || !changed_.empty() || !gone_.empty()) {
            outcome.changed = numbers_;
            outcome.add(std::move(dangers_));
            outcome.add(std::move(rest_));
            const bool one = receipts_.size() == 1 && changed_.empty() && gone_.empty();
            outcome.say(Said{one ? "visit.recorded" : "visit.recorded_several",
                             {{"visits", receipts_},
                              {"some", !receipts_.empty()},
                              {"count", static_cast<int>(receipts_.size())},
                              {"group", message_.in_group()},
                              {"changed", changed_},
                              {"gone", gone_},
                              {"first", numbers_.empty() ? std::string{} : numbers_.front()}}});
        }
        if (refused_) outcome.say(*refused_);
        if (question_) {
            json state = state_of(message_, waiting_, candidates_);
            if (list_head_) state["list"] = *list_head_;
            conversation::ask(message_, tx_, topic_, state);
            outcome.say(*question_);
        }
        return outcome;
    }

private:
    void keep(const Record& record, const language::Visit& told) {
        const Written written = write(record, told, message_, tx_);
        numbers_.push_back(to_text(written.number));
        auto followed = follow_ups::follow_up(message_, tx_, written.number, told, written.person);
        Arguments line = receipt(written, told, message_);
        line.push_back({"tasks", std::move(followed.lines)});
        receipts_.emplace_back(std::move(line));
        rest_.add(std::move(followed.outcome));
        if (written.is_new)
            rest_.add(households::show_new(*written.person, written.number, message_, tx_));
        const std::optional<std::int64_t> person_id =
            written.person ? std::optional{written.person->id} : std::nullopt;
        dangers_.add(
            raise_danger(message_, tx_, dangers_of(told), numbers_.back(), person_id, told.person));
        if (list_head_) {
            visits::ListEntry entry;
            entry.number = written.number;
            entry.head = *list_head_;
            entry.day = message_.today();
            entry.reporter = message_.inbound.sender.id;
            entry.told = {told};
            visits::add_entry(tx_, message_.inbound.platform, message_.inbound.chat.id, entry);
        }
    }

    void wait(const language::Visit& told, const AskPerson&) {
        ask(told, "visit.who", Said{"visit.who"});
    }

    void wait(const language::Visit& told, const AskWhich& which) {
        if (ask(told,
                "visit.which",
                Said{"visit.which",
                     {{"count", static_cast<int>(which.candidates.size())},
                      {"person", told.person ? told.person : told.address}},
                     person_options(which.candidates, message_.in_group())}))
            candidates_ = which.candidates;
    }

    void wait(const language::Visit& told, const ReadBackTwice& twice) {
        ask(told,
            "visit.agree",
            Said{"visit.twice",
                 {{"earlier", to_text(twice.earlier.number)}, {"person", told.person}},
                 yes_or_no()});
    }

    void wait(const language::Visit& told, const ReadBackFuture&) {
        ask(told,
            "visit.agree",
            Said{"visit.future", {{"day", told.date}, {"person", told.person}}, yes_or_no()});
    }

    /// One question at a time: whether this one is asked now.
    bool ask(const language::Visit& told, std::string_view topic, Said question) {
        waiting_.push_back(told);
        if (question_) return false;
        topic_ = topic;
        question_ = std::move(question);
        return true;
    }

    /// The danger signs that stand in this visit's own words; all of them where the message has
    /// only one.
    std::vector<language::Danger> dangers_of(const language::Visit& told) const {
        std::vector<language::Danger> dangers = message_.meaning.dangers;
        if (message_.meaning.records.size() < 2) return dangers;
        std::string words = told.condition.value_or("");
        for (const auto* list : {&told.needs, &told.actions}) {
            for (const std::string& text : *list) words += text;
        }
        std::erase_if(dangers, [&](const language::Danger& danger) {
            return words.find(danger.words) == std::string::npos;
        });
        return dangers;
    }

    const Message& message_;
    store::Transaction& tx_;
    std::optional<std::string> list_head_;
    std::vector<Value> receipts_, changed_, gone_;
    std::vector<std::string> numbers_;
    Outcome dangers_, rest_;
    std::vector<language::Visit> waiting_;
    std::vector<people::Person> candidates_;
    std::string topic_;
    std::optional<Said> question_, refused_;
};

/// A list in a group that may have grown since it was posted last: only what is different is taken.
Outcome report_list(const std::vector<language::Visit>& told,
                    const Message& message,
                    store::Transaction& tx) {
    using What = visits::ListMatch::What;
    const std::string head = visits::head_key(*message.meaning.list_head);
    std::vector<visits::Posted> posting;
    for (const language::Visit& visit : told) {
        const auto alike =
            people::matches(tx, message.community, {visit.person, visit.address, visit.phone});
        posting.push_back(
            {visit, alike.size() == 1 ? std::optional{alike.front().id} : std::nullopt});
    }
    auto known = visits::entries_of(
        tx, message.inbound.platform, message.inbound.chat.id, head, message.today(), posting);
    const auto matches = visits::compare(known, posting);
    Reporting reporting{message, tx, head};
    std::vector<language::Visit> fresh;
    std::vector<bool> seen(known.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (matches[i].what == What::fresh) {
            fresh.push_back(told[i]);
            continue;
        }
        seen[matches[i].entry] = true;
        visits::ListEntry& entry = known[matches[i].entry];
        entry.position = static_cast<int>(i);
        if (matches[i].what == What::changed) {
            reporting.take_changed(entry, told[i]);
        } else {
            visits::save_entry(tx, entry, message.today());
        }
    }
    // Whoever posts a list of their own that repeats nothing of the other takes nothing back.
    if (std::find(seen.begin(), seen.end(), true) != seen.end()) {
        for (std::size_t k = 0; k < known.size(); ++k) {
            const bool own = known[k].reporter == message.inbound.sender.id;
            if (!seen[k] && !known[k].gone && own) reporting.take_gone(known[k]);
        }
    }
    reporting.take(fresh);
    return reporting.finish();
}

std::vector<language::Visit> visits_of(const json& state) {
    std::vector<language::Visit> told;
    for (const json& one : state.at("visits")) {
        told.push_back(std::get<language::Visit>(language::record_from_json(one)));
    }
    return told;
}

}  // namespace

Outcome report_visit(const Message& message, store::Transaction& tx) {
    std::vector<language::Visit> told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* visit = std::get_if<language::Visit>(&record)) told.push_back(*visit);
    }
    conversation::close(message, tx);
    const bool may_report = message.user && message.user->may_report_visits();
    if (message.in_group() && message.meaning.list_head && may_report)
        return report_list(told, message, tx);
    Reporting reporting{message, tx};
    reporting.take(told);
    return reporting.finish();
}

std::optional<Outcome> answer_visit(std::string_view topic,
                                    const json& state,
                                    const Message& message,
                                    store::Transaction& tx) {
    std::vector<language::Visit> told = visits_of(state);
    Inbound first = message.inbound;
    first.text = state.at("text").get<std::string>();
    const language::Meaning meaning =
        language::understand(first.text, message.rules.zone.at(first.sent_at), first.chat.kind);
    const Message report{
        first, meaning, message.rules, message.now, message.user, message.town, message.community};
    std::optional<std::string> list_head;
    if (state.contains("list")) list_head = state.at("list").get<std::string>();
    Reporting reporting{report, tx, list_head};
    if (topic == "visit.which") {
        const json& candidates = state.at("candidates");
        const auto chosen = chosen_number(message, candidates.size());
        if (!chosen) return std::nullopt;
        conversation::close(message, tx);
        reporting.take(told, candidates[*chosen].get<std::int64_t>());
        return reporting.finish();
    }
    if (topic == "visit.agree") {
        const auto agreed = yes_or_no_of(message);
        if (!agreed) return std::nullopt;
        conversation::close(message, tx);
        if (*agreed) {
            reporting.take(told, std::nullopt, true);
            return reporting.finish();
        }
        told.erase(told.begin());
        reporting.take(told);
        Outcome outcome = reporting.finish();
        outcome.say(Said{"visit.not_recorded"});
        return outcome;
    }
    // visit.who: the answer is a name, an address, or both.
    const language::Visit who = told_person(message);
    if (!who.person && !who.address) return std::nullopt;
    told.front().person = who.person;
    told.front().address = who.address;
    conversation::close(message, tx);
    reporting.take(told);
    return reporting.finish();
}

}  // namespace qingdan::conversations
