#pragma once
/// @file
/// Danger signs in a text: a fall, gas, nobody at the door, talk of dying.

#include "domain/language/meaning.hpp"
#include "domain/language/reading.hpp"

#include <vector>

namespace qingdan::language {

/// The signs in the order of the text, each code once. A sign behind a negation, long ago, in
/// fiction or prevention, or settled is none or a weaker one. Source: the danger signs of the
/// work-methods facts.
std::vector<Danger> dangers_in(const Reading& reading);

}  // namespace qingdan::language
