#include "bot/files/record_writer.hpp"

#include "bot/files/table.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace qingdan::files {
namespace {

const nlohmann::ordered_json record = {{"number", "V-1001"},
                                       {"person", nullptr},
                                       {"categories", {"elder_alone", "disabled"}},
                                       {"count", 3},
                                       {"anonymous", false},
                                       {"needs", "=药"}};
const std::vector<std::string> columns{
    "number", "person", "categories", "count", "anonymous", "needs"};

std::string written(Format format) {
    std::ostringstream out;
    const auto writer = make_record_writer(format, columns, out);
    writer->add(record);
    writer->finish();
    return out.str();
}

TEST(RecordWriter, WritesJsonAsItIs) {
    EXPECT_EQ(
        written(Format::jsonl),
        R"({"number":"V-1001","person":null,"categories":["elder_alone","disabled"],"count":3,)"
        R"("anonymous":false,"needs":"=药"})"
        "\n");
}

class TableOfRecords : public testing::TestWithParam<Format> {};
TEST_P(TableOfRecords, HasTheKeysAsColumns) {
    const auto table = read_table(written(GetParam()));
    ASSERT_TRUE(table) << table.error().reason;
    EXPECT_EQ(table->header, columns);
    ASSERT_EQ(table->rows.size(), 1u);
    EXPECT_EQ(
        table->rows[0].cells,
        (std::vector<std::string>{"V-1001", "", "elder_alone;disabled", "3", "false", "=药"}));
}
INSTANTIATE_TEST_SUITE_P(Formats,
                         TableOfRecords,
                         testing::Values(Format::csv, Format::xlsx),
                         [](const auto& info) {
                             return info.param == Format::csv ? "Csv" : "Xlsx";
                         });

TEST(RecordWriter, OfNoRecordsStillHasTheHeader) {
    for (const Format format : {Format::csv, Format::xlsx}) {
        std::ostringstream out;
        make_record_writer(format, columns, out)->finish();
        const auto table = read_table(out.str());
        ASSERT_TRUE(table);
        EXPECT_EQ(table->header, columns);
    }
}

}  // namespace
}  // namespace qingdan::files
