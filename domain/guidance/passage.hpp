#pragma once
/// @file
/// A section as an answer shows it.

#include "domain/guidance/section.hpp"
#include "domain/guidance/terms.hpp"
#include "domain/guidance/words.hpp"

#include <span>
#include <string>
#include <vector>

namespace qingdan::guidance {

/// The section in at most `longest` characters: its first sentence always, then what comes nearest
/// to the terms asked for, in the order in which it stands there; its source and how sure it is;
/// the titles of `more`.
std::string passage(const Section& section,
                    const Words& words,
                    std::span<const Term> asked,
                    std::span<const std::string> more,
                    std::size_t longest);

/// That nothing answers, the topics that come nearest, and whom to ask.
std::string no_answer(const Words& words, std::span<const std::string> topics);

}  // namespace qingdan::guidance
