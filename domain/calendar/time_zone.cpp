#include "domain/calendar/time_zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace qingdan::calendar {

struct TimeZone::Impl {
    std::unique_ptr<icu::TimeZone> zone;
};

TimeZone::TimeZone(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TimeZone::TimeZone(const TimeZone&) = default;
TimeZone& TimeZone::operator=(const TimeZone&) = default;
TimeZone::TimeZone(TimeZone&&) noexcept = default;
TimeZone& TimeZone::operator=(TimeZone&&) noexcept = default;
TimeZone::~TimeZone() = default;

std::optional<TimeZone> TimeZone::open(std::string_view name) {
    const auto id = icu::UnicodeString::fromUTF8(
        icu::StringPiece{name.data(), static_cast<std::int32_t>(name.size())});
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
    // ICU answers an unknown name with its own "Etc/Unknown", never with an error.
    if (!zone || *zone == icu::TimeZone::getUnknown()) return std::nullopt;
    return TimeZone{std::make_shared<const Impl>(Impl{std::move(zone)})};
}

OffsetTime TimeZone::at(Instant instant) const {
    std::int32_t raw = 0, summer = 0;
    UErrorCode error = U_ZERO_ERROR;
    impl_->zone->getOffset(
        static_cast<UDate>(instant.time_since_epoch().count()) * 1000, false, raw, summer, error);
    if (U_FAILURE(error)) throw std::runtime_error("time zone: no offset");
    const auto offset = std::chrono::milliseconds{raw + summer};
    return {instant, std::chrono::duration_cast<std::chrono::minutes>(offset)};
}

Instant TimeZone::instant(Day day, std::chrono::minutes minutes) const {
    const Instant local = std::chrono::sys_days{day} + minutes;
    // Offsets before and after any change within a day of it: the earlier instant whose local time
    // fits.
    const auto before = at(local - std::chrono::hours{26}).offset;
    const auto after = at(local + std::chrono::hours{26}).offset;
    const Instant early = local - std::max(before, after);
    const Instant late = local - std::min(before, after);
    if (at(early).instant + at(early).offset == local) return early;
    if (at(late).instant + at(late).offset == local) return late;
    // Skipped: the change lies between the two; find the first instant after it.
    Instant low = early, high = late;
    const auto low_offset = at(low).offset;
    while (high - low > std::chrono::seconds{1}) {
        const Instant middle = low + (high - low) / 2;
        (at(middle).offset == low_offset ? low : high) = middle;
    }
    return high;
}

}  // namespace qingdan::calendar
