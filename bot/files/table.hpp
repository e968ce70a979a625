#pragma once
/// @file
/// A table as a spreadsheet program sees it: a header and rows of text cells, with where each came
/// from.

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::files {

/// One row; as many cells as the header has, not trimmed.
struct Row {
    int line = 0;  ///< counted from 1, as an editor or a spreadsheet program counts
    std::vector<std::string> cells;
    friend bool operator==(const Row&, const Row&) = default;
};

/// UTF-8 text throughout. Rows in which every cell is empty are not kept.
struct Table {
    std::vector<std::string> header;
    int header_line = 1;
    std::vector<Row> rows;
    friend bool operator==(const Table&, const Table&) = default;
};

/// Why a file is no table: the place (0 where there is none) and a sentence for the person who ran
/// the command. The column is counted in characters for CSV, in columns for XLSX.
struct FileProblem {
    int line = 0, column = 0;
    std::string reason;
    friend bool operator==(const FileProblem&, const FileProblem&) = default;
};

/// What a file may measure; what is beyond is a FileProblem, not a long wait.
struct TableLimits {
    std::size_t bytes = 64 << 20;
    std::size_t unpacked_bytes = 512 << 20;  ///< of an XLSX, which is a ZIP
    std::size_t rows = 200'000;
    std::size_t columns = 200;
    std::size_t cell_bytes = 64 << 10;
};

/// Reads CSV or XLSX, told apart by content, not by name.
///
/// CSV: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; any line end; comma, semicolon or tab,
/// whichever divides the header most; quotes as in RFC 4180. An apostrophe that keeps a cell from
/// being a formula is taken off (`as_text_cell`). XLSX: the first sheet with anything in it; a date
/// is `2026-03-01`, a whole number has no
/// `.0`, a formula is its last result.
tl::expected<Table, FileProblem> read_table(std::string_view bytes, const TableLimits& limits = {});

}  // namespace qingdan::files
