#include "bot/files/table.hpp"
#include "bot/files/xlsx_text.hpp"
#include "bot/files/xlsx_writer.hpp"
#include "tests/bot/files/rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

namespace qingdan::files {
namespace {

/// A workbook of parts given as text: `sheet` is what stands between <sheetData> and its end.
struct Parts {
    std::string sheet, strings, styles;
    std::string workbook = R"(<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets>)";
};

std::string workbook(const Parts& parts) {
    const std::string main = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
    const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string rels =
        R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    const std::vector<std::pair<std::string, std::string>> files{
        {"_rels/.rels",
         rels + R"(<Relationship Id="a" Type=")" + type +
             R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         "<workbook " + main + R"( xmlns:r=")" + type + "\">" + parts.workbook + "</workbook>"},
        {"xl/_rels/workbook.xml.rels",
         rels + R"(<Relationship Id="rId1" Type=")" + type +
             R"(/worksheet" Target="worksheets/sheet1.xml"/>)" +
             R"(<Relationship Id="rId2" Type=")" + type +
             R"(/sharedStrings" Target="/xl/sharedStrings.xml"/>)" +
             R"(<Relationship Id="rId3" Type=")" + type +
             R"(/styles" Target="styles.xml"/></Relationships>)"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet " + main + "><sheetData>" + parts.sheet + "</sheetData></worksheet>"},
        {"xl/sharedStrings.xml", "<sst " + main + ">" + parts.strings + "</sst>"},
        {"xl/styles.xml", "<styleSheet " + main + ">" + parts.styles + "</styleSheet>"}};
    zip_error_t error;
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const auto& [name, content] : files) {
        zip_file_add(
            zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), 0);
    }
    zip_close(zip);
    zip_source_open(target);
    std::string bytes(64 << 10, '\0');
    bytes.resize(static_cast<std::size_t>(zip_source_read(target, bytes.data(), bytes.size())));
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

/// A header of one column and under it the cell whose XML is given.
std::string only_cell(Parts parts, const std::string& cell) {
    parts.sheet = R"(<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2">)" +
                  cell + "</row>";
    const auto table = read_table(workbook(parts));
    if (!table) return "no table: " + table.error().reason;
    return table->rows.empty() ? "" : table->rows.at(0).cells.at(0);
}

struct CellCase {
    std::string name, xml, text;
};
class XlsxCell : public testing::TestWithParam<CellCase> {};

