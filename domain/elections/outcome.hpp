#pragma once
/// @file
/// What a count gives: who is elected, who is tied, what stays empty; recall and by-election
/// (计票结果、罢免、补选).

#include "domain/clock.hpp"
#include "domain/elections/rules.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

struct Candidate {
    std::string name;
    int votes = 0;
};

/// The numbers of one vote.
struct Turnout {
    int entitled = 0;              ///< on the final list: voters, households or representatives
    int cast = 0;                  ///< who voted, mandates included
    int issued = 0, returned = 0;  ///< ballots
};

/// Why a vote does not count (重庆市居委会选举办法第34条).
enum class Void { too_few, more_ballots_than_issued, no_choice };

struct Outcome {
    std::vector<Void> reasons;         ///< empty: the vote counts
    int quorum = 0;                    ///< how many had to vote
    int needed = 0;                    ///< votes that elect
    std::vector<std::string> elected;  ///< by votes, most first
    std::vector<std::string> tied;     ///< with the same votes for the last seats: voted on again
    int empty_seats = 0;               ///< besides those that the tied stand for

    bool valid() const { return reasons.empty(); }
};

/// The outcome of a first vote for the seats of one post: elected is who has more than half of the
/// votes cast; of more such persons than seats, those with most votes.
Outcome outcome(const Rules& rules,
                std::string_view way,
                const Turnout& turnout,
                int seats,
                std::vector<Candidate> candidates);

/// The outcome of a further vote (另行选举): most votes win, with at least a third of those cast.
/// It has no quorum of its own.
Outcome extra_outcome(const Rules& rules, int cast, int seats, std::vector<Candidate> candidates);

/// Who stands in the further vote: those not elected, most votes first, as many as the empty seats
/// and `over` more; everybody who is equal to the last of them too.
std::vector<Candidate> extra_candidates(const std::vector<Candidate>& candidates,
                                        const Outcome& first,
                                        int over);

/// Whether a recall passes: enough of those entitled voted, and more than half of the votes cast
/// are in favour.
bool recall_passes(const Rules& rules, std::string_view way, int entitled, int cast, int in_favour);

/// Until when a vacancy has to be filled (补选); empty where enough members are left and the seat
/// may stay empty.
std::optional<Day> by_election_until(const Rules& rules, Day vacant, int members_left);

}  // namespace qingdan::elections
