/// An election as it goes on: what is due, what is late, what a change of the day moves.

#include "domain/elections/process.hpp"

#include "domain/calendar/calendar.hpp"
#include "domain/elections/candidates.hpp"
#include "domain/store/store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::elections {
namespace {

using namespace std::chrono_literals;

constexpr Day vote{2026y / 6 / 28};
const Rules& built() { return Rules::built_in(); }

Election planned() {
    const auto made =
        plan(vote, "household_reps", Day{2026y / 4 / 20}, built(), calendar::Calendar::built_in());
    Election election = begin(*made, "东滨新村", "临塘镇", Kind::term);
    election.made_on = Day{2026y / 4 / 20};
    election.platform = "sim";
    election.made_by = "c-lin";
    return election;
}

std::vector<std::string> codes(const std::vector<const StageState*>& stages) {
    std::vector<std::string> found;
    for (const auto* stage : stages) found.push_back(stage->code);
    return found;
}

std::vector<std::string> late_codes(const DueDay& due) {
    std::vector<std::string> found;
    for (const auto& late : due.late) found.push_back(late.stage->code);
    return found;
}

TEST(ElectionDay, AsksForWhatBeginsAndEndsAndIsPostedOnIt) {
    const Election election = planned();
    const auto due = due_on(election, Day{2026y / 6 / 3}, {}, false, built());
    EXPECT_THAT(codes(due.beginning), testing::ElementsAre("list_publish", "proxy_apply"));
    ASSERT_FALSE(due.notices.empty());
    EXPECT_EQ(due.notices.back().code, "T04");
    EXPECT_TRUE(due.says_something);
}

TEST(ElectionDay, SaysNothingWhereNothingBeginsOrEnds) {
    Election election = planned();
    for (auto& stage : election.stages)
        if (days_between(stage.until, Day{2026y / 6 / 6}) > 0) stage.done_on = stage.until;
    std::vector<PostedNotice> posted;
    for (const auto* code : {"T01", "T02", "T03", "T04"}) posted.push_back({1, code, {}, {}, {}});
    const auto due = due_on(election, Day{2026y / 6 / 6}, posted, false, built());
    EXPECT_FALSE(due.says_something);
    EXPECT_THAT(codes(due.going_on),
                testing::ElementsAre("list_objection", "list_decision", "proxy_apply"));
}

TEST(LateStage, NamesItsBoundAndWhoWaits) {
    const Election election = planned();
    const auto due = due_on(election, Day{2026y / 6 / 5}, {}, false, built());
    const auto found = std::ranges::find_if(
        due.late, [](const Late& late) { return late.stage->code == "list_publish"; });
    ASSERT_NE(found, due.late.end());
    EXPECT_EQ(found->days, 2);
    EXPECT_EQ(found->bound, Day{2026y / 6 / 8});
    EXPECT_FALSE(found->over);
    EXPECT_THAT(codes(found->waiting), testing::IsSupersetOf({"list_objection", "list_decision"}));
}

TEST(LateStage, PastItsBoundGivesTheEarliestElectionDay) {
    const Election election = planned();
    const auto due = due_on(election, Day{2026y / 6 / 10}, {}, false, built());
    const auto found = std::ranges::find_if(
        due.late, [](const Late& late) { return late.stage->code == "list_publish"; });
    ASSERT_NE(found, due.late.end());
    EXPECT_TRUE(found->over);
    EXPECT_EQ(found->earliest, Day{2026y / 6 / 30});
}

TEST(LateStage, MovesWhatIsCountedFromIt) {
    Election election = planned();
    const auto moved = tick(election, "list_publish", Day{2026y / 6 / 5}, "c-lin", built());
    EXPECT_THAT(codes(moved), testing::ElementsAre("list_objection", "list_decision"));
    EXPECT_EQ(election.stage("list_objection")->until, (Day{2026y / 6 / 10}));
    EXPECT_EQ(election.stage("nomination")->from, (Day{2026y / 6 / 12}));
}

TEST(FurtherVote, IsNoStageUntilSeatsAreEmpty) {
    const Election election = planned();
    const Day day{2026y / 7 / 29};
    EXPECT_THAT(late_codes(due_on(election, day, {}, false, built())),
                testing::Not(testing::Contains("extra_vote")));
    EXPECT_THAT(late_codes(due_on(election, day, {}, true, built())),
                testing::Contains("extra_vote"));
}

TEST(ChangeOfDay, MovesWhatHasNotHappenedAndNothingElse) {
    Election election = planned();
    tick(election, "list_publish", Day{2026y / 6 / 3}, "c-lin", built());
    ASSERT_TRUE(move(election, Day{2026y / 7 / 5}, Day{2026y / 6 / 8}, built()));
    EXPECT_EQ(election.stage("list_publish")->until, (Day{2026y / 6 / 3}));
    EXPECT_EQ(election.stage("nomination")->from, (Day{2026y / 6 / 19}));
    EXPECT_EQ(election.stage("vote_day")->from, (Day{2026y / 7 / 5}));
}

TEST(ChangeOfDay, IsRefusedWhereALegalPeriodCouldNotBeKept) {
    Election election = planned();
    tick(election, "list_check", Day{2026y / 6 / 2}, "c-lin", built());
    const auto moved = move(election, Day{2026y / 6 / 20}, Day{2026y / 6 / 2}, built());
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().earliest, (Day{2026y / 6 / 22}));
    EXPECT_EQ(election.day, vote);
}

