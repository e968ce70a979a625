#include "domain/elections/candidates.hpp"

#include "domain/store/store.hpp"

#include <algorithm>
#include <charconv>

namespace qingdan::elections {
namespace {

std::string_view status_text(CandidateStatus status) {
    switch (status) {
        case CandidateStatus::nominated:
            return "nominated";
        case CandidateStatus::passed:
            return "passed";
        case CandidateStatus::excluded:
            return "excluded";
        case CandidateStatus::withdrawn:
            return "withdrawn";
    }
    return "nominated";
}

CandidateStatus status_from(std::string_view text) {
    if (text == "passed") return CandidateStatus::passed;
    if (text == "excluded") return CandidateStatus::excluded;
    if (text == "withdrawn") return CandidateStatus::withdrawn;
    return CandidateStatus::nominated;
}

int fact(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    int value = 0;
    if (found != facts.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

int entitled(const Election& election, const Facts& facts) {
    if (election.way == "household_reps") return fact(facts, "households");
    if (election.way == "resident_reps") return fact(facts, "reps");
    const int after = fact(facts, "total_after");
    return after > 0 ? after : fact(facts, "voters");
}

std::vector<Counted> votes_of(store::Transaction& tx,
                              std::int64_t election,
                              int round,
                              std::string_view post) {
    std::vector<Counted> counted;
    auto rows = tx.prepare(
        "SELECT name, votes, against FROM election_votes WHERE election_id = $1 AND round = $2 AND "
        "post = $3 ORDER BY votes DESC, name");
    rows.with(election, round, post);
    while (rows.step())
        counted.push_back(
            {rows.text(0), static_cast<int>(rows.integer(1)), static_cast<int>(rows.integer(2))});
    return counted;
}

/// Who stands again, and for how many seats, after a vote that left some open.
void work_out_again(PostResult& result, const Rules& rules) {
    const auto& outcome = result.outcome;
    std::vector<Candidate> all;
    for (const auto& each : result.candidates) all.push_back({each.name, each.votes});
    result.tied_seats = outcome.valid() ? result.seats - static_cast<int>(outcome.elected.size()) -
                                              outcome.empty_seats
                                        : 0;
    if (outcome.empty_seats > 0) {
        const int over = result.post == "chair"  ? rules.parameter("over_chair")
                         : result.post == "vice" ? rules.parameter("over_vice")
                                                 : rules.parameter("over_member_min");
        result.again = extra_candidates(all, outcome, over);
    } else if (!outcome.tied.empty()) {
        for (const auto& each : all)
            if (std::ranges::find(outcome.tied, each.name) != outcome.tied.end())
                result.again.push_back(each);
    }
}

}  // namespace

const std::vector<std::string>& posts() {
    static const std::vector<std::string> all{"chair", "vice", "member"};
    return all;
}

std::vector<Standing> candidates_of(store::Transaction& tx, std::int64_t election) {
    std::vector<Standing> found;
    auto rows = tx.prepare(
        "SELECT post, name, status, code, woman, nomination_votes FROM election_candidates WHERE "
        "election_id = $1 ORDER BY nomination_votes DESC, id");
    rows.with(election);
    while (rows.step())
        found.push_back({rows.text(0),
                         rows.text(1),
                         status_from(rows.text(2)),
                         rows.text(3),
                         rows.integer(4) != 0,
                         static_cast<int>(rows.integer(5))});
    std::ranges::stable_sort(found, {}, [](const Standing& each) {
        return std::ranges::find(posts(), each.post) - posts().begin();
    });
    return found;
}

void save_candidate(store::Transaction& tx, std::int64_t election, const Standing& candidate) {
    tx.prepare(
          "INSERT INTO election_candidates (election_id, post, name, status, code, woman, "
          "nomination_votes) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (election_id, post, "
          "name) DO UPDATE SET status = excluded.status, code = excluded.code, woman = "
          "excluded.woman, nomination_votes = excluded.nomination_votes")
        .with(election,
              candidate.post,
              candidate.name,
              status_text(candidate.status),
              candidate.code,
              candidate.woman,
              candidate.nomination_votes)
        .run();
}

void set_votes(store::Transaction& tx,
               std::int64_t election,
               int round,
               std::string_view post,
               std::string_view name,
               int votes) {
    tx.prepare(
          "INSERT INTO election_votes (election_id, round, post, name, votes) VALUES ($1, $2, $3, "
          "$4, $5) ON CONFLICT (election_id, round, post, name) DO UPDATE SET votes = "
          "excluded.votes")
        .with(election, round, post, name, votes)
        .run();
}

std::vector<PostResult> results_of(const Rules& rules,
                                   const Election& election,
                                   const Facts& facts,
                                   int round,
                                   store::Transaction& tx) {
    std::vector<PostResult> before;
    if (round > 1) before = results_of(rules, election, facts, round - 1, tx);
    std::vector<PostResult> results;
    for (const auto& post : posts()) {
        PostResult result{post, fact(facts, "seats_" + post), {}, {}, 0, {}};
        result.candidates = votes_of(tx, election.id, round, post);
        if (result.candidates.empty()) continue;
        std::vector<Candidate> candidates;
        for (const auto& each : result.candidates) candidates.push_back({each.name, each.votes});
        if (round == 1) {
            const Turnout turnout{entitled(election, facts),
                                  fact(facts, "cast"),
                                  fact(facts, "ballots_issued"),
                                  fact(facts, "ballots_returned")};
            result.outcome =
                outcome(rules, election.way, turnout, result.seats, std::move(candidates));
        } else {
            const auto earlier = std::ranges::find(before, post, &PostResult::post);
            if (earlier != before.end())
                result.seats = earlier->outcome.empty_seats + earlier->tied_seats;
            const int cast = fact(facts, "r" + std::to_string(round) + ".cast");
            result.outcome = extra_outcome(rules, cast, result.seats, std::move(candidates));
        }
        work_out_again(result, rules);
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace qingdan::elections
