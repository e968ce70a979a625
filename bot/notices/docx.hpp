#pragma once
/// @file
/// An election's notice as a document that word processors open.

#include "domain/elections/notice.hpp"

#include <string>

namespace qingdan::notices {

/// The bytes of a .docx: A4, large type, tables with lines, room for the seal above the signature.
/// Throws std::runtime_error where the archive cannot be made (no memory).
std::string to_docx(const elections::Notice& notice);

}  // namespace qingdan::notices
