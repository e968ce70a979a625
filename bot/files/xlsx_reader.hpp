#pragma once
/// @file
/// Reading XLSX (ECMA-376, SpreadsheetML): the little of it that a table is.

#include "bot/files/table.hpp"

#include <tl/expected.hpp>

#include <string_view>

namespace qingdan::files {

/// The first visible sheet with anything in it; see `read_table`. A cell with an error value
/// (`#N/A`) is a problem.
///
/// liborcus was tried first and dropped: 0.17 leaves out, without a word, every text that stands in
/// the cell itself
/// (`t="inlineStr"`), which is how openpyxl, EasyExcel and libxlsxwriter's large-file mode write
/// all of theirs.
tl::expected<Table, FileProblem> read_xlsx(std::string_view bytes, const TableLimits& limits = {});

}  // namespace qingdan::files
