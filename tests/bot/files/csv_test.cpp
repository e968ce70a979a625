#include "bot/files/csv.hpp"

#include "tests/bot/files/rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

namespace qingdan::files {
namespace {

struct CsvCase {
    std::string name, text;
    Rows rows;
};
class Csv : public testing::TestWithParam<CsvCase> {};

TEST_P(Csv, IsReadAsItsWriterMeantIt) {
    EXPECT_EQ(rows_of(read_csv(GetParam().text)), GetParam().rows);
}

const Rows two_by_two{{"name", "address"}, {"王阿婆", "3号楼201"}};
INSTANTIATE_TEST_SUITE_P(
    Files,
    Csv,
    testing::Values(
        CsvCase{"LineFeeds", "name,address\n王阿婆,3号楼201\n", two_by_two},
        CsvCase{"CarriageReturnsAndLineFeeds", "name,address\r\n王阿婆,3号楼201\r\n", two_by_two},
        CsvCase{"CarriageReturns", "name,address\r王阿婆,3号楼201\r", two_by_two},
        CsvCase{"NoLastLineEnd", "name,address\n王阿婆,3号楼201", two_by_two},
        CsvCase{"Mark", "\xEF\xBB\xBFname,address\n王阿婆,3号楼201\n", two_by_two},
        CsvCase{"Semicolons", "name;address\n王阿婆;3号楼201\n", two_by_two},
        CsvCase{"Tabs", "name\taddress\n王阿婆\t3号楼201\n", two_by_two},
        CsvCase{"BlankLines", "\n\nname,address\n,\n王阿婆,3号楼201\n\n", two_by_two},
        CsvCase{"EmptyColumnsBehind", "name,address,,\n王阿婆,3号楼201,,\n", two_by_two},
        CsvCase{"EverythingQuoted", "\"name\",\"address\"\n\"王阿婆\",\"3号楼201\"\n", two_by_two},
        CsvCase{"SeparatorsInACell", "a,b\n\"1,2;3\",x\n", {{"a", "b"}, {"1,2;3", "x"}}},
        CsvCase{"ListsOfSemicolonsBesideCommas", "a,b\nx;y;z,q\n", {{"a", "b"}, {"x;y;z", "q"}}},
        CsvCase{"QuotesInACell", "a,b\n\"说\"\"好\"\"\",x\n", {{"a", "b"}, {"说\"好\"", "x"}}},
        CsvCase{"QuoteInsideAnUnquotedCell", "a,b\n5\" 管,x\n", {{"a", "b"}, {"5\" 管", "x"}}},
        CsvCase{"LineEndsInACell", "a,b\n\"1\n2\r\n3\",x\n", {{"a", "b"}, {"1\n2\r\n3", "x"}}},
        CsvCase{"ShortLine", "a,b,c\n1\n", {{"a", "b", "c"}, {"1", "", ""}}},
        CsvCase{"ApostropheBeforeAFormula", "a,b\n'=1+1,'+8621\n", {{"a", "b"}, {"=1+1", "+8621"}}},
        CsvCase{"OtherApostrophes", "a,b\n'好',''\n", {{"a", "b"}, {"'好'", "''"}}}),
    [](const auto& info) { return info.param.name; });

struct BadCsvCase {
    std::string name, text;
    int line, column;
    std::string reason;
};
class BadCsv : public testing::TestWithParam<BadCsvCase> {};

TEST_P(BadCsv, IsRefusedWithThePlace) {
    const auto& c = GetParam();
    const auto table = read_csv(c.text);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().line, c.line);
    EXPECT_EQ(table.error().column, c.column);
    EXPECT_THAT(table.error().reason, testing::HasSubstr(c.reason));
}
INSTANTIATE_TEST_SUITE_P(
    Files,
    BadCsv,
    testing::Values(
        BadCsvCase{"Empty", "", 0, 0, "empty"},
        BadCsvCase{"OnlyBlankLines", "\n,,\n", 0, 0, "empty"},
        BadCsvCase{"OpenQuote", "a,b\n1,2\n王阿婆,\"x\ny\n", 3, 5, "never closed"},
        BadCsvCase{"TextBehindAQuote", "a,b\n\"x\"y,2\n", 2, 4, "closing quote"},
        BadCsvCase{"TooManyCells", "a,b\n1,2\n1,2,3\n", 3, 0, "more cells"},
        BadCsvCase{"LineAfterAMultilineCell", "a,b\n\"1\r\n2\",2\n1,2,3\n", 4, 0, "more cells"},
        BadCsvCase{"BrokenUtf8", "a,b\n王阿婆王阿婆,1\n\xE7\x8E,2\n", 3, 0, "not UTF-8"},
        BadCsvCase{"MarkedAndBroken",
                   "\xEF\xBB\xBF"
                   "a\n\xFF\n",
                   2,
                   0,
                   "not UTF-8"},
        BadCsvCase{"NoEncodingAtAll", "a\n\xFF\xFF\n", 2, 0, "neither UTF-8 nor GB18030"},
        BadCsvCase{"Nul", std::string{"a,b\n1,\0\n", 8}, 2, 0, "NUL"}),
    [](const auto& info) { return info.param.name; });

std::string encoded(const std::string& utf8, const char* charset) {
    std::string out(utf8.size() * 4 + 8, '\0');
    UErrorCode error = U_ZERO_ERROR;
    const auto size = ucnv_convert(charset,
                                   "UTF-8",
                                   out.data(),
                                   static_cast<int>(out.size()),
                                   utf8.data(),
                                   static_cast<int>(utf8.size()),
                                   &error);
    EXPECT_TRUE(U_SUCCESS(error));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

class Encoding : public testing::TestWithParam<const char*> {};
TEST_P(Encoding, OfASpreadsheetProgramIsUnderstood) {
    // A character of two bytes in GB18030, one of four, and the two that are famous for being taken
    // for UTF-8.
    const std::string text = "name,address\n王阿婆,3号楼201\n㐀䶵𠮷,联通\n";
    const Rows rows{{"name", "address"}, {"王阿婆", "3号楼201"}, {"㐀䶵𠮷", "联通"}};
    EXPECT_EQ(rows_of(read_csv(encoded(text, GetParam()))), rows);
}
INSTANTIATE_TEST_SUITE_P(Files,
                         Encoding,
                         testing::Values("GB18030", "UTF-8", "UTF-16"),
                         [](const auto& info) {
                             std::string name{info.param};
                             std::erase(name, '-');
                             return name;
                         });

TEST(Csv, OfOneGbkWordIsNotTakenForUtf8) {
    EXPECT_EQ(rows_of(read_csv(encoded("name\n联通\n", "GB18030"))), (Rows{{"name"}, {"联通"}}));
}

TEST(Csv, KeepsTheLineOfEveryRow) {
    const auto table = read_csv("a,b\n\n1,\"x\ny\"\n2,z\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->header_line, 1);
    EXPECT_EQ(table->rows.at(0).line, 3);
    EXPECT_EQ(table->rows.at(1).line, 5);
}

TEST(Csv, BeyondTheLimitsIsRefused) {
    EXPECT_FALSE(read_csv("a\n1\n2\n3\n", {.rows = 2}));
    EXPECT_FALSE(read_csv("a,b,c\n", {.columns = 2}));
    EXPECT_FALSE(read_csv("a\n12345\n", {.cell_bytes = 4}));
    EXPECT_FALSE(read_table("a\n12345\n", {.bytes = 4}));
}

struct FormulaCase {
    std::string name, cell, written;
};
class CsvCell : public testing::TestWithParam<FormulaCase> {};
TEST_P(CsvCell, IsNeverAFormula) {
    EXPECT_EQ(as_text_cell(GetParam().cell), GetParam().written);
    EXPECT_EQ(from_text_cell(GetParam().written), GetParam().cell);
}
INSTANTIATE_TEST_SUITE_P(Cells,
                         CsvCell,
                         testing::Values(FormulaCase{"Equals", "=HYPERLINK(1)", "'=HYPERLINK(1)"},
                                         FormulaCase{"Plus", "+8610000001234", "'+8610000001234"},
                                         FormulaCase{"Minus", "-5", "'-5"},
                                         FormulaCase{"At", "@SUM(1)", "'@SUM(1)"},
                                         FormulaCase{"Tab", "\t=1", "'\t=1"},
                                         FormulaCase{"CarriageReturn", "\r=1", "'\r=1"},
                                         FormulaCase{"BehindBlanks", "  =1", "'  =1"},
                                         FormulaCase{"FullWidth", "＝1", "'＝1"},
                                         FormulaCase{"ProtectedAlready", "'=1", "''=1"},
                                         FormulaCase{"Text", "王阿婆", "王阿婆"},
                                         FormulaCase{"MinusInside", "3-201", "3-201"},
                                         FormulaCase{"Apostrophe", "'s", "'s"},
                                         FormulaCase{"Nothing", "", ""}),
                         [](const auto& info) { return info.param.name; });

TEST(CsvFile, OpensInASpreadsheetWithChineseIntact) {
    const Table table{{"name", "note"}, 1, {{2, {"王阿婆", "=1,\"2\"\n3"}}}};
    EXPECT_EQ(render_csv(table), "\xEF\xBB\xBFname,note\r\n王阿婆,\"'=1,\"\"2\"\"\n3\"\r\n");
}

}  // namespace
}  // namespace qingdan::files
