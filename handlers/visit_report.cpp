#include "domain/audit/audit.hpp"
#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"

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
    person.responsible = message.user->user_id;
    person.entered_on = message.today();
    person.confirmed = false;
    person.id = people::add_person(tx, person);
    return person;
}

struct Written {
    RecordNumber number;
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
    if (!person && !message.in_group()) person = told.address;
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
             {{"name", person.name}, {"address", in_group ? std::string{} : person.address}},
             std::to_string(options.size() + 1)});
    }
    return options;
}

/// Takes reported visits one by one; the first that needs a question keeps itself and what comes
/// after it.
class Reporting {
public:
    Reporting(const Message& message, store::Transaction& tx) : message_(message), tx_(tx) {}

    Outcome take(std::vector<language::Visit> told,
                 std::optional<std::int64_t> chosen,
                 bool agreed) {
        for (std::size_t i = 0; i < told.size(); ++i) {
            const bool first = i == 0;
            VisitFacts facts = read_facts(told[i], message_, tx_, first ? chosen : std::nullopt);
            facts.agreed = first && agreed;
            const std::vector<language::Visit> waiting{
                told.begin() + static_cast<std::ptrdiff_t>(i), told.end()};
            const bool goes_on = std::visit(
                overloaded{[&](const Record& record) { return keep(record, told[i]); },
                           [&](const AskPerson&) {
                               conversation::ask(
                                   message_, tx_, "visit.who", state_of(message_, waiting));
                               question_ = Said{"visit.who"};
                               return false;
                           },
                           [&](const AskWhich& which) {
                               conversation::ask(message_,
                                                 tx_,
                                                 "visit.which",
                                                 state_of(message_, waiting, which.candidates));
                               question_ = Said{
                                   "visit.which",
                                   {{"count", static_cast<int>(which.candidates.size())},
                                    {"person", told[i].person ? told[i].person : told[i].address}},
                                   person_options(which.candidates, message_.in_group())};
                               return false;
                           },
                           [&](const ReadBackTwice& twice) {
                               conversation::ask(
                                   message_, tx_, "visit.agree", state_of(message_, waiting));
                               question_ = Said{"visit.twice",
                                                {{"earlier", to_text(twice.earlier.number)},
                                                 {"person", told[i].person}},
                                                yes_or_no()};
                               return false;
                           },
                           [&](const ReadBackFuture&) {
                               conversation::ask(
                                   message_, tx_, "visit.agree", state_of(message_, waiting));
                               question_ = Said{"visit.future",
                                                {{"day", told[i].date}, {"person", told[i].person}},
                                                yes_or_no()};
                               return false;
                           },
                           [&](const Refusal& no) {
                               question_ = Said{no};
                               return false;
                           }},
                decide(told[i], facts));
            if (!goes_on) break;
        }
        return finish();
    }

private:
    bool keep(const Record& record, const language::Visit& told) {
        const Written written = write(record, told, message_, tx_);
        receipts_.push_back(Value{receipt(written, told, message_)});
        numbers_.push_back(to_text(written.number));
        const std::optional<std::int64_t> person_id =
            written.person ? std::optional{written.person->id} : std::nullopt;
        dangers_.add(
            raise_danger(message_, tx_, dangers_of(told), numbers_.back(), person_id, told.person));
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

    Outcome finish() {
        Outcome outcome;
        if (!receipts_.empty()) {
            outcome.changed = numbers_;
            outcome.add(std::move(dangers_));
            outcome.say(Said{receipts_.size() == 1 ? "visit.recorded" : "visit.recorded_several",
                             {{"visits", receipts_},
                              {"count", static_cast<int>(receipts_.size())},
                              {"group", message_.in_group()},
                              {"first", numbers_.front()}}});
        }
        if (question_) outcome.say(*question_);
        return outcome;
    }

    const Message& message_;
    store::Transaction& tx_;
    std::vector<Value> receipts_;
    std::vector<std::string> numbers_;
    Outcome dangers_;
    std::optional<Said> question_;
};

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
    return Reporting{message, tx}.take(std::move(told), std::nullopt, false);
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
    if (topic == "visit.which") {
        const json& candidates = state.at("candidates");
        const auto chosen = chosen_number(message, candidates.size());
        if (!chosen) return std::nullopt;
        conversation::close(message, tx);
        return Reporting{report, tx}.take(
            std::move(told), candidates[*chosen].get<std::int64_t>(), false);
    }
    if (topic == "visit.agree") {
        const auto agreed = yes_or_no_of(message);
        if (!agreed) return std::nullopt;
        conversation::close(message, tx);
        if (!*agreed) {
            told.erase(told.begin());
            Outcome outcome = Reporting{report, tx}.take(std::move(told), std::nullopt, false);
            outcome.say(Said{"visit.not_recorded"});
            return outcome;
        }
        return Reporting{report, tx}.take(std::move(told), std::nullopt, true);
    }
    // visit.who: the answer is a name, an address, or both.
    const language::Visit who = told_person(message);
    if (!who.person && !who.address) return std::nullopt;
    told.front().person = who.person;
    told.front().address = who.address;
    conversation::close(message, tx);
    return Reporting{report, tx}.take(std::move(told), std::nullopt, false);
}

}  // namespace qingdan::conversations
