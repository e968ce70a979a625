#include "bot/outbox/split_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::outbox {
namespace {

using testing::ElementsAre;

TEST(LongText, StaysWholeWhereItFits) {
    EXPECT_THAT(split_text("", 10), ElementsAre(""));
    EXPECT_THAT(split_text("0123456789", 10), ElementsAre("0123456789"));
}

TEST(LongText, IsCutAtTheLastLineBreakOfTheLastThird) {
    EXPECT_THAT(split_text("abcdefg\nhij\nklm", 12), ElementsAre("abcdefg\nhij", "klm"));
    EXPECT_THAT(split_text("abcdefghijkl\nmno", 12), ElementsAre("abcdefghijkl", "mno"))
        << "a break right behind the part is the best place";
}

TEST(LongText, IsCutBetweenCharactersWhereThatBreakIsTooEarly) {
    EXPECT_THAT(split_text("ab\ncdefghijklm", 9), ElementsAre("ab\ncdefgh", "ijklm"));
}

TEST(LongText, IsNeverCutInsideACharacter) {
    EXPECT_THAT(split_text("一二三", 4), ElementsAre("一", "二", "三"));
    // e and a combining accent; a family of three joined by zero-width joiners
    EXPECT_THAT(split_text("abce\u0301", 5), ElementsAre("abc", "e\u0301"));
    const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    EXPECT_THAT(split_text("ab" + family, family.size()), ElementsAre("ab", family));
}

TEST(LongText, CharacterLongerThanAPartIsCutBetweenCodePoints) {
    EXPECT_THAT(split_text("e\u0301\u0301\u0301", 4), ElementsAre("e\u0301", "\u0301\u0301"));
}

}  // namespace
}  // namespace qingdan::outbox
