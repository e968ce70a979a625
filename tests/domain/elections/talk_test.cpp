/// What a cadre says about the running election.

#include "domain/elections/talk.hpp"

#include "domain/elections/rules.hpp"
#include "tests/support/case_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::elections {
namespace {

struct SayingCase {
    std::string_view name, text, what, part, value;
};
class SayingOf : public testing::TestWithParam<SayingCase> {};

TEST_P(SayingOf, IsRead) {
    const auto& c = GetParam();
    const auto saying = read_saying(c.text);
    ASSERT_TRUE(saying) << c.text;
    EXPECT_EQ(saying->what, c.what);
    if (!c.part.empty()) {
        EXPECT_EQ(saying->part(c.part), c.value);
    }
}

// clang-format off
constexpr SayingCase saying_cases[] = {
    SayingCase{"Plan", "我们6月28日选举,户代表", "plan", "way", "户代表"},
    SayingCase{"PlanAsked", "选举安排", "show", "", ""},
    SayingCase{"Today", "选举今天做什么", "due", "", ""},
    SayingCase{"Move", "选举改到7月5日,因为台风", "move", "reason", "台风"},
    SayingCase{"ListPosted", "选民名单已公布", "stage", "code", "list_publish"},
    SayingCase{"ListPostedTurned", "已公布选民名单", "stage", "code", "list_publish"},
    SayingCase{"ListPostedTraditional", "選民名單已公布", "stage", "code", "list_publish"},
    SayingCase{"CandidatesPosted", "正式候选人名单今天贴好了", "stage", "code", "candidates_publish"},
    SayingCase{"CommitteeChosen", "选举委员会已推选", "stage", "code", "committee_form"},
    SayingCase{"RegistrationOver", "选民登记结束了", "stage", "code", "registration"},
    SayingCase{"ProxiesPosted", "委托投票名单已贴", "stage", "code", "proxy_publish"},
    SayingCase{"HandedOver", "移交完成", "stage", "code", "handover"},
    SayingCase{"NoticePosted", "第3号公告已贴在公告栏、各楼", "posted", "places", "公告栏、各楼"},
    SayingCase{"NoticePostedByCode", "t4已贴", "posted", "code", "T04"},
    SayingCase{"NoticeWanted", "写t01", "write", "code", "T01"},
    SayingCase{"NoticeWantedByName", "选民名单公告", "write", "code", "T04"},
    SayingCase{"Voters", "登记了1200人", "figure.voters", "n", "1200"},
    SayingCase{"Households", "登记了846户", "figure.households", "n", "846"},
    SayingCase{"Representatives", "居民代表共60人", "figure.reps", "n", "60"},
    SayingCase{"Seats", "职数:主任1名,副主任1名,委员5名", "seats", "member", "5"},
    SayingCase{"Nominate", "提名主任:赵强120票、钱芳(女)95票", "nominate", "post", "主任"},
    SayingCase{"Withdraw", "褚刚退出", "withdraw", "name", "褚刚"},
    SayingCase{"Turnout", "投票640人", "turnout", "n", "640"},
    SayingCase{"SecondRound", "第二轮投票600户", "turnout", "round", "二"},
    SayingCase{"Ballots", "发出700张,收回640张,有效632张,无效8张", "ballots", "void", "8"},
    SayingCase{"Votes", "主任:赵强400票、钱芳232票", "votes", "post", "主任"},
    SayingCase{"Recall", "居民要求罢免主任赵强,联名200户", "recall", "n", "200"},
    SayingCase{"Vacancy", "委员王军辞职了,还剩4人", "vacancy", "n", "4"},
    SayingCase{"ByElection", "我们8月10日补选", "by_election", "when", "8月10日"},
    SayingCase{"Register", "公告登记", "register", "", ""},
    SayingCase{"English", "election plan", "show", "", ""},
};
// clang-format on
INSTANTIATE_TEST_SUITE_P(Talk,
                         SayingOf,
                         testing::ValuesIn(saying_cases),
                         testing_support::case_name<SayingCase>);

TEST(Saying, IsNoQuestionToTheManual) {
    for (const auto* text : {"选民名单什么时候公布",
                             "选民名单公布了吗",
                             "多少人投票才有效",
                             "候选人怎么产生",
                             "选举结果几天公布",
                             "公告要贴在哪里",
                             "今天走访了王阿婆",
                             "明天午饭两份",
                             "谢谢"})
        EXPECT_FALSE(read_saying(text)) << text;
}

TEST(Saying, OfEveryStageIsReadInItsOwnWords) {
    EXPECT_TRUE(Rules::built_in().stage("archive"));
    EXPECT_EQ(read_saying("选举材料已归档")->part("code"), "archive");
    EXPECT_EQ(read_saying("选票票箱准备好了")->part("code"), "ballots_ready");
    EXPECT_EQ(read_saying("居务监督委员会已推选")->part("code"), "follow_up");
    EXPECT_EQ(read_saying("选举结果已公布")->part("code"), "result_publish");
    EXPECT_EQ(read_saying("工作人员名单已贴")->part("code"), "staff_publish");
}

TEST(Names, ComeWithTheirNumbers) {
    EXPECT_THAT(
        names_in("赵强120票、钱芳(女)95票"),
        testing::ElementsAre(NamedNumber{"赵强", 120, false}, NamedNumber{"钱芳", 95, true}));
    EXPECT_THAT(names_in("张三、李四"),
                testing::ElementsAre(NamedNumber{"张三", std::nullopt, false},
                                     NamedNumber{"李四", std::nullopt, false}));
}

TEST(NothingOfThat, IsSaidInSeveralWays) {
    for (const auto* text : {"没有", "都没有", "都符合", "无"})
        EXPECT_TRUE(says_none(text)) << text;
    EXPECT_FALSE(says_none("3"));
}

}  // namespace
}  // namespace qingdan::elections
