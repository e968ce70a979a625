#pragma once
/// @file
/// How many have to vote, and how many votes are needed (法定人数、当选票数).

#include "domain/elections/rules.hpp"

#include <string_view>

namespace qingdan::elections {

/// The least number of those entitled who have to vote for the vote to count: one more than the
/// part that the way asks for ("more than half": 601 of 1,200, 601 of 1,201). `way` is a code of
/// the rules.
int quorum(const Rules& rules, std::string_view way, int entitled);
/// Votes that elect: more than half of those cast (321 of 640).
int votes_to_be_elected(const Rules& rules, int cast);
/// Votes that elect in a further vote (另行选举): at least a third of those cast, rounded up (167
/// of 500).
int votes_in_extra_vote(const Rules& rules, int cast);
/// How many have to sign for a recall (罢免): voters or household representatives, or residents'
/// representatives.
int recall_signatures(const Rules& rules, std::string_view way, int entitled);

}  // namespace qingdan::elections
