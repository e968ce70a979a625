#include "domain/language/fold/fold.hpp"

#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>
#include <unicode/translit.h>

namespace qingdan::language {
namespace {

struct FoldCase {
    std::string_view name, text, written, shadow;
};
class Fold : public testing::TestWithParam<FoldCase> {};

TEST_P(Fold, WritesOneThingOneWay) {
    const Folded folded = fold(GetParam().text);
    EXPECT_EQ(folded.written, GetParam().written);
    EXPECT_EQ(to_utf8(folded.shadow), GetParam().shadow);
    EXPECT_EQ(fold(folded.written).written, folded.written);
    ASSERT_EQ(folded.offset.size(), folded.shadow.size() + 1);
}
INSTANTIATE_TEST_SUITE_P(
    Texts,
    Fold,
    testing::Values(
        FoldCase{"FullWidth", "１１号楼　４０３", "11号楼 403", "11号楼 403"},
        FoldCase{"Traditional", "陳阿姨說好", "陳阿姨說好", "陈阿姨说好"},
        FoldCase{"UpperCase", "Mrs Chen", "Mrs Chen", "mrs chen"},
        FoldCase{"BlanksBetweenChinese", "王 阿 婆", "王阿婆", "王阿婆"},
        FoldCase{"BlankBesideFigure", "3 号楼  502", "3 号楼 502", "3 号楼 502"},
        FoldCase{"Punctuation", "好，谢谢！", "好,谢谢!", "好,谢谢!"},
        FoldCase{"CircledNumbers", "①王②李", "1.王\n2.李", "1.王\n2.李"},
        FoldCase{"Keycaps", "1\xEF\xB8\x8F\xE2\x83\xA3王", "1.王", "1.王"},
        FoldCase{"LineEnds", "a\r\n\r\nb", "a\nb", "a\nb"},
        FoldCase{"ZeroWidth", "王\xE2\x80\x8B阿婆", "王阿婆", "王阿婆"},
        FoldCase{"BrokenBytes",
                 "a\xFF\xE7\x8E",
                 "a\xEF\xBF\xBD\xEF\xBF\xBD",
                 "a\xEF\xBF\xBD\xEF\xBF\xBD"},
        FoldCase{"Overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        FoldCase{"Compatibility", "㎡ ﬁ", "m2 fi", "m2 fi"},
        FoldCase{"Empty", "", "", ""}),
    testing_support::case_name<FoldCase>);

TEST(Fold, RemembersBlanksThatItRemoved) {
    const Folded folded = fold("龚阿婆 良好");
    EXPECT_FALSE(folded.gap[2]);
    EXPECT_TRUE(folded.gap[3]);
}

TEST(Fold, SimplifiesAsUnicodeDoes) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> icu{
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status)};
    ASSERT_TRUE(U_SUCCESS(status));
    int different = 0;
    for (char32_t c = 0x4E00; c <= 0x9FFF; ++c) {
        icu::UnicodeString text(static_cast<UChar32>(c));
        icu->transliterate(text);
        if (text.countChar32() == 1 && static_cast<char32_t>(text.char32At(0)) != shadow_of(c))
            ++different;
    }
    EXPECT_LE(different, 2);  // a reading of our own for one pronoun
}

}  // namespace
}  // namespace qingdan::language
