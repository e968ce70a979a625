#include "domain/elections/plan.hpp"

#include "domain/elections/wording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace qingdan::elections {
namespace {

using calendar::Calendar;

Day on(std::string_view text) { return parse_day(text).value(); }

Plan planned(std::string_view day, std::string_view today = "2026-01-01") {
    auto made = plan(on(day), "all_voters", on(today), Rules::built_in(), Calendar::built_in());
    EXPECT_TRUE(made);
    return *std::move(made);
}

const PlannedStage& stage(const Plan& plan, std::string_view code) {
    return *std::ranges::find(plan.stages, code, &PlannedStage::code);
}

// The worked example: an election on Sunday, 28 June 2026, with Labour Day and Dragon Boat before
// it.
// clang-format off
struct StageCase { std::string_view code, from, until, rest; };
class ElectionOf28June : public testing::TestWithParam<StageCase> {};
TEST_P(ElectionOf28June, HasEveryStageOnItsDays) {
    const auto& c = GetParam();
    const auto plan = planned("2026-06-28");
    const auto& found = stage(plan, c.code);
    EXPECT_EQ(qingdan::to_text(found.from), c.from);
    EXPECT_EQ(qingdan::to_text(found.until), c.until);
    bool weekend = false;
    std::string holidays;
    for (const auto& caution : found.cautions) {
        weekend = weekend || caution.kind == Caution::Kind::weekend;
        if (caution.kind == Caution::Kind::holiday) holidays += caution.name;
    }
    EXPECT_EQ(weekend, c.rest.find("weekend") != std::string_view::npos);
    if (c.rest.find("节") != std::string_view::npos) EXPECT_NE(c.rest.find(holidays), std::string_view::npos);
    else EXPECT_EQ(holidays, "");
}
INSTANTIATE_TEST_SUITE_P(Stages, ElectionOf28June, testing::Values(
        StageCase{"prep_group", "2026-04-29", "2026-05-03", "劳动节"},
        StageCase{"prep_audit", "2026-05-04", "2026-05-13", "weekend, 劳动节"},
        StageCase{"prep_survey", "2026-05-04", "2026-05-16", "weekend, 劳动节"},
        StageCase{"prep_training", "2026-05-11", "2026-05-16", "weekend"},
        StageCase{"committee_form", "2026-05-17", "2026-05-17", "weekend"},
        StageCase{"method_decide", "2026-05-19", "2026-05-19", ""},
        StageCase{"registration", "2026-05-21", "2026-05-29", "weekend"},
        StageCase{"list_check", "2026-05-30", "2026-06-02", "weekend"},
        StageCase{"list_publish", "2026-06-03", "2026-06-03", ""},
        StageCase{"list_objection", "2026-06-04", "2026-06-08", "weekend"},
        StageCase{"list_decision", "2026-06-04", "2026-06-11", "weekend"},
        StageCase{"nomination", "2026-06-12", "2026-06-16", "weekend"},
        StageCase{"candidate_review", "2026-06-17", "2026-06-20", "端午节"},
        StageCase{"candidates_publish", "2026-06-21", "2026-06-21", "端午节"},
        StageCase{"candidates_meet", "2026-06-22", "2026-06-27", "weekend"},
        StageCase{"vote_notice", "2026-06-21", "2026-06-21", "端午节"},
        StageCase{"proxy_apply", "2026-06-03", "2026-06-23", "weekend, 端午节"},
        StageCase{"staff_publish", "2026-06-25", "2026-06-25", ""},
        StageCase{"proxy_publish", "2026-06-26", "2026-06-26", ""},
        StageCase{"ballots_ready", "2026-06-26", "2026-06-27", "weekend"},
        StageCase{"vote_day", "2026-06-28", "2026-06-28", "weekend"},
        StageCase{"count", "2026-06-28", "2026-06-28", "weekend"},
        StageCase{"result_publish", "2026-06-28", "2026-06-29", "weekend"},
        StageCase{"ballots_seal", "2026-06-28", "2026-06-28", "weekend"},
        StageCase{"report", "2026-06-29", "2026-07-01", ""},
        StageCase{"extra_vote", "2026-06-29", "2026-07-28", "weekend"},
        StageCase{"handover", "2026-06-28", "2026-07-08", "weekend"},
        StageCase{"follow_up", "2026-06-29", "2026-07-13", "weekend"},
        StageCase{"archive", "2026-06-29", "2026-07-13", "weekend"},
        StageCase{"new_training", "2026-07-03", "2026-07-28", "weekend"}),
    [](const auto& info) { return std::string{info.param.code}; });

struct PostingCase { std::string_view code; int number; std::string_view day; };
class NoticesOf28June : public testing::TestWithParam<PostingCase> {};
TEST_P(NoticesOf28June, ArePostedInOrder) {
    const auto& c = GetParam();
    const auto plan = planned("2026-06-28");
    const auto found = std::ranges::find(plan.postings, c.code, &Posting::code);
    ASSERT_NE(found, plan.postings.end());
    EXPECT_EQ(found->number, c.number);
    EXPECT_EQ(qingdan::to_text(found->day), c.day);
}
INSTANTIATE_TEST_SUITE_P(Postings, NoticesOf28June, testing::Values(
        PostingCase{"T01", 1, "2026-05-18"},
        PostingCase{"T02", 2, "2026-05-20"},
        PostingCase{"T03", 3, "2026-05-20"},
        PostingCase{"T04", 4, "2026-06-03"},
        PostingCase{"T06", 5, "2026-06-10"},
        PostingCase{"T05", 6, "2026-06-11"},
        PostingCase{"T07", 7, "2026-06-21"},
        PostingCase{"T08", 8, "2026-06-21"},
        PostingCase{"T10", 9, "2026-06-21"},
        PostingCase{"T11", 10, "2026-06-25"},
        PostingCase{"T09", 11, "2026-06-26"},
        PostingCase{"T12", 12, "2026-06-28"}),
    [](const auto& info) { return std::string{info.param.code}; });
// clang-format on

TEST(ElectionPlan, SaysWhatCanBePostedEarlierOnARestDay) {
    const auto plan = planned("2026-06-28");
    const auto& cautions = stage(plan, "candidates_publish").cautions;
    const auto posting = std::ranges::find(cautions, Caution::Kind::posting, &Caution::kind);
    ASSERT_NE(posting, cautions.end());
    EXPECT_EQ(qingdan::to_text(posting->from), "2026-06-18");
    EXPECT_THAT(Wording::built_in().caution(*posting),
                testing::HasSubstr("2026年6月18日（星期四）"));
}

TEST(ElectionPlan, IsRefusedWhereItsFirstStepWouldBeOverWithTheEarliestDay) {
    const auto& rules = Rules::built_in();
    const auto late =
        plan(on("2026-06-28"), "all_voters", on("2026-04-30"), rules, Calendar::built_in());
    ASSERT_FALSE(late);
    EXPECT_EQ(qingdan::to_text(late.error().earliest), "2026-06-29");
    EXPECT_TRUE(
        plan(late.error().earliest, "all_voters", on("2026-04-30"), rules, Calendar::built_in()));
    EXPECT_TRUE(
        plan(on("2026-06-28"), "all_voters", on("2026-04-29"), rules, Calendar::built_in()));
}

TEST(ElectionPlan, MovesWithTheParameters) {
    const auto rules = Rules::with("objection_days = 6\n");
    ASSERT_TRUE(rules) << rules.error();
    const auto made =
        plan(on("2026-06-28"), "all_voters", on("2026-01-01"), *rules, Calendar::built_in());
    ASSERT_TRUE(made);
    EXPECT_EQ(qingdan::to_text(stage(*made, "list_objection").until), "2026-06-09");
    EXPECT_THAT(Wording::built_in().basis("list_objection", *rules), testing::HasSubstr("6日"));
}

TEST(ElectionPlan, SaysWhereABoundOfTheLawIsBroken) {
    const auto rules = Rules::with("list_before = 30\n");
    ASSERT_TRUE(rules);
    const auto made =
        plan(on("2026-06-28"), "all_voters", on("2026-01-01"), *rules, Calendar::built_in());
    const auto& cautions = stage(*made, "list_publish").cautions;
    EXPECT_EQ(std::ranges::count(cautions, Caution::Kind::out_of_bound, &Caution::kind), 1);
}

/// Every possible election day of two years: order of stages, least periods, nothing before today.
TEST(ElectionPlan, KeepsThePeriodsOfTheLawOnEveryDayOfTwoYears) {
    const auto& rules = Rules::built_in();
    for (Day day = on("2026-01-01"); day <= on("2027-12-31"); day = add_days(day, 1)) {
        const Day today = add_days(day, -60);
        const auto made = plan(day, "all_voters", today, rules, Calendar::built_in());
        ASSERT_TRUE(made) << qingdan::to_text(day);
        const auto from = [&](std::string_view code) {
            return days_between(day, stage(*made, code).from);
        };
        const auto until = [&](std::string_view code) {
            return days_between(day, stage(*made, code).until);
        };
        for (const auto& each : made->stages) {
            EXPECT_LE(each.from, each.until);
            EXPECT_GE(each.from, today) << each.code;
        }
        EXPECT_LE(until("list_publish"), -20);
        EXPECT_EQ(until("list_objection") - from("list_publish"), 5);
        EXPECT_LE(until("candidates_publish"), -5);
        EXPECT_LE(until("proxy_publish"), -2);
        EXPECT_LE(until("handover"), 10);
        EXPECT_LE(until("extra_vote"), 30);
        EXPECT_LT(until("registration"), from("list_publish"));
        EXPECT_LT(until("nomination"), from("candidates_publish"));
        EXPECT_LE(until("list_decision"), from("nomination"));
        const bool warned = std::ranges::any_of(made->stages, [](const auto& each) {
            return std::ranges::count(each.cautions, Caution::Kind::no_calendar, &Caution::kind) >
                   0;
        });
        // A stage that reaches into a year without a calendar says so.
        EXPECT_EQ(warned, add_days(day, 30) >= on("2027-01-01")) << qingdan::to_text(day);
    }
}

TEST(ElectionWording, NamesEveryStageAndActor) {
    const auto& wording = Wording::built_in();
    for (const auto& each : Rules::built_in().stages) {
        EXPECT_TRUE(wording.knows("stage." + each.code + ".name")) << each.code;
        EXPECT_TRUE(wording.knows("stage." + each.code + ".basis")) << each.code;
        for (const auto& actor : each.actors) EXPECT_TRUE(wording.knows("actor." + actor)) << actor;
    }
}

}  // namespace
}  // namespace qingdan::elections
