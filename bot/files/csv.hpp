#pragma once
/// @file
/// CSV, as spreadsheet programs read and write it.

#include "bot/files/table.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace qingdan::files {

/// Reads CSV text in any of the encodings of `to_utf8`; see `read_table`.
tl::expected<Table, FileProblem> read_csv(std::string_view bytes, const TableLimits& limits = {});

/// The cell as a spreadsheet program takes it for text. A cell that begins with `=` `+` `-` `@`
/// (full-width ones too, and behind blanks), a tab or a carriage return gets an apostrophe before
/// it, and so does one whose beginning looks like that already; any other is left alone. Source:
/// OWASP, "CSV Injection".
std::string as_text_cell(std::string_view cell);
/// Takes off the apostrophe that `as_text_cell` put there.
std::string_view from_text_cell(std::string_view cell);

/// What a file begins with, so that a spreadsheet program reads Chinese as Chinese.
inline constexpr std::string_view csv_mark = "\xEF\xBB\xBF";
/// One line with its line end (CRLF); every cell through `as_text_cell`, quoted where it must be.
std::string csv_line(std::span<const std::string> cells);
/// A whole file: mark, header, rows.
std::string render_csv(const Table& table);

}  // namespace qingdan::files
