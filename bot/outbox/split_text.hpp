#pragma once
/// @file
/// Long texts in parts that a platform takes.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::outbox {

/// `text` in parts of at most `max_bytes` bytes of UTF-8: cut at the last line break in the last
/// third of a part (the break itself is dropped), else before the last character as a reader sees
/// it that does not fit, never inside a code point. An empty text is one empty part.
std::vector<std::string> split_text(std::string_view text, std::size_t max_bytes);

}  // namespace qingdan::outbox