TEST_P(XlsxCell, IsTheTextThatOneSees) {
    const Parts parts{
        .sheet = {},
        .strings =
            "<si><t>王阿婆</t></si><si><r><t>王</t></r><r><t>阿婆</t></r><rPh><t>wang</t></rPh></"
            "si>",
        .styles =
            R"(<numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>)"
            R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="20"/></cellXfs>)"};
    EXPECT_EQ(only_cell(parts, GetParam().xml), GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(
    Values,
    XlsxCell,
    testing::Values(
        CellCase{"SharedText", R"(<c r="A2" t="s"><v>0</v></c>)", "王阿婆"},
        CellCase{"TextInRuns", R"(<c r="A2" t="s"><v>1</v></c>)", "王阿婆"},
        CellCase{
            "TextInTheCell", R"(<c r="A2" t="inlineStr"><is><t>a &amp; b</t></is></c>)", "a & b"},
        CellCase{"TextWithAnEscape",
                 R"(<c t="inlineStr"><is><t>a_x000A_b_x005F_</t></is></c>)",
                 "a\nb_"},
        CellCase{"WholeNumber", R"(<c r="A2"><v>1500.0</v></c>)", "1500"},
        CellCase{"PhoneNumber", R"(<c r="A2"><v>10000001234</v></c>)", "10000001234"},
        CellCase{"NumberWithExponent", R"(<c r="A2"><v>1.2E+10</v></c>)", "12000000000"},
        CellCase{"NumberAsCounted", R"(<c r="A2"><v>0.30000000000000004</v></c>)", "0.3"},
        CellCase{"Date", R"(<c r="A2" s="1"><v>46082</v></c>)", "2026-03-01"},
        CellCase{"DateInChinese", R"(<c r="A2" s="2"><v>46082</v></c>)", "2026-03-01"},
        CellCase{
            "DateWithTime", R"(<c r="A2" s="1"><v>46082.385416666664</v></c>)", "2026-03-01 09:15"},
        CellCase{"DateBeforeTheDayThatNeverWas", R"(<c r="A2" s="1"><v>1</v></c>)", "1900-01-01"},
        CellCase{"Time", R"(<c r="A2" s="3"><v>0.385416666666667</v></c>)", "09:15"},
        CellCase{"DateWritten", R"(<c r="A2" t="d"><v>2026-03-01T00:00:00</v></c>)", "2026-03-01"},
        CellCase{"Formula", R"(<c r="A2" t="str"><f>"x"</f><v>x</v></c>)", "x"},
        CellCase{"FormulaOfNumbers", R"(<c r="A2"><f>1+1</f><v>2</v></c>)", "2"},
        CellCase{"Boolean", R"(<c r="A2" t="b"><v>1</v></c>)", "TRUE"},
        CellCase{"Nothing", R"(<c r="A2" s="1"/>)", ""},
        CellCase{"Error",
                 R"(<c r="A2" t="e"><v>#N/A</v></c>)",
                 "no table: the cell shows an error, #N/A"},
        CellCase{"TextThatIsNotThere",
                 R"(<c r="A2" t="s"><v>9</v></c>)",
                 "no table: the XLSX is damaged: a text is missing"}),
    [](const auto& info) { return info.param.name; });

TEST(Xlsx, CountsFrom1904WhereTheWorkbookSaysSo) {
    const Parts parts{
        .sheet = {},
        .strings = {},
        .styles = R"(<cellXfs><xf numFmtId="14"/></cellXfs>)",
        .workbook =
            R"(<workbookPr date1904="1"/><sheets><sheet sheetId="1" r:id="rId1"/></sheets>)"};
    EXPECT_EQ(only_cell(parts, R"(<c r="A2"><v>0</v></c>)"), "1904-01-01");
}

TEST(Xlsx, LeavesOutEmptyRowsAndKeepsTheRowNumbers) {
    const auto table = read_table(workbook(
        {.sheet = R"(<row r="2"><c r="B2" t="inlineStr"><is><t>b</t></is></c></row>)"
                  R"(<row r="3"><c r="A3" s="0"/></row><row r="7"><c r="B7"><v>1</v></c></row>)",
         .strings = {},
         .styles = {}}));
    ASSERT_TRUE(table) << table.error().reason;
    EXPECT_EQ(table->header_line, 2);
    EXPECT_EQ(table->header, (std::vector<std::string>{"", "b"}));
    ASSERT_EQ(table->rows.size(), 1u);
    EXPECT_EQ(table->rows[0].line, 7);
}

TEST(Xlsx, HasNoHiddenSheet) {
    const Parts parts{
        .sheet = {},
        .strings = {},
        .styles = {},
        .workbook = R"(<sheets><sheet sheetId="1" state="hidden" r:id="rId1"/></sheets>)"};
    EXPECT_EQ(only_cell(parts, R"(<c><v>1</v></c>)"), "no table: the workbook is empty");
}

TEST(Xlsx, ThatIsNoneIsRefused) {
    EXPECT_FALSE(read_table("PK\x03\x04 and then nothing of the kind"));
    const auto old = read_table("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    ASSERT_FALSE(old);
    EXPECT_THAT(old.error().reason, testing::HasSubstr("password"));
    std::string cut = render_xlsx({"a"}, {});
    cut.resize(cut.size() / 2);
    EXPECT_FALSE(read_table(cut));
}

TEST(Xlsx, ThatUnpacksIntoTooMuchIsRefused) {
    const auto table = read_table(render_xlsx({"a"}, {}), {.unpacked_bytes = 300});
    ASSERT_FALSE(table);
    EXPECT_THAT(table.error().reason, testing::HasSubstr("too large"));
}

TEST(XlsxFile, HasOnlyTextCells) {
    const Rows rows{{"=1+1", "0012", "10000001234"}, {"+8621", "", "  王阿婆\n3号楼 _x0041_ \r"}};
    const auto table = read_table(render_xlsx({"a", "b", "c"}, rows));
    EXPECT_EQ(rows_of(table), (Rows{{"a", "b", "c"}, rows[0], rows[1]}));
}

TEST(XlsxFile, OfManyRowsIsWholeAsWell) {
    XlsxWriter writer{{"number"}};
    for (int i = 0; i < 50'002; ++i) writer.add({std::to_string(i)});
    std::string bytes;
    writer.finish([&](std::string_view piece) { bytes += piece; });
    const auto table = read_table(bytes);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 50'002u);
    EXPECT_EQ(table->rows.back().cells.at(0), "50001");
    EXPECT_EQ(table->rows.back().line, 50'003);
}

struct LookCase {
    std::string name, code;
    NumberLook look;
};
class NumberFormat : public testing::TestWithParam<LookCase> {};
TEST_P(NumberFormat, TellsDatesFromNumbers) {
    EXPECT_EQ(look_of_code(GetParam().code), GetParam().look);
}
INSTANTIATE_TEST_SUITE_P(
    Codes,
    NumberFormat,
    testing::Values(LookCase{"Iso", "yyyy-mm-dd", NumberLook::date},
                    LookCase{"Chinese", "[$-804]yyyy\"年\"m\"月\";@", NumberLook::date},
                    LookCase{"Elapsed", "[h]:mm", NumberLook::time},
                    LookCase{"Clock", "hh:mm:ss AM/PM", NumberLook::time},
                    LookCase{"General", "General", NumberLook::number},
                    LookCase{"Money", "\"days\" #,##0.00;[Red]-#,##0.00", NumberLook::number},
                    LookCase{"Escaped", "0\\d", NumberLook::number},
                    LookCase{"OpenQuote", "0\"yd", NumberLook::number}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace qingdan::files
