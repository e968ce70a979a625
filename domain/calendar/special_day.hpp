#pragma once
/// @file
/// Days that an installation knows beside the built-in calendar: the next year's, or a town's own.

#include "domain/calendar/calendar.hpp"
#include "domain/clock.hpp"

#include <optional>
#include <string>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::calendar {

/// A day that differs from the plain week.
struct SpecialDay {
    Day date{};
    bool workday = false;  ///< worked, though it is a weekend; else a day of rest
    std::string name{};
    bool statutory = false;  ///< one of the days that the law names (法定节假日)
    friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

/// The imported day of that date, if there is one.
std::optional<SpecialDay> find_special_day(store::Transaction& tx, Day date);
/// Adds a day or replaces the one of that date.
void save_special_day(store::Transaction& tx, const SpecialDay& day);

/// `calendar` with all imported days laid over it. A year is known when its New Year's Day is among
/// them.
Calendar with_imported_days(store::Transaction& tx, Calendar calendar);

}  // namespace qingdan::calendar
