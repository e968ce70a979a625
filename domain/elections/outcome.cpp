#include "domain/elections/outcome.hpp"

#include "domain/elections/arithmetic.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace qingdan::elections {
namespace {

void by_votes(std::vector<Candidate>& candidates) {
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::votes);
}

/// Gives the seats to those who have enough votes; who is equal where only some of them fit is
/// tied.
void give_seats(std::vector<Candidate> candidates, int seats, Outcome& outcome) {
    by_votes(candidates);
    std::erase_if(candidates, [&](const Candidate& each) { return each.votes < outcome.needed; });
    while (seats > 0 && !candidates.empty()) {
        const int votes = candidates.front().votes;
        const auto equal = std::ranges::count(candidates, votes, &Candidate::votes);
        auto& into = equal <= seats ? outcome.elected : outcome.tied;
        for (const auto& each : candidates)
            if (each.votes == votes) into.push_back(each.name);
        seats -= static_cast<int>(std::min<std::ptrdiff_t>(equal, seats));
        std::erase_if(candidates, [&](const Candidate& each) { return each.votes == votes; });
    }
    outcome.empty_seats = seats;
}

}  // namespace

Outcome outcome(const Rules& rules,
                std::string_view way,
                const Turnout& turnout,
                int seats,
                std::vector<Candidate> candidates) {
    Outcome found;
    found.quorum = quorum(rules, way, turnout.entitled);
    found.needed = votes_to_be_elected(rules, turnout.cast);
    if (turnout.cast < found.quorum) found.reasons.push_back(Void::too_few);
    if (turnout.returned > turnout.issued) found.reasons.push_back(Void::more_ballots_than_issued);
    if (static_cast<int>(candidates.size()) <= seats) found.reasons.push_back(Void::no_choice);
    if (found.valid())
        give_seats(std::move(candidates), seats, found);
    else
        found.empty_seats = seats;
    return found;
}

Outcome extra_outcome(const Rules& rules, int cast, int seats, std::vector<Candidate> candidates) {
    Outcome found;
    found.needed = votes_in_extra_vote(rules, cast);
    give_seats(std::move(candidates), seats, found);
    return found;
}

std::vector<Candidate> extra_candidates(const std::vector<Candidate>& candidates,
                                        const Outcome& first,
                                        int over) {
    std::vector<Candidate> left;
    for (const auto& each : candidates)
        if (std::ranges::find(first.elected, each.name) == first.elected.end())
            left.push_back(each);
    by_votes(left);
    const auto wanted = static_cast<std::size_t>(std::max(0, first.empty_seats + over));
    if (left.size() > wanted && wanted > 0) {
        const int last = left[wanted - 1].votes;
        std::erase_if(left, [&](const Candidate& each) { return each.votes < last; });
    }
    return left;
}

bool recall_passes(
    const Rules& rules, std::string_view way, int entitled, int cast, int in_favour) {
    return cast >= quorum(rules, way, entitled) && in_favour >= votes_to_be_elected(rules, cast);
}

std::optional<Day> by_election_until(const Rules& rules, Day vacant, int members_left) {
    if (members_left >= rules.parameter("seats_min")) return std::nullopt;
    return add_days(vacant, rules.parameter("by_election_within"));
}

}  // namespace qingdan::elections
