#include "domain/elections/candidates.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/election.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qingdan::election {
namespace {

using elections::CandidateStatus;
using elections::Standing;
using nlohmann::json;

/// What is asked of a nominee, once each, in three messages: what they must be, what stands against
/// them, whom they are related to. The first of the exclusions is law, the others are what joint
/// reviews commonly use; a code is all that is kept.
struct Step {
    std::string_view name;
    std::array<std::string_view, 11> codes;
    std::size_t count;
};
constexpr std::array<Step, 3> steps{
    {{"conditions", {"registered", "lawful", "conduct", "able", "healthy"}, 5},
     {"exclusions",
      {"no_political_rights",
       "sentence_running",
       "sentence_within_5y",
       "gang_or_cult",
       "drugs_gambling",
       "election_bribery",
       "party_expelled",
       "dishonest_debtor",
       "illegal_building_refused",
       "removed_within_5y",
       "not_able"},
      11},
     {"relatives", {"committee_conflict", "relative_pair"}, 2}}};

Outcome only(Said said) {
    Outcome outcome;
    outcome.say(std::move(said));
    return outcome;
}

Word post_word(std::string_view post) { return Word{"post." + std::string{post}}; }

Said question_of(std::size_t step, const std::string& name) {
    std::vector<Value> lines;
    for (std::size_t i = 0; i < steps[step].count; ++i)
        lines.emplace_back(
            Arguments{{"text", Word{"eligible." + std::string{steps[step].codes[i]}}}});
    return Said{"election.check." + std::string{steps[step].name},
                {{"name", name}, {"lines", lines}}};
}

/// Which of the numbered lines were named; `nullopt` where the answer is none of numbers and "all
/// is well".
std::optional<std::vector<std::size_t>> named_lines(std::size_t step, const Message& message) {
    if (elections::says_none(message.meaning.folded)) return std::vector<std::size_t>{};
    const auto yes = yes_or_no_of(message);
    // `是` to "all of these?" and `不是` to "any of these?" both mean that nothing stands against.
    const bool bare_number = message.meaning.intent == language::Intent::service_choice;
    if (yes && !bare_number && *yes == (step == 0)) return std::vector<std::size_t>{};
    std::vector<std::size_t> lines;
    std::size_t number = 0;
    bool any = false;
    for (const char c : message.meaning.folded + " ") {
        if (c >= '0' && c <= '9') {
            number = number * 10 + static_cast<std::size_t>(c - '0');
            any = true;
        } else if (any) {
            if (number < 1 || number > steps[step].count) return std::nullopt;
            lines.push_back(number - 1);
            number = 0;
            any = false;
        }
    }
    if (lines.empty()) return std::nullopt;
    return lines;
}

std::vector<Value> lines_of(const std::vector<Standing>& all,
                            const Running& running,
                            const Message& message) {
    std::vector<Value> lines;
    for (const auto& post : elections::posts()) {
        std::vector<Value> names;
        int standing = 0;
        for (const auto& each : all) {
            if (each.post != post) continue;
            if (each.stands()) ++standing;
            names.emplace_back(Arguments{
                {"name", each.name},
                {"votes", each.nomination_votes > 0 ? Value{each.nomination_votes} : Value{false}},
                {"passed", each.status == CandidateStatus::passed},
                {"open", each.status == CandidateStatus::nominated},
                {"excluded", each.status == CandidateStatus::excluded},
                {"withdrawn", each.status == CandidateStatus::withdrawn}});
        }
        if (names.empty()) continue;
        const auto seats = running.number("seats_" + post);
        lines.emplace_back(
            Arguments{{"post", post_word(post)},
                      {"names", names},
                      {"seats", seats ? Value{*seats} : Value{false}},
                      {"too_few", seats && standing <= *seats},
                      {"needed",
                       seats ? Value{*seats + election_rules(message.rules)
                                                  .parameter(post == "chair"  ? "over_chair"
                                                             : post == "vice" ? "over_vice"
                                                                              : "over_member_min")}
                             : Value{false}}});
    }
    return lines;
}

Outcome show_candidates(const Running& running, const Message& message, store::Transaction& tx) {
    const auto all = elections::candidates_of(tx, running.election.id);
    const bool woman =
        std::ranges::any_of(all, [](const Standing& each) { return each.woman && each.stands(); });
    return only(Said{"election.candidates",
                     {{"lines", lines_of(all, running, message)},
                      {"none", all.empty()},
                      {"no_woman", !all.empty() && !woman}}});
}

Outcome nominate(const elections::Saying& saying,
                 Running& running,
                 const Message& message,
                 store::Transaction& tx) {
    const std::string post = elections::post_code(saying.part("post"));
    std::vector<Value> names;
    std::string conflict;
    const std::string committee = running.text("T01.chair") + ";" + running.text("T01.members");
    for (const auto& each : elections::names_in(saying.part("names"))) {
        elections::save_candidate(
            tx,
            running.election.id,
            {post, each.name, CandidateStatus::nominated, "", each.woman, each.number.value_or(0)});
        if (committee.find(each.name) != std::string::npos) conflict = each.name;
        names.emplace_back(each.name);
    }
    Outcome outcome =
        only(Said{"election.nominated",
                  {{"post", post_word(post)}, {"names", names}, {"conflict", conflict}}});
    outcome.add(show_candidates(running, message, tx));
    return outcome;
}

/// Examining one nominee, or the next that nobody has examined.
Outcome begin_check(const std::string& name,
                    const Running& running,
                    const Message& message,
                    store::Transaction& tx) {
    const auto all = elections::candidates_of(tx, running.election.id);
    const auto found = std::ranges::find(all, name, &Standing::name);
    if (found == all.end()) return only(Said{"election.no_such_candidate", {{"name", name}}});
    conversation::ask(
        message, tx, "election.check", {{"name", name}, {"step", 0}, {"codes", json::array()}});
    return only(question_of(0, name));
}

Outcome end_check(const std::string& name,
                  std::vector<std::string> codes,
                  Running& running,
                  const Message& message,
                  store::Transaction& tx) {
    conversation::close(message, tx);
    // Near relatives may both stand; only both of them cannot serve.
    const bool pair = std::erase(codes, "relative_pair") > 0;
    std::vector<Value> reasons;
    for (const auto& code : codes) reasons.emplace_back(Word{"eligible." + code + ".not"});
    for (auto each : elections::candidates_of(tx, running.election.id)) {
        if (each.name != name) continue;
        each.status = codes.empty() ? CandidateStatus::passed : CandidateStatus::excluded;
        each.code = codes.empty() ? "" : codes.front();
        elections::save_candidate(tx, running.election.id, each);
    }
    const auto all = elections::candidates_of(tx, running.election.id);
    const auto next = std::ranges::find(all, CandidateStatus::nominated, &Standing::status);
    return only(Said{"election.checked",
                     {{"name", name},
                      {"passed", codes.empty()},
                      {"pair", pair},
                      {"reasons", reasons},
                      {"next", next == all.end() ? Value{false} : Value{next->name}},
                      {"all_done", next == all.end()}}});
}

Outcome withdraw(const std::string& name,
                 Running& running,
                 const Message& message,
                 store::Transaction& tx) {
    for (auto each : elections::candidates_of(tx, running.election.id)) {
        if (each.name != name) continue;
        each.status = CandidateStatus::withdrawn;
        elections::save_candidate(tx, running.election.id, each);
    }
    const bool posted = std::ranges::find(running.posted, "T07", &elections::PostedNotice::code) !=
                        running.posted.end();
    Outcome outcome = only(Said{"election.withdrawn", {{"name", name}, {"posted", posted}}});
    outcome.add(show_candidates(running, message, tx));
    return outcome;
}

}  // namespace

