#include "domain/language/dangers/dangers.hpp"

#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

struct DangerCase {
    std::string_view name, text, found;  ///< `code level`, in order
};
class Dangers : public testing::TestWithParam<DangerCase> {};

TEST_P(Dangers, AreSignsUnlessTheirWordsTakeItBack) {
    std::string found;
    for (const Danger& danger : dangers_in(Reading{GetParam().text, builtin_lexicon()}))
        found += (found.empty() ? "" : ", ") + danger.code + " " + danger.level;
    EXPECT_EQ(found, GetParam().found);
}
INSTANTIATE_TEST_SUITE_P(
    Texts,
    Dangers,
    testing::Values(DangerCase{"Fall", "王阿婆今天摔倒了", "fall B"},
                    DangerCase{"FallToTheMealBot", "我摔倒了爬不起来", "fall B, fall_hurt A"},
                    DangerCase{"FallShortlySaid", "我摔倒了起不来", "fall B, fall_hurt A"},
                    DangerCase{"LateRiser", "小孩早上起不来", ""},
                    DangerCase{"Negated", "没有摔倒", ""},
                    DangerCase{"NegatedWithFillers", "没闻到煤气味", ""},
                    DangerCase{"NegationOfAnotherWord", "没吃药昏倒了", "unconscious A"},
                    DangerCase{"LongAgoAndSettled", "上个月摔了一跤，已经好了", ""},
                    DangerCase{"LongAgoButNow", "上个月住院现在又摔倒了", "fall B"},
                    DangerCase{"ReminderWeakens", "提醒她煤气没关要当心", "gas B"},
                    DangerCase{"ReminderDrops", "提醒她当心摔倒", ""},
                    DangerCase{"ReminderBehind", "摔倒了提醒她当心", "fall B"},
                    DangerCase{"Gas", "忘关煤气，一屋子煤气味", "gas A"},
                    DangerCase{"GasSettled", "忘关煤气，处理好了，已处理", "gas B"},
                    DangerCase{"Suicide", "不想活了", "suicide A"},
                    DangerCase{"SuicideDenied", "他讲没有不想活的意思", "suicide A"},
                    DangerCase{"Fiction", "电视剧里老太太摔倒", ""},
                    DangerCase{"Guarded", "跳楼价大甩卖", ""},
                    DangerCase{"Traditional", "敲門沒人應", "no_answer B"},
                    DangerCase{"Nothing", "今天天气真好", ""}),
    testing_support::case_name<DangerCase>);

TEST(Attempts, AreWordsOfKnockingAlone) {
    const auto attempt = dangers_in(Reading{"敲门没人应", builtin_lexicon()});
    ASSERT_EQ(attempt.size(), 1U);
    EXPECT_TRUE(attempt.front().attempt);
    const auto more = dangers_in(Reading{"敲门没人应，邻居讲好几天没见", builtin_lexicon()});
    ASSERT_EQ(more.size(), 1U);
    EXPECT_FALSE(more.front().attempt);
}

}  // namespace
}  // namespace qingdan::language
