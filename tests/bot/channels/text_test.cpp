#include "bot/channels/text.hpp"

#include <gtest/gtest.h>

namespace qingdan::channels {
namespace {

TEST(CleanText, HasNoBlanksAroundIt) {
    EXPECT_EQ(clean_text(" \t\r\n好\n的 \r\n"), "好\n的");
    EXPECT_EQ(clean_text("\u00A0\u2005\u3000好\u3000\u2005\u00A0"), "好");
    EXPECT_EQ(clean_text(" \u3000 "), "");
    EXPECT_EQ(clean_text(""), "");
}

TEST(CleanText, HasNoZeroBytes) { EXPECT_EQ(clean_text(std::string_view("a\0b\0", 4)), "ab"); }

TEST(Utf8, IsCheckedWhole) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("今天 \U0001F600"));
    EXPECT_FALSE(is_utf8("\xFF"));
    EXPECT_FALSE(is_utf8("\xE4\xBB"));          // cut off
    EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond Unicode
}

TEST(CutText, EndsBetweenCodePoints) {
    EXPECT_EQ(cut_to("走访", 6), "走访");
    EXPECT_EQ(cut_to("走访", 5), "走");
    EXPECT_EQ(cut_to("走访", 3), "走");
    EXPECT_EQ(cut_to("走访", 2), "");
    EXPECT_EQ(cut_to("abc", 2), "ab");
}

TEST(Mention, IsTakenOutWithTheBlankAfterIt) {
    EXPECT_EQ(without_mention("@轻担 今天走访", "轻担"), "今天走访");
    EXPECT_EQ(without_mention("@轻担\u2005今天", "轻担"), "今天");
    EXPECT_EQ(without_mention("今天走访 @轻担", "轻担"), "今天走访 ");
    EXPECT_EQ(without_mention("看 @轻担 这里 @轻担", "轻担"), "看 这里 ");
    EXPECT_EQ(without_mention("@轻担", "轻担"), "");
}

TEST(Mention, OfSomebodyElseStays) {
    EXPECT_EQ(without_mention("@轻担助手 你好", "轻担"), "@轻担助手 你好");
    EXPECT_EQ(without_mention("@小陈 你好", "轻担"), "@小陈 你好");
    EXPECT_EQ(without_mention("轻担 你好", "轻担"), "轻担 你好");
    EXPECT_EQ(without_mention("@轻担 你好", ""), "@轻担 你好");
}

}  // namespace
}  // namespace qingdan::channels