std::optional<Outcome> take_candidates(const elections::Saying& saying,
                                       Running& running,
                                       const Message& message,
                                       store::Transaction& tx) {
    if (saying.what == "candidates") {
        // Before anybody was named the question is one to the manual.
        if (elections::candidates_of(tx, running.election.id).empty()) return std::nullopt;
        return show_candidates(running, message, tx);
    }
    if (saying.what == "nominate") return nominate(saying, running, message, tx);
    if (saying.what == "check") return begin_check(saying.part("name"), running, message, tx);
    if (saying.what == "withdraw") {
        const auto all = elections::candidates_of(tx, running.election.id);
        const auto name = saying.part("name");
        if (std::ranges::find(all, name, &Standing::name) == all.end()) return std::nullopt;
        return withdraw(name, running, message, tx);
    }
    return std::nullopt;
}

std::optional<Outcome> answer_check(const json& state,
                                    Running& running,
                                    const Message& message,
                                    store::Transaction& tx) {
    const auto name = state.at("name").get<std::string>();
    const auto step = state.at("step").get<std::size_t>();
    auto codes = state.at("codes").get<std::vector<std::string>>();
    const auto lines = named_lines(step, message);
    if (!lines) {
        if (message.meaning.intent == language::Intent::service_cancel_last) {
            conversation::close(message, tx);
            return only(Said{"election.check.stopped", {{"name", name}}});
        }
        return only(question_of(step, name));
    }
    for (const auto line : *lines) codes.emplace_back(steps[step].codes[line]);
    if (step + 1 == steps.size()) return end_check(name, codes, running, message, tx);
    conversation::ask(
        message, tx, "election.check", {{"name", name}, {"step", step + 1}, {"codes", codes}});
    return only(question_of(step + 1, name));
}

}  // namespace qingdan::election
