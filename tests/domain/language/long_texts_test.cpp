/// @file
/// Texts far longer than anybody writes, of one piece again and again: what is asked of a whole
/// text for each of its parts would cost the square of its length. Not timed here (bench/parse is);
/// with a stage that is not linear, this test runs for minutes.

#include "domain/language/meaning.hpp"
#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qingdan::language {
namespace {

struct Piece {
    std::string_view name, text;
};

class LongText : public testing::TestWithParam<Piece> {};

TEST_P(LongText, IsUnderstoodToItsEnd) {
    const OffsetTime noon = *parse_rfc3339("2026-03-11T12:00:00+08:00");
    std::string text;
    std::size_t pieces = 0;
    for (; text.size() < 100'000; ++pieces) text += GetParam().text;
    for (const ChatKind chat : {ChatKind::private_chat, ChatKind::group})
        EXPECT_LE(understand(text, noon, chat).records.size(), 3 * pieces);
    for (const Intent intent : {Intent::visit_report, Intent::meal_order, Intent::workload_report})
        EXPECT_LE(understand_as(intent, text, noon).records.size(), 3 * pieces);
}

INSTANTIATE_TEST_SUITE_P(
    OnePiece,
    LongText,
    testing::Values(Piece{"Orders", "3号楼502王阿婆明天午饭一份，精神很好，"},
                    Piece{"OrdersOfMany", "王阿婆明天午饭一份李阿姨两份"},
                    Piece{"Portions", "每天两份"},
                    Piece{"Wishes", "少盐不要葱，"},
                    Piece{"Figures", "1380000"},
                    Piece{"LongPhones", "10000000000021，"},
                    Piece{"Numerals", "一百二十"},
                    Piece{"NumbersInAList", "1、"},
                    Piece{"Clocks", "好1:1:"},
                    Piece{"Surnames", "王李张刘陈"},
                    Piece{"Commas", "独居，，,、"},
                    Piece{"Blanks", "独居 　"},
                    Piece{"Relay", "\n1. 3号楼502王阿婆 一份"},
                    Piece{"Quotes", "「」「"},
                    Piece{"Brackets", "（[(【"},
                    Piece{"LabelsWithHints", "地址（"},
                    Piece{"Labels", "姓名：王阿婆 午饭一份；"},
                    Piece{"Days", "明天周三6月18日到20日、"},
                    Piece{"DaysWithoutMarks", "走访明天"},
                    Piece{"Visits",
                          "走访了3号楼502王阿婆，独居，精神很好，灯坏了，已报物业，下周再去；"},
                    Piece{"VisitsWithoutMarks", "走访王阿婆计划"},
                    Piece{"OneHousehold", "王阿婆，"},
                    Piece{"Persons", "王阿婆李阿姨需要"},
                    Piece{"Burdens", "本周开了3个会，填了5张表，街道安全办要的，建议合并，"},
                    Piece{"Offices", "街道"},
                    Piece{"EnglishOffices", "district bureau "},
                    Piece{"Mentions", "@轻担 "},
                    Piece{"MentionsOfOthers", "@王阿婆 "},
                    Piece{"Dangers", "没有摔倒 煤气味"},
                    Piece{"EnglishWords", "abcdefgh "},
                    Piece{"EnglishAddresses", "room 1 no. "},
                    Piece{"BrokenBytes", "\xE7\x8E"}),
    testing_support::case_name<Piece>);

struct Odd {
    std::string_view name, text;
};

class OddNumber : public testing::TestWithParam<Odd> {};

TEST_P(OddNumber, TooLargeIsNone) {
    const OffsetTime noon = *parse_rfc3339("2026-03-11T12:00:00+08:00");
    for (const Intent intent : {Intent::visit_report, Intent::meal_order, Intent::workload_report})
        EXPECT_NO_THROW(understand_as(intent, GetParam().text, noon));
}

INSTANTIATE_TEST_SUITE_P(BehindAMark,
                         OddNumber,
                         testing::Values(Odd{"MinutesOfAClock", "明天8:99999999999吃午饭一份"},
                                         Odd{"HouseBehindALetter", "A99999999999号楼王阿婆"},
                                         Odd{"FractionOfAnHour", "开会1.99999999999小时"}),
                         testing_support::case_name<Odd>);

}  // namespace
}  // namespace qingdan::language
