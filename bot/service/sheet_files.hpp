#pragma once
/// @file
/// The files of a table that goes along with a message: a spreadsheet and a page to print.

#include "bot/words/words.hpp"
#include "handlers/said.hpp"

#include <vector>

namespace qingdan {

/// A spreadsheet (amounts and counts are numbers, so that sums can be made of them), and a page
/// unless the sheet is not to be printed.
std::vector<File> sheet_files(const Sheet& sheet, const Words& words, const Reader& reader);

/// Adds the files of everything that goes along with `said`.
void add_sheets(Outgoing& out, const Said& said, const Words& words, const Reader& reader);

}  // namespace qingdan
