#pragma once
/// @file
/// Everybody whom a message names, for messages about people and not about a visit.

#include "domain/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// The persons as written, in the order of the text, each once: `小陈的户都转给小李` names `小陈`
/// and `小李`. Forms of address alone name nobody. Pure, any thread.
std::vector<std::string> persons_named(std::string_view text, Day today);

}  // namespace qingdan::language
