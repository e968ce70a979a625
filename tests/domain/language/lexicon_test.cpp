#include "domain/language/lexicon/lexicon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

Lexicon lexicon_of(std::string_view toml) {
    const LexiconFile file{"words.toml", toml};
    return Lexicon{std::span{&file, 1}};
}

std::string complaint(std::string_view toml) {
    try {
        const Lexicon lexicon = lexicon_of(toml);
    } catch (const LexiconError& error) {
        return error.what();
    }
    return {};
}

TEST(Lexicon, BuiltInFilesHoldNoContradiction) {
    EXPECT_NO_THROW(builtin_lexicon());
    EXPECT_GT(builtin_lexicon().words().size(), 5000U);
}

TEST(Lexicon, RefusesACodeThatHasAGroupAlready) {
    EXPECT_THAT(complaint("[[group]]\ntag = \"diet\"\ncode = \"soft\"\nwords = \"a1\"\n"
                          "[[group]]\ntag = \"diet\"\ncode = \"soft\"\nwords = \"b1\"\n"),
                testing::HasSubstr("diet soft"));
}

TEST(Lexicon, RefusesAWordTwiceUnderOneTag) {
    EXPECT_THAT(complaint("[[group]]\ntag = \"diet\"\ncode = \"soft\"\nwords = \"烂\"\n"
                          "[[group]]\ntag = \"diet\"\ncode = \"halal\"\nwords = \"爛\"\n"),
                testing::HasSubstr("twice"));
}

TEST(Lexicon, RefusesTwoMeaningsWithoutWhatDecides) {
    const std::string two =
        "[[group]]\ntag = \"diet\"\ncode = \"soft\"\nwords = \"烂\"\n"
        "[[group]]\ntag = \"state\"\nwords = \"烂\"\n";
    EXPECT_THAT(complaint(two), testing::HasSubstr("two meanings"));
    EXPECT_EQ(complaint(two + "when = \"in a report\"\n"), "");
}

TEST(Lexicon, RefusesATagThatTheGrammarDoesNotKnow) {
    EXPECT_THAT(complaint("[[group]]\ntag = \"colour\"\nwords = \"x\"\n"),
                testing::HasSubstr("colour"));
}

TEST(Lexicon, FindsEveryPlaceOfEveryWordAndReadsTheLongestFromTheLeft) {
    const Lexicon lexicon = lexicon_of(
        "[[group]]\ntag = \"meal\"\nwords = \"饭 晚饭\"\n[[group]]\ntag = \"state\"\nwords = "
        "\"饭菜\"\n");
    const auto hits = lexicon.find(U"晚饭菜");
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_TRUE(hits[0].chosen);
    EXPECT_EQ(hits[0].end, 2);
    EXPECT_FALSE(hits[1].chosen);
    EXPECT_FALSE(hits[2].chosen);
}

TEST(Lexicon, FindsLatinWordsOnlyAsWholeWords) {
    const Lexicon lexicon = lexicon_of("[[group]]\ntag = \"meal\"\nwords = \"meal\"\n");
    EXPECT_EQ(lexicon.find(U"a meal, please").size(), 1U);
    EXPECT_TRUE(lexicon.find(U"oatmeal meals").empty());
}

}  // namespace
}  // namespace qingdan::language
