#pragma once
/// @file
/// The times that platforms write as numbers.

#include "domain/clock.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace qingdan::channels {

/// Seconds since 1970; `nullopt` before that and after the year 9999, where nobody writes.
std::optional<Instant> from_unix(std::int64_t seconds);
/// Likewise, in decimal digits and nothing else.
std::optional<Instant> from_unix(std::string_view seconds);
/// Milliseconds, cut to the second.
std::optional<Instant> from_unix_milliseconds(std::string_view milliseconds);

}  // namespace qingdan::channels
