#pragma once
/// @file
/// Which of the words that exist somebody may have meant.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::config {

/// How many letters must be put in, taken out, changed or swapped with the next to make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The one of `words` with the least distance to `word`, the first of equals; empty where there are
/// none.
std::string nearest(std::string_view word, const std::vector<std::string>& words);

}  // namespace qingdan::config
