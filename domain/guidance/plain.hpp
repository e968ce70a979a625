#pragma once
/// @file
/// Markdown as a chat shows it: text without markup.

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::guidance {

/// The blocks of a Markdown text, each as plain text: a paragraph, one list item (`1. …`, `· …`),
/// one row of code. Line breaks inside a paragraph vanish between Chinese characters and become a
/// space elsewhere.
std::vector<std::string> plain_blocks(std::string_view markdown);

}  // namespace qingdan::guidance
