#include "domain/elections/arithmetic.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace qingdan::elections {
namespace {

/// The least whole number that is more than the part.
int more_than(int whole, int numerator, int denominator) {
    return static_cast<int>(std::int64_t{whole} * numerator / denominator) + 1;
}

/// The least whole number that is not less than the part.
int at_least(int whole, int numerator, int denominator) {
    return static_cast<int>((std::int64_t{whole} * numerator + denominator - 1) / denominator);
}

}  // namespace

int quorum(const Rules& rules, std::string_view way, int entitled) {
    const auto* found = rules.way(way);
    if (!found) throw std::invalid_argument("no way of election " + std::string{way});
    return more_than(entitled, found->quorum_numerator, found->quorum_denominator);
}

int votes_to_be_elected(const Rules& rules, int cast) {
    return more_than(cast,
                     rules.parameter("majority.elected_numerator"),
                     rules.parameter("majority.elected_denominator"));
}

int votes_in_extra_vote(const Rules& rules, int cast) {
    return at_least(cast,
                    rules.parameter("majority.extra_numerator"),
                    rules.parameter("majority.extra_denominator"));
}

int recall_signatures(const Rules& rules, std::string_view way, int entitled) {
    const std::string who = way == "resident_reps" ? "reps" : "voters";
    return at_least(entitled,
                    rules.parameter("recall." + who + "_numerator"),
                    rules.parameter("recall." + who + "_denominator"));
}

}  // namespace qingdan::elections
