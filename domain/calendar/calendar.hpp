#pragma once
/// @file
/// Which days are worked: the plain week, public holidays and make-up workdays (调休).

#include "domain/clock.hpp"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace qingdan::calendar {

/// The working days of mainland China. Reads any thread; a value, so copy it where it must not
/// change.
///
/// A day with an entry is what the entry says; any other is worked from Monday to Friday. For a
/// year that no file covers the plain week holds, and whoever counts with it warns (`covers`),
/// because a wrong calendar moves deadlines.
class Calendar {
public:
    /// No holidays at all: the plain week, no year covered.
    Calendar() = default;
    /// The calendar that is built into the program (config/calendar-cn.toml).
    static const Calendar& built_in();
    /// Reads a calendar file; the error is `line: what is wrong with it`.
    static tl::expected<Calendar, std::string> read(std::string_view toml);
    /// Lays another file over this calendar, for example a town's own closing days: its entries
    /// win, the years that it calls complete are added. On an error nothing has changed.
    tl::expected<void, std::string> lay_over(std::string_view toml);

    /// Makes one day a day of rest, or a worked one, whatever was said of it before.
    void set(Day day, bool rest, std::string name, bool statutory = false);
    /// Says that the holidays of that year are known.
    void cover(int year) { years_.insert(year); }

    bool is_workday(Day day) const;
    bool is_rest_day(Day day) const { return !is_workday(day); }
    /// The holiday's name on a rest day that has one; `nullopt` on plain weekends and on all
    /// workdays.
    std::optional<std::string_view> name(Day day) const;
    /// One of the holidays that the law names, not a day of rest that is joined to them.
    bool is_statutory(Day day) const;
    /// The `n`th workday after `day`, which itself is not counted; before it where `n` is negative.
    /// With zero it is the day itself, worked or not.
    ///
    /// `add_workdays(2026-06-17, 2)` is 2026-06-22: three days of Dragon Boat rest lie between.
    Day add_workdays(Day day, int n) const;
    /// Workdays in the half-open span after `from` up to and with `to`; negative where `to` is
    /// earlier.
    int workdays_between(Day from, Day to) const;
    /// Whether the holidays of that year are known.
    bool covers(int year) const { return years_.contains(year); }

private:
    struct Entry {
        bool rest = false;
        std::string name;
        bool statutory = false;
    };
    std::map<std::chrono::sys_days, Entry> entries_;
    std::set<int> years_;
};

}  // namespace qingdan::calendar
