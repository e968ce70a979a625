#include "domain/clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace qingdan {
namespace {

/// Takes exactly `digits` decimal digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto y = take_number(text, 4);
    if (!y || !take(text, "-")) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || !take(text, "-")) return std::nullopt;
    const auto d = take_number(text, 2);
    if (!d) return std::nullopt;
    const Day day{std::chrono::year{*y},
                  std::chrono::month{static_cast<unsigned>(*m)},
                  std::chrono::day{static_cast<unsigned>(*d)}};
    if (!day.ok()) return std::nullopt;
    return day;
}

std::string iso(std::chrono::sys_seconds local) {
    const auto days = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss time{local - days};
    return fmt::format("{}T{:02}:{:02}:{:02}",
                       to_text(Day{days}),
                       time.hours().count(),
                       time.minutes().count(),
                       time.seconds().count());
}

}  // namespace

std::optional<OffsetTime> parse_rfc3339(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !take(text, "Tt ")) return std::nullopt;
    const auto h = take_number(text, 2);
    if (!h || !take(text, ":")) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || !take(text, ":")) return std::nullopt;
    const auto s = take_number(text, 2);
    if (!s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
    if (take(text, ".")) {
        if (!take_number(text, 1)) return std::nullopt;
        while (take_number(text, 1)) {
        }
    }
    std::chrono::minutes offset{0};
    if (!take(text, "Zz")) {
        const bool negative = !text.empty() && text.front() == '-';
        if (!take(text, "+-")) return std::nullopt;
        const auto oh = take_number(text, 2);
        if (!oh || !take(text, ":")) return std::nullopt;
        const auto om = take_number(text, 2);
        if (!om || *oh > 23 || *om > 59) return std::nullopt;
        offset = std::chrono::hours{*oh} + std::chrono::minutes{*om};
        if (negative) offset = -offset;
    }
    if (!text.empty()) return std::nullopt;
    const Instant local = std::chrono::sys_days{*day} + std::chrono::hours{*h} +
                          std::chrono::minutes{*m} + std::chrono::seconds{*s};
    return OffsetTime{local - offset, offset};
}

std::string to_rfc3339(OffsetTime time) {
    const std::string local = iso(time.instant + time.offset);
    if (time.offset == std::chrono::minutes{0}) return local + "Z";
    const auto minutes = time.offset.count() < 0 ? -time.offset.count() : time.offset.count();
    return fmt::format(
        "{}{}{:02}:{:02}", local, time.offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string to_text(Instant instant) { return iso(instant) + "Z"; }

Instant instant_from_text(std::string_view text) {
    if (const auto time = parse_rfc3339(text)) return time->instant;
    throw std::invalid_argument("not an RFC 3339 time in the store");
}

std::string to_text(Day day) {
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::optional<Day> parse_day(std::string_view text) {
    const auto day = take_day(text);
    return day && text.empty() ? day : std::nullopt;
}

}  // namespace qingdan
