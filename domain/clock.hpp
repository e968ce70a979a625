#pragma once
/// @file
/// Time as everything here speaks of it. Time is handed in: no rule asks the system what time it
/// is.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace qingdan {

/// An instant in UTC, whole seconds.
using Instant = std::chrono::sys_seconds;
/// A calendar day without a time zone.
using Day = std::chrono::year_month_day;

/// Where the present comes from: the system's clock in the service, the input's in `simulate`.
class Clock {
public:
    virtual ~Clock() = default;
    /// The present instant, whole seconds. Any thread.
    virtual Instant now() const = 0;
};

/// An instant together with the offset in which its writer meant it.
struct OffsetTime {
    Instant instant;
    std::chrono::minutes offset{0};

    /// The calendar day of the instant in its offset.
    Day day() const { return Day{std::chrono::floor<std::chrono::days>(instant + offset)}; }
    /// Minutes since midnight in its offset.
    std::chrono::minutes time_of_day() const {
        const auto local = instant + offset;
        return std::chrono::duration_cast<std::chrono::minutes>(
            local - std::chrono::floor<std::chrono::days>(local));
    }
    friend bool operator==(const OffsetTime&, const OffsetTime&) = default;
};

/// Reads RFC 3339 with an offset (`2026-03-02T09:15:00+08:00`, `…Z`); a fraction of a second is cut
/// off. `nullopt` for anything else, a day that does not exist and a missing offset included.
std::optional<OffsetTime> parse_rfc3339(std::string_view text);

/// `2026-03-02T09:15:00+08:00`; an offset of zero is written `Z`.
std::string to_rfc3339(OffsetTime time);
/// `2026-03-02T01:15:00Z`: how instants stand in the store.
std::string to_text(Instant instant);
/// Reads what `to_text` wrote, or any RFC 3339 time; throws std::invalid_argument, since only a bug
/// or a damaged store can cause it.
Instant instant_from_text(std::string_view text);

/// `2026-03-02`.
std::string to_text(Day day);
/// Reads `2026-03-02`; `nullopt` where it is no such day.
std::optional<Day> parse_day(std::string_view text);

/// The day `n` days on (or back).
inline Day add_days(Day day, int n) {
    return Day{std::chrono::sys_days{day} + std::chrono::days{n}};
}
/// Days from `from` to `to`; negative where `to` is earlier.
inline int days_between(Day from, Day to) {
    return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}
/// Monday is 1, Sunday 7.
inline int iso_weekday(Day day) {
    return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding());
}

}  // namespace qingdan
