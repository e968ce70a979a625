#include "domain/elections/arithmetic.hpp"

#include <gtest/gtest.h>

namespace qingdan::elections {
namespace {

struct QuorumCase {
    std::string_view name, way;
    int entitled, needed;
};
class Quorum : public testing::TestWithParam<QuorumCase> {};

TEST_P(Quorum, IsMoreThanThePartOfTheWay) {
    const auto& c = GetParam();
    EXPECT_EQ(quorum(Rules::built_in(), c.way, c.entitled), c.needed);
}
INSTANTIATE_TEST_SUITE_P(Ways,
                         Quorum,
                         testing::Values(QuorumCase{"Voters", "all_voters", 1200, 601},
                                         QuorumCase{"VotersOdd", "all_voters", 1201, 601},
                                         QuorumCase{"Households", "household_reps", 846, 424},
                                         QuorumCase{"Representatives", "resident_reps", 60, 41},
                                         QuorumCase{"RepresentativesOdd", "resident_reps", 61, 41}),
                         [](const auto& info) { return std::string{info.param.name}; });

TEST(Majority, IsMoreThanHalfOfTheVotesCast) {
    EXPECT_EQ(votes_to_be_elected(Rules::built_in(), 640), 321);
    EXPECT_EQ(votes_to_be_elected(Rules::built_in(), 641), 321);
}

TEST(Majority, IsAThirdRoundedUpInAFurtherVote) {
    EXPECT_EQ(votes_in_extra_vote(Rules::built_in(), 500), 167);
    EXPECT_EQ(votes_in_extra_vote(Rules::built_in(), 501), 167);
}

TEST(Recall, NeedsAFifthOfTheVotersOrAThirdOfTheRepresentatives) {
    EXPECT_EQ(recall_signatures(Rules::built_in(), "all_voters", 1200), 240);
    EXPECT_EQ(recall_signatures(Rules::built_in(), "all_voters", 1201), 241);
    EXPECT_EQ(recall_signatures(Rules::built_in(), "resident_reps", 60), 20);
    EXPECT_EQ(recall_signatures(Rules::built_in(), "resident_reps", 61), 21);
}

}  // namespace
}  // namespace qingdan::elections
