#pragma once
/// @file
/// Bytes of a text file in the encodings that spreadsheet programs in China write, as UTF-8.

#include "bot/files/table.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace qingdan::files {

/// UTF-8 without BOM of a text in UTF-8 (with or without BOM), UTF-16 (with BOM) or GB18030.
///
/// What is well-formed UTF-8 is UTF-8. Text that is mostly well-formed UTF-8 and broken in places
/// is refused with the line of the first broken byte, since read as GB18030 it would become other
/// words. So is text with NUL bytes.
tl::expected<std::string, FileProblem> to_utf8(std::string_view bytes);

}  // namespace qingdan::files
