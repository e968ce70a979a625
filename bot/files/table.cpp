#include "bot/files/table.hpp"

#include "bot/files/csv.hpp"
#include "bot/files/table_builder.hpp"
#include "bot/files/xlsx_reader.hpp"

#include <algorithm>

namespace qingdan::files {

std::optional<FileProblem> TableBuilder::add(Row row) {
    auto& cells = row.cells;
    while (!cells.empty() && cells.back().empty()) cells.pop_back();
    if (cells.empty()) return std::nullopt;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].size() > limits_.cell_bytes) {
            return FileProblem{
                row.line, 0, "cell " + std::to_string(i + 1) + " of this line is too long"};
        }
    }
    if (table_.header.empty()) {
        table_.header = std::move(cells);
        table_.header_line = row.line;
        return std::nullopt;
    }
    if (cells.size() > table_.header.size()) {
        return FileProblem{
            row.line,
            0,
            "more cells than the header has; a cell with a separator in it needs quotes around it"};
    }
    if (table_.rows.size() == limits_.rows) return FileProblem{row.line, 0, "too many rows"};
    cells.resize(table_.header.size());
    table_.rows.push_back(std::move(row));
    return std::nullopt;
}

tl::expected<Table, FileProblem> TableBuilder::finish() {
    if (table_.header.empty()) return tl::unexpected(FileProblem{0, 0, "the file is empty"});
    return std::move(table_);
}

tl::expected<Table, FileProblem> read_table(std::string_view bytes, const TableLimits& limits) {
    if (bytes.size() > limits.bytes)
        return tl::unexpected(FileProblem{0, 0, "the file is too large"});
    if (bytes.starts_with("PK\x03\x04")) return read_xlsx(bytes, limits);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        return tl::unexpected(FileProblem{
            0,
            0,
            "an old .xls, or a workbook with a password; save it as .xlsx without one, or as CSV"});
    }
    return read_csv(bytes, limits);
}

}  // namespace qingdan::files
