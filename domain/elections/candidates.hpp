#pragma once
/// @file
/// Who stands for which post, and what the votes come to (候选人、计票).

#include "domain/elections/outcome.hpp"
#include "domain/elections/process.hpp"
#include "domain/elections/rules.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

enum class CandidateStatus {
    nominated,  ///< not examined yet
    passed,
    excluded,  ///< did not pass the examination
    withdrawn
};

/// Somebody nominated for a post. Of the examination only the code of what stands against them is
/// kept.
struct Standing {
    std::string post;  ///< `chair`, `vice`, `member`
    std::string name;
    CandidateStatus status = CandidateStatus::nominated;
    std::string code;
    bool woman = false;
    int nomination_votes = 0;

    bool stands() const {
        return status == CandidateStatus::nominated || status == CandidateStatus::passed;
    }
};

/// One candidate's votes.
struct Counted {
    std::string name;
    int votes = 0, against = 0;
};

/// What the votes for one post come to.
struct PostResult {
    std::string post;
    int seats = 0;
    std::vector<Counted> candidates;  ///< most votes first
    Outcome outcome;
    int tied_seats = 0;            ///< seats for which the tied stand
    std::vector<Candidate> again;  ///< who stands in the further vote, with their votes so far
};

/// The posts in their order.
const std::vector<std::string>& posts();

/// All that were nominated: by post, most nomination votes first.
std::vector<Standing> candidates_of(store::Transaction& tx, std::int64_t election);
/// Adds a nominee, or changes what is known of one.
void save_candidate(store::Transaction& tx, std::int64_t election, const Standing& candidate);

/// Keeps the votes of one candidate in one round (1: the election day).
void set_votes(store::Transaction& tx,
               std::int64_t election,
               int round,
               std::string_view post,
               std::string_view name,
               int votes);

/// The results by post, of posts that votes were told of. Turnout and seats are those of the facts
/// (`cast`, `ballots_issued`, `seats_chair`; `r2.cast` for a further vote). In a further vote the
/// seats are those that the round before left open.
std::vector<PostResult> results_of(const Rules& rules,
                                   const Election& election,
                                   const Facts& facts,
                                   int round,
                                   store::Transaction& tx);

}  // namespace qingdan::elections
