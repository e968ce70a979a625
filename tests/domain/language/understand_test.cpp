#include "domain/language/understand.hpp"

#include "domain/language/meaning.hpp"
#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

const OffsetTime morning = *parse_rfc3339("2026-06-15T09:20:00+08:00");

struct IntentCase {
    std::string_view name, text;
    ChatKind chat;
    Intent intent;
};
class Intents : public testing::TestWithParam<IntentCase> {};

TEST_P(Intents, AreDecidedByEvidence) {
    EXPECT_EQ(to_text(understand(GetParam().text, morning, GetParam().chat).intent),
              to_text(GetParam().intent));
}
constexpr auto alone = ChatKind::private_chat;
constexpr auto group = ChatKind::group;
INSTANTIATE_TEST_SUITE_P(
    HardPairs,
    Intents,
    testing::Values(
        IntentCase{"PlanInAGroup", "明天上午大家去走访重点户", group, Intent::none},
        IntentCase{"DoneInAGroup", "上午走访了重点户李秀英", group, Intent::visit_report},
        IntentCase{"TalkAboutVisiting", "今天走访好累啊", group, Intent::none},
        IntentCase{"NotDone", "今天没去成王阿婆家", alone, Intent::none},
        IntentCase{"MetByChance", "我刚才在菜场碰到严阿婆，她说腿好多了", group, Intent::none},
        IntentCase{"Invitation", "明天下午两点开会", group, Intent::none},
        IntentCase{
            "Complaint", "这周又开了5个会，太多了，建议合并", group, Intent::workload_report},
        IntentCase{"Menu", "今天吃啥", alone, Intent::meal_menu},
        IntentCase{"DietInAnOrder", "明天午饭一份，不要辣", alone, Intent::meal_order},
        IntentCase{"HowToPause", "怎么停餐", alone, Intent::guide_ask},
        IntentCase{"Pause", "停餐到周五", alone, Intent::meal_pause},
        IntentCase{"QuestionThatOrders", "請問明天晚餐可以送兩份嗎", alone, Intent::meal_order},
        IntentCase{
            "OtherGoods", "#接龙\n团购杨梅\n1. 王阿婆 1箱\n2. 李阿姨 2箱", group, Intent::none}),
    testing_support::case_name<IntentCase>);
INSTANTIATE_TEST_SUITE_P(
    Service,
    Intents,
    testing::Values(
        IntentCase{"Yes", "好的", alone, Intent::service_yes},
        IntentCase{"No", "不用", alone, Intent::service_no},
        IntentCase{"Choice", "2", alone, Intent::service_choice},
        IntentCase{"CancelLast", "不要了", alone, Intent::service_cancel_last},
        IntentCase{"OptOut", "停止", alone, Intent::service_opt_out},
        IntentCase{"OptIn", "恢复消息", alone, Intent::service_opt_in},
        IntentCase{"Erase", "删除我的信息", alone, Intent::service_erase},
        IntentCase{"MyData", "你们存了我什么", alone, Intent::service_my_data},
        IntentCase{"Delivered", "已送 3号楼 5户", alone, Intent::service_delivered},
        IntentCase{"AllDelivered", "都送完了", alone, Intent::service_delivered},
        IntentCase{"Assign", "T-1003 转给小李", alone, Intent::service_task_assign},
        IntentCase{"Take", "我去看", alone, Intent::service_task_take},
        IntentCase{"Object", "R-1001 有异议：数据不对", alone, Intent::service_reminder_object},
        IntentCase{"Uphold", "R-1001 维持：核对过了", alone, Intent::service_reminder_object},
        IntentCase{"UpholdBefore", "维持 R-1001", alone, Intent::service_reminder_object},
        IntentCase{"Drop", "R-1001 撤销：不是我们的会", alone, Intent::service_reminder_object},
        IntentCase{"Decline", "R-1001 不予通报", alone, Intent::service_reminder_object},
        IntentCase{
            "DoesNotAgreeToPublish", "R-1001 不同意通报", alone, Intent::service_reminder_object},
        IntentCase{"Confirm", "R-1001 核实", alone, Intent::service_reminder_object},
        IntentCase{"ConfirmAsked", "R-1001 核实了吗", alone, Intent::workload_query},
        IntentCase{"Same", "R-1001 一样", alone, Intent::service_reminder_object},
        IntentCase{
            "StillRectified", "R-1001 已整改：没有了重复的表", alone, Intent::reminder_rectify},
        IntentCase{"StillPublished", "R-1001 同意通报", alone, Intent::reminder_publish},
        IntentCase{"StillAcknowledged", "R-1001 收到", alone, Intent::reminder_ack},
        IntentCase{"Handover", "小陈的户都转给小李", alone, Intent::service_handover},
        IntentCase{"ElectionPlan", "我们6月28日选举，户代表", alone, Intent::service_election_plan},
        IntentCase{"ElectionStep", "选民名单已公布", alone, Intent::service_election_step},
        IntentCase{"Checklist", "开始五五", alone, Intent::service_checklist}),
    testing_support::case_name<IntentCase>);

TEST(Understanding, KeepsAReportAnonymousWhoseTextStandsBehindTheWord) {
    const auto is_anonymous = [](std::string_view text) {
        const auto meaning = understand(text, morning, alone);
        return std::get<Burden>(meaning.records.at(0)).anonymous;
    };
    EXPECT_TRUE(is_anonymous("匿名：镇里要求在三个系统里重复录入人口信息"));
    EXPECT_TRUE(is_anonymous("匿名反馈，又要挂横幅"));
    EXPECT_TRUE(is_anonymous("减负反馈\n类别：会议\n次数：3\n来源：镇里\n匿名：是"));
    EXPECT_FALSE(is_anonymous("减负反馈\n类别：会议\n次数：3\n来源：镇里\n匿名：否"));
}

TEST(Understanding, TakesTheBotsNameFromItsCaller) {
    const auto meaning = understand("@阿福 五五工作法有哪几步", morning, group, "阿福");
    EXPECT_EQ(meaning.intent, Intent::guide_ask);
    EXPECT_EQ(meaning.question, "五五工作法有哪几步");
}

TEST(Understanding, TellsTheTongue) {
    EXPECT_EQ(understand("明天午饭一份", morning, alone).tongue, Tongue::simplified);
    EXPECT_EQ(understand("明天午飯兩份，送到東昌路", morning, alone).tongue, Tongue::traditional);
    EXPECT_EQ(understand("lunch for two tomorrow", morning, alone).tongue, Tongue::english);
}

TEST(Understanding, FindsDangersWhateverTheIntent) {
    const auto meaning = understand("明天午饭不要了，我摔倒了爬不起来", morning, alone);
    EXPECT_EQ(meaning.intent, Intent::meal_cancel);
    EXPECT_EQ(meaning.dangers.size(), 2U);
}

TEST(Explanation, NamesEveryStage) {
    const std::string stages = explain("昨天走访了3号楼502王阿婆", morning, alone);
    for (const std::string_view stage :
         {"fold", "words", "address", "date", "person", "clause", "evidence", "intent"})
        EXPECT_NE(stages.find(stage), std::string::npos) << stage;
}

}  // namespace
}  // namespace qingdan::language
