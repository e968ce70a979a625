#pragma once
/// @file
/// Local days and times of a named zone, and back.

#include "domain/clock.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace qingdan::calendar {

/// A zone of the time-zone database. A value; reads any thread.
class TimeZone {
public:
    /// By its name in the database (`Asia/Shanghai`); `nullopt` where there is no such zone.
    static std::optional<TimeZone> open(std::string_view name);

    TimeZone(const TimeZone&);
    TimeZone& operator=(const TimeZone&);
    TimeZone(TimeZone&&) noexcept;
    TimeZone& operator=(TimeZone&&) noexcept;
    ~TimeZone();

    /// The instant together with the zone's offset at it.
    OffsetTime at(Instant instant) const;
    /// The instant at which the zone's clocks show `minutes` past midnight of `day`; minutes of a
    /// day or more, and negative ones, run on into the days beside it. A time that the clocks skip
    /// is the first instant after the gap, one that they show twice is the earlier.
    Instant instant(Day day, std::chrono::minutes minutes) const;

private:
    struct Impl;
    explicit TimeZone(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> impl_;
};

}  // namespace qingdan::calendar
