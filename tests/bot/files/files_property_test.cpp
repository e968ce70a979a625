#include "bot/files/csv.hpp"
#include "bot/files/xlsx_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace qingdan::files {
namespace {

/// Cells of the pieces that go wrong: what divides, quotes, breaks lines, begins formulas; Chinese,
/// emoji, escapes.
rc::Gen<std::string> cell() {
    const auto piece = rc::gen::element<std::string>(",",
                                                     ";",
                                                     "\t",
                                                     "\"",
                                                     "\"\"",
                                                     "\n",
                                                     "\r",
                                                     "\r\n",
                                                     " ",
                                                     "'",
                                                     "=",
                                                     "+",
                                                     "-",
                                                     "@",
                                                     "＝",
                                                     "王阿婆",
                                                     "𠮷",
                                                     "🙂",
                                                     "_x0041_",
                                                     "_x",
                                                     "<&>",
                                                     "a",
                                                     "1",
                                                     "2026-03-01",
                                                     "0012");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const auto& pieces) {
                            std::string text;
                            for (const auto& each : pieces) text += each;
                            return text;
                        });
}

/// A table as a reader gives one: its last header cell says something, and so does every row.
Table any_table() {
    const auto width = *rc::gen::inRange<std::size_t>(1, 5);
    Table table;
    table.header = *rc::gen::container<std::vector<std::string>>(width, cell());
    if (table.header.back().empty()) table.header.back() = "last";
    const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(width, cell()));
    for (auto row : rows) {
        if (std::ranges::all_of(row, [](const auto& each) { return each.empty(); }))
            row.front() = "x";
        table.rows.push_back({0, std::move(row)});
    }
    return table;
}

Table without_lines(Table table) {
    table.header_line = 1;
    for (Row& row : table.rows) row.line = 0;
    return table;
}

RC_GTEST_PROP(CsvProperty, WhatWasWrittenIsRead, ()) {
    const Table table = any_table();
    const auto read = read_table(render_csv(table));
    RC_ASSERT(read.has_value());
    RC_ASSERT(without_lines(*read) == table);
}

RC_GTEST_PROP(XlsxProperty, WhatWasWrittenIsRead, ()) {
    const Table table = any_table();
    std::vector<std::vector<std::string>> rows;
    for (const Row& row : table.rows) rows.push_back(row.cells);
    const auto read = read_table(render_xlsx(table.header, rows));
    RC_ASSERT(read.has_value());
    RC_ASSERT(without_lines(*read) == table);
}

RC_GTEST_PROP(CsvProperty, AnyBytesAreATableOrAProblem, (const std::string& bytes)) {
    const auto read = read_table(bytes);
    RC_ASSERT(read.has_value() || !read.error().reason.empty());
}

}  // namespace
}  // namespace qingdan::files
