#include "bot/channels/unix_time.hpp"

#include <algorithm>
#include <charconv>

namespace qingdan::channels {
namespace {

std::optional<std::int64_t> number_of(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Instant> from_unix(std::int64_t seconds) {
    constexpr std::int64_t end_of_year_9999 = 253402300799;
    if (seconds < 0 || seconds > end_of_year_9999) return std::nullopt;
    return Instant{std::chrono::seconds{seconds}};
}

std::optional<Instant> from_unix(std::string_view seconds) {
    const auto number = number_of(seconds);
    return number ? from_unix(*number) : std::nullopt;
}

std::optional<Instant> from_unix_milliseconds(std::string_view milliseconds) {
    const auto number = number_of(milliseconds);
    return number && *number >= 0 ? from_unix(*number / 1000) : std::nullopt;
}

}  // namespace qingdan::channels