TEST(PostingDay, IsThatOfTheRulesForEveryNotice) {
    const Election election = planned();
    const auto made =
        plan(vote, "household_reps", Day{2026y / 4 / 20}, built(), calendar::Calendar::built_in());
    for (const auto& posting : made->postings)
        EXPECT_EQ(posting_day(election, posting.code, built()), posting.day) << posting.code;
}

class KeptElection : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store = store::Store::open(folder / "t.db");
    std::unique_ptr<store::WriteTransaction> tx = store->write();
};

TEST_F(KeptElection, IsFoundAgainAsItWas) {
    Election election = planned();
    election.id = add(*tx, election);
    tick(election, "prep_group", Day{2026y / 5 / 4}, "c-lin", built());
    save(*tx, election);
    const auto found = running_in(*tx, "东滨新村");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->stages, election.stages);
    EXPECT_EQ(found->way, "household_reps");
    end(*tx, election.id, true);
    EXPECT_FALSE(running_in(*tx, "东滨新村"));
}

TEST_F(KeptElection, NumbersItsNoticesInTheOrderOfPosting) {
    const auto id = add(*tx, planned());
    EXPECT_EQ(post_notice(*tx, id, "T01", Day{2026y / 5 / 18}, "公告栏", "c-lin"), 1);
    EXPECT_EQ(post_notice(*tx, id, "T14", Day{2026y / 5 / 19}, "", "c-lin"), 2);
    set_places(*tx, id, 2, "各楼门口");
    const auto posted = posted_notices(*tx, id);
    ASSERT_EQ(posted.size(), 2U);
    EXPECT_EQ(posted[1].places, "各楼门口");
}

TEST_F(KeptElection, CountsATieAndTheFurtherVoteForIt) {
    Election election = planned();
    election.id = add(*tx, election);
    const Facts facts{{"households", "846"},
                      {"cast", "640"},
                      {"ballots_issued", "700"},
                      {"ballots_returned", "640"},
                      {"seats_member", "2"},
                      {"r2.cast", "600"}};
    set_votes(*tx, election.id, 1, "member", "甲", 500);
    set_votes(*tx, election.id, 1, "member", "乙", 350);
    set_votes(*tx, election.id, 1, "member", "丙", 350);
    const auto first = results_of(built(), election, facts, 1, *tx);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_THAT(first[0].outcome.elected, testing::ElementsAre("甲"));
    EXPECT_THAT(first[0].outcome.tied, testing::UnorderedElementsAre("乙", "丙"));
    EXPECT_EQ(first[0].tied_seats, 1);
    set_votes(*tx, election.id, 2, "member", "乙", 320);
    set_votes(*tx, election.id, 2, "member", "丙", 260);
    const auto second = results_of(built(), election, facts, 2, *tx);
    EXPECT_THAT(second[0].outcome.elected, testing::ElementsAre("乙"));
    EXPECT_EQ(second[0].outcome.empty_seats, 0);
}

}  // namespace
}  // namespace qingdan::elections
