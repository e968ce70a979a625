#pragma once
/// @file
/// The days that a text names, whatever else it says.

#include "domain/clock.hpp"

#include <string_view>
#include <vector>

namespace qingdan::language {

/// The days named, in the order of the text: read from today on (`6月28日` is the next one), as in
/// an order; with `back` up to today, as in a report. Any thread; never throws for what a sender
/// wrote.
std::vector<Day> days_named(std::string_view text, OffsetTime written, bool back = false);

}  // namespace qingdan::language
