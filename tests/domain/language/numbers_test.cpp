#include "domain/language/numbers/numbers.hpp"

#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

struct NumberCase {
    std::string_view name, text;
    long value;
    int characters;  ///< how many of them the number takes
};
class Numbers : public testing::TestWithParam<NumberCase> {};

TEST_P(Numbers, AreReadAsWritten) {
    const auto& c = GetParam();
    const Reading reading{c.text, builtin_lexicon()};
    const auto number = number_at(reading, 0);
    ASSERT_TRUE(number);
    EXPECT_EQ(number->value, c.value);
    EXPECT_EQ(number->span.end, c.characters);
}
INSTANTIATE_TEST_SUITE_P(Forms,
                         Numbers,
                         testing::Values(NumberCase{"Figures", "203份", 203, 3},
                                         NumberCase{"FullWidth", "１６份", 16, 2},
                                         NumberCase{"WithUnits", "两百零三份", 203, 4},
                                         NumberCase{"Thousand", "一千零一个", 1001, 4},
                                         NumberCase{"TenAlone", "十份", 10, 1},
                                         NumberCase{"Eleven", "十一份", 11, 2},
                                         NumberCase{"Blanks", "一百 五 十 二份", 152, 5},
                                         NumberCase{"Formal", "壹佰伍拾份", 150, 4},
                                         NumberCase{"ShortHundred", "一百五块", 150, 3},
                                         NumberCase{"Twenty", "廿五号", 25, 2},
                                         NumberCase{"Thirty", "卅三份", 33, 2},
                                         NumberCase{"Two", "俩", 2, 1},
                                         NumberCase{"Three", "仨", 3, 1},
                                         NumberCase{"HalfADozen", "半打", 6, 2},
                                         NumberCase{"TwoDozen", "两打", 24, 2},
                                         NumberCase{"Room", "三零一室", 301, 3},
                                         NumberCase{"English", "twenty-one days", 21, 10},
                                         NumberCase{
                                             "EnglishHundred", "two hundred meals", 200, 11}),
                         testing_support::case_name<NumberCase>);

TEST(NumbersAmongWords, NeedANumeral) {
    const Reading reading{"饭", builtin_lexicon()};
    EXPECT_FALSE(number_at(reading, 0));
}

TEST(NumbersAmongWords, TooLargeOnesAreNone) {
    const Reading reading{"99999999999999999999份", builtin_lexicon()};
    EXPECT_FALSE(number_at(reading, 0));
}

}  // namespace
}  // namespace qingdan::language
