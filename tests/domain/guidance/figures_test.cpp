#include "domain/guidance/figures.hpp"

#include "domain/elections/rules.hpp"
#include "domain/guidance/manual.hpp"
#include "domain/settings.hpp"

#include <gtest/gtest.h>

namespace qingdan::guidance {
namespace {

TEST(Figures, FillPlaceholders) {
    Figures figures;
    figures.set("a.b", "5");
    figures.set("empty", "");
    EXPECT_EQ(figures.fill("在{{a.b}}天内"), "在5天内");
    EXPECT_EQ(figures.fill("{{#a.b}}有{{a.b}}{{/a.b}}{{^a.b}}无{{/a.b}}"), "有5");
    EXPECT_EQ(figures.fill("{{#empty}}有{{/empty}}{{^empty}}无{{/empty}}"), "无");
}

TEST(Figures, NameWhatTheyDoNotKnow) {
    EXPECT_EQ(Figures{}.fill("{{no.such}}").error(), "no.such");
    EXPECT_FALSE(Figures{}.fill("{{open"));
}

TEST(Figures, PutCutOffsSpansAndMoneyIntoWords) {
    Figures figures;
    figures.take(Settings{});
    figures.set("meals.price_fen.odd", "1250");
    const FigureWords words{
        "当天{time}", "前一天{time}", "提前{n}天的{time}", "{n}小时", "{n}个工作日", "马上"};
    const Figures in_words = worded(figures, words);
    EXPECT_EQ(in_words.get("meals.cutoff.lunch"), "前一天16:00");
    EXPECT_EQ(in_words.get("meals.cutoff.dinner"), "当天10:00");
    EXPECT_EQ(in_words.get("meals.price_yuan.age80"), "9");
    EXPECT_EQ(in_words.get("meals.price_yuan.odd"), "12.50");
    EXPECT_EQ(in_words.get("tasks.repair.due"), "5个工作日");
    EXPECT_EQ(in_words.get("tasks.medical.urgent"), "马上");
}

TEST(Figures, FollowTheConfiguration) {
    Settings settings;
    settings.meals.cutoff.lunch = {-1, std::chrono::hours{15}};
    settings.visits.interval_days["elder_alone"] = 3;
    auto figures = Figures::built_in();
    figures.take(settings);
    const Guide guide{figures, {}, "zh-CN"};
    EXPECT_NE(guide.ask("午饭最晚什么时候订").text.find("15:00"), std::string::npos);
    EXPECT_NE(guide.ask("独居老人多久看一次").text.find("每3天"), std::string::npos);
}

/// The parameter of the law is changed once, and every section that names it says so.
TEST(Figures, SixDaysOfObjectionStandInEveryAnswer) {
    const auto rules = elections::Rules::with("objection_days = 6\n");
    ASSERT_TRUE(rules) << rules.error();
    auto figures = Figures::built_in();
    figures.take(*rules);
    const Guide guide{figures, {}, "zh-CN"};
    for (const std::string_view question : {"名单公示几天",
                                            "名单上没有我怎么办",
                                            "对选民名单有意见几天内提",
                                            "为什么把我从名单上去掉了"})
        EXPECT_NE(guide.ask(question).text.find("6天"), std::string::npos)
            << guide.ask(question).text;
}

}  // namespace
}  // namespace qingdan::guidance
