#pragma once
/// @file
/// What every channel does to the text of a message before the language sees it, or a platform
/// shows it.

#include <cstddef>
#include <string>
#include <string_view>

namespace qingdan::channels {

/// Well-formed UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// Without the blanks around it: space, tab, CR, LF, U+00A0, U+2005 (which follows a mention in
/// WeChat's family) and U+3000. Line breaks inside stay. U+0000, which no keyboard writes and no
/// database likes, is dropped.
std::string clean_text(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// The longest beginning of `text` that has at most `max_bytes` and ends between two code points.
std::string_view cut_to(std::string_view text, std::size_t max_bytes);

/// `text` without each `@name` that ends there (a blank or the end follows), and without the blank
/// itself.
std::string without_mention(std::string_view text, std::string_view name);

}  // namespace qingdan::channels
