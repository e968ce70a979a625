#include "domain/elections/arithmetic.hpp"
#include "domain/elections/candidates.hpp"
#include "domain/language/days_named.hpp"
#include "domain/store/store.hpp"
#include "handlers/election.hpp"

#include <algorithm>

namespace qingdan::election {
namespace {

using elections::PostResult;
using elections::Saying;

Outcome only(Said said) {
    Outcome outcome;
    outcome.say(std::move(said));
    return outcome;
}

std::string cast_name(int round) {
    return round == 1 ? "cast" : "r" + std::to_string(round) + ".cast";
}

void keep(Running& running, const std::string& name, int value, store::Transaction& tx) {
    elections::set_fact(tx, running.election.id, name, std::to_string(value));
    running.facts[name] = std::to_string(value);
}

/// The round that is being counted: the one of the latest turnout told.
int round_now(const Running& running) {
    int round = 1;
    while (running.number(cast_name(round + 1))) ++round;
    return round;
}

Outcome take_turnout(const Saying& saying,
                     Running& running,
                     const Message& message,
                     store::Transaction& tx) {
    int round = elections::round_of(saying.part("round"));
    if (round == 1 && !running.text("again_day").empty() && running.number("cast")) round = 2;
    const int cast = *saying.number("n");
    keep(running, cast_name(round), cast, tx);
    const auto entitled = running.entitled();
    const auto& rules = election_rules(message.rules);
    Arguments arguments{{"cast", cast},
                        {"round", round > 1 ? Value{round} : Value{false}},
                        {"no_list", !entitled && round == 1},
                        {"first", round == 1 && entitled}};
    if (entitled && round == 1) {
        const int quorum = elections::quorum(rules, running.election.way, *entitled);
        arguments.push_back({"entitled", *entitled});
        arguments.push_back({"quorum", quorum});
        arguments.push_back({"enough", cast >= quorum});
        arguments.push_back({"short", cast < quorum ? Value{quorum - cast} : Value{false}});
        arguments.push_back({"within", rules.parameter("extra_within")});
    }
    arguments.push_back({"needed",
                         round == 1 ? elections::votes_to_be_elected(rules, cast)
                                    : elections::votes_in_extra_vote(rules, cast)});
    return only(Said{"election.turnout", std::move(arguments)});
}

Outcome take_ballots(const Saying& saying, Running& running, store::Transaction& tx) {
    const int issued = *saying.number("issued"), returned = *saying.number("returned");
    keep(running, "ballots_issued", issued, tx);
    keep(running, "ballots_returned", returned, tx);
    const int spoilt = saying.number("void").value_or(
        saying.number("valid") ? returned - *saying.number("valid") : 0);
    keep(running, "ballots_void", spoilt, tx);
    keep(running, "ballots_valid", saying.number("valid").value_or(returned - spoilt), tx);
    return only(Said{"election.ballots",
                     {{"issued", issued},
                      {"returned", returned},
                      {"too_many", returned > issued},
                      {"void", spoilt}}});
}

std::vector<Value> names_of(const std::vector<std::string>& names) {
    std::vector<Value> values;
    for (const auto& name : names) values.emplace_back(name);
    return values;
}

Arguments line_of(const PostResult& result) {
    std::vector<Value> votes, again;
    for (const auto& each : result.candidates)
        votes.emplace_back(Arguments{{"name", each.name}, {"votes", each.votes}});
    for (const auto& each : result.again) again.emplace_back(each.name);
    const auto& outcome = result.outcome;
    const auto has = [&](elections::Void reason) {
        return std::ranges::find(outcome.reasons, reason) != outcome.reasons.end();
    };
    return {
        {"post", Word{"post." + result.post}},
        {"seats", result.seats},
        {"votes", votes},
        {"needed", outcome.needed},
        {"elected", names_of(outcome.elected)},
        {"tied", names_of(outcome.tied)},
        {"tied_seats", result.tied_seats > 0 ? Value{result.tied_seats} : Value{false}},
        {"empty",
         outcome.valid() && outcome.empty_seats > 0 ? Value{outcome.empty_seats} : Value{false}},
        {"again", again},
        {"too_few", has(elections::Void::too_few)},
        {"too_many", has(elections::Void::more_ballots_than_issued)},
        {"no_choice", has(elections::Void::no_choice)},
        {"quorum", outcome.quorum}};
}

/// The results so far, and what follows where seats stay open.
Outcome tell_results(Running& running, const Message& message, store::Transaction& tx) {
    const auto& rules = election_rules(message.rules);
    const int round = round_now(running);
    const auto results = elections::results_of(rules, running.election, running.facts, round, tx);
    std::vector<Value> lines;
    std::string reason;
    for (const auto& result : results) {
        lines.emplace_back(line_of(result));
        if (!result.outcome.valid())
            reason = "void";
        else if (result.outcome.empty_seats > 0 && reason.empty())
            reason = "seats_missing";
        else if (result.tied_seats > 0 && reason.empty())
            reason = "tie";
    }
    if (round == 1 && !reason.empty()) {
        elections::set_fact(tx, running.election.id, "extra_needed", reason);
        running.facts["extra_needed"] = reason;
    }
    // Until every post with seats was counted, it is not over.
    const bool all_posts = std::ranges::all_of(elections::posts(), [&](const std::string& post) {
        return round > 1 || running.number("seats_" + post).value_or(0) == 0 ||
               std::ranges::find(results, post, &PostResult::post) != results.end();
    });
    std::vector<Value> missing;
    if (!running.number(cast_name(round))) missing.emplace_back(Word{"election.missing.cast"});
    if (round == 1 && !running.entitled()) missing.emplace_back(Word{"election.missing.entitled"});
    if (round == 1 && !running.number("seats_chair"))
        missing.emplace_back(Word{"election.missing.seats"});
    if (round == 1 && !running.number("ballots_issued"))
        missing.emplace_back(Word{"election.missing.ballots"});
    return only(
        Said{"election.results",
             {{"lines", lines},
              {"none", lines.empty()},
              {"round", round > 1 ? Value{round} : Value{false}},
              {"missing", missing},
              {"further", !reason.empty()},
              {"until", Value{add_days(running.election.day, rules.parameter("extra_within"))}},
              {"complete", reason.empty() && !lines.empty() && missing.empty() && all_posts}}});
}

Outcome take_votes(const Saying& saying,
                   Running& running,
                   const Message& message,
                   store::Transaction& tx) {
    const int said = elections::round_of(saying.part("round"));
    const int round = said > 1 ? said : round_now(running);
    const std::string post = elections::post_code(saying.part("post"));
    for (const auto& each : elections::names_in(saying.part("votes")))
        if (each.number)
            elections::set_votes(tx, running.election.id, round, post, each.name, *each.number);
    return tell_results(running, message, tx);
}

std::optional<Day> day_said(const Message& message) {
    const auto days =
        language::days_named(message.inbound.text, message.rules.zone.at(message.inbound.sent_at));
    return days.empty() ? std::nullopt : std::optional{days.front()};
}

Outcome plan_again(Running& running, const Message& message, store::Transaction& tx) {
    const auto day = day_said(message);
    if (!day) return only(Said{"election.which_day"});
    const Day until =
        add_days(running.election.day, election_rules(message.rules).parameter("extra_within"));
    if (days_between(until, *day) > 0)
        return only(Said{"election.again_late", {{"day", *day}, {"until", until}}});
    elections::set_fact(tx, running.election.id, "again_day", to_text(*day));
    return only(Said{
        "election.again",
        {{"day", *day}, {"until", until}, {"rest", message.rules.calendar.is_rest_day(*day)}}});
}

Outcome count_recall(const Saying& saying, const Running& running, const Message& message) {
    const auto& rules = election_rules(message.rules);
    const int cast = *saying.number("cast"), yes = *saying.number("yes");
    const auto entitled = running.entitled();
    if (!entitled) return only(Said{"election.missing_list"});
    return only(Said{
        "election.recall_result",
        {{"cast", cast},
         {"yes", yes},
         {"quorum", elections::quorum(rules, running.election.way, *entitled)},
         {"needed", elections::votes_to_be_elected(rules, cast)},
         {"passes", elections::recall_passes(rules, running.election.way, *entitled, cast, yes)}}});
}

/// A request for a recall: are there enough signatures, and until when is the vote.
Outcome ask_recall(const Saying& saying, const Message& message, store::Transaction& tx) {
    const auto& rules = election_rules(message.rules);
    const int signatures = *saying.number("n");
    const Day today = message.today();
    auto running = running_of(message.community, tx);
    std::optional<int> needed;
    if (running)
        if (const auto entitled = running->entitled())
            needed = elections::recall_signatures(rules, running->election.way, *entitled);
    return only(Said{"election.recall",
                     {{"name", saying.part("name")},
                      {"signatures", signatures},
                      {"needed", needed ? Value{*needed} : Value{false}},
                      {"enough", needed && signatures >= *needed},
                      {"too_few", needed && signatures < *needed},
                      {"check_until", add_days(today, rules.parameter("recall_check_days"))},
                      {"vote_until", add_days(today, rules.parameter("recall_vote_within"))}}});
}

Outcome tell_vacancy(const Saying& saying, const Message& message) {
    const auto& rules = election_rules(message.rules);
    const int left = *saying.number("n");
    const auto until = elections::by_election_until(rules, message.today(), left);
    return only(Said{"election.vacancy",
                     {{"name", saying.part("name")},
                      {"left", left},
                      {"least", rules.parameter("seats_min")},
                      {"until", until},
                      {"may_stay", !until}}});
}

}  // namespace

std::optional<Outcome> take_count(const Saying& saying,
                                  Running& running,
                                  const Message& message,
                                  store::Transaction& tx) {
    if (saying.what == "turnout") return take_turnout(saying, running, message, tx);
    if (saying.what == "ballots") return take_ballots(saying, running, tx);
    if (saying.what == "votes") return take_votes(saying, running, message, tx);
    if (saying.what == "result") {
        if (!running.number("cast")) return std::nullopt;
        return tell_results(running, message, tx);
    }
    if (saying.what == "again") return plan_again(running, message, tx);
    if (saying.what == "recall_count") return count_recall(saying, running, message);
    return std::nullopt;
}

std::optional<Outcome> take_removal(const Saying& saying,
                                    const Message& message,
                                    store::Transaction& tx) {
    if (saying.what == "recall") return ask_recall(saying, message, tx);
    if (saying.what == "vacancy") return tell_vacancy(saying, message);
    return std::nullopt;
}

}  // namespace qingdan::election
