#include "domain/elections/outcome.hpp"

#include <gtest/gtest.h>

namespace qingdan::elections {
namespace {

const Rules& rules() { return Rules::built_in(); }
using Names = std::vector<std::string>;

// 1,000 voters, 640 of them voted: 321 votes elect.
constexpr Turnout good{1000, 640, 1000, 640};

TEST(Count, ElectsWhoHasMoreThanHalfOfTheVotesCast) {
    const auto result =
        outcome(rules(), "all_voters", good, 2, {{"甲", 400}, {"乙", 321}, {"丙", 320}});
    EXPECT_TRUE(result.valid());
    EXPECT_EQ(result.needed, 321);
    EXPECT_EQ(result.elected, (Names{"甲", "乙"}));
    EXPECT_EQ(result.empty_seats, 0);
}

TEST(Count, OfMoreThanTheSeatsTakesThoseWithMostVotes) {
    const auto result = outcome(rules(), "all_voters", good, 1, {{"甲", 330}, {"乙", 400}});
    EXPECT_EQ(result.elected, (Names{"乙"}));
}

TEST(Count, LeavesSeatsEmptyWhereTooFewHaveEnough) {
    const auto result =
        outcome(rules(), "all_voters", good, 2, {{"甲", 400}, {"乙", 320}, {"丙", 200}});
    EXPECT_EQ(result.elected, (Names{"甲"}));
    EXPECT_EQ(result.empty_seats, 1);
}

TEST(Count, NamesATieThatDecidesASeat) {
    const auto result =
        outcome(rules(), "all_voters", good, 2, {{"甲", 500}, {"乙", 350}, {"丙", 350}});
    EXPECT_EQ(result.elected, (Names{"甲"}));
    EXPECT_EQ(result.tied, (Names{"乙", "丙"}));
    EXPECT_EQ(result.empty_seats, 0);
}

TEST(Count, DoesNotMindATieThatDecidesNothing) {
    const auto result =
        outcome(rules(), "all_voters", good, 2, {{"甲", 350}, {"乙", 350}, {"丙", 100}});
    EXPECT_EQ(result.elected.size(), 2U);
    EXPECT_TRUE(result.tied.empty());
}

TEST(Count, IsVoidWithTooFewVotersTooManyBallotsOrNoChoice) {
    const std::vector<Candidate> two{{"甲", 300}, {"乙", 200}};
    EXPECT_EQ(outcome(rules(), "all_voters", {1000, 500, 1000, 500}, 1, two).reasons,
              (std::vector{Void::too_few}));
    EXPECT_EQ(outcome(rules(), "all_voters", {1000, 501, 600, 601}, 1, two).reasons,
              (std::vector{Void::more_ballots_than_issued}));
    EXPECT_EQ(outcome(rules(), "all_voters", good, 2, two).reasons, (std::vector{Void::no_choice}));
    EXPECT_EQ(outcome(rules(), "resident_reps", {60, 40, 60, 40}, 1, two).reasons,
              (std::vector{Void::too_few}));
}

TEST(FurtherVote, ElectsMostVotesWithAtLeastAThird) {
    const auto result = extra_outcome(rules(), 500, 2, {{"甲", 200}, {"乙", 166}, {"丙", 134}});
    EXPECT_EQ(result.needed, 167);
    EXPECT_EQ(result.elected, (Names{"甲"}));
    EXPECT_EQ(result.empty_seats, 1);
}

TEST(FurtherVote, HasTheUnelectedWithMostVotesAsCandidates) {
    const std::vector<Candidate> all{
        {"甲", 400}, {"乙", 320}, {"丙", 200}, {"丁", 200}, {"戊", 10}};
    const auto first = outcome(rules(), "all_voters", good, 2, all);
    const auto next = extra_candidates(all, first, 1);
    ASSERT_EQ(next.size(), 3U);  // one seat, one more, and who is equal to the last
    EXPECT_EQ(next[0].name, "乙");
    EXPECT_EQ(next[2].name, "丁");
}

TEST(Recall, PassesWithEnoughVotersAndMoreThanHalfOfThemInFavour) {
    EXPECT_TRUE(recall_passes(rules(), "all_voters", 1200, 601, 301));
    EXPECT_FALSE(recall_passes(rules(), "all_voters", 1200, 600, 600));
    EXPECT_FALSE(recall_passes(rules(), "all_voters", 1200, 602, 301));
    EXPECT_FALSE(recall_passes(rules(), "resident_reps", 60, 40, 40));
    EXPECT_TRUE(recall_passes(rules(), "resident_reps", 60, 41, 21));
}

TEST(ByElection, IsDueOnlyWhereTooFewMembersAreLeft) {
    const Day vacant = parse_day("2026-03-01").value();
    EXPECT_EQ(qingdan::to_text(*by_election_until(rules(), vacant, 4)), "2026-05-30");
    EXPECT_FALSE(by_election_until(rules(), vacant, 5));
}

}  // namespace
}  // namespace qingdan::elections
