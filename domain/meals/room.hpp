#pragma once
/// @file
/// How much of a meal is left (余量), which of its sets somebody gets, and on which days nothing is
/// cooked at all.

#include "domain/calendar/calendar.hpp"
#include "domain/meals/menu.hpp"
#include "domain/settings.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::meals {

/// What is left of one community's meal; offered places count as taken.
struct Room {
    int capacity = 0;  ///< 0: no limit
    int taken = 0;
    std::map<std::string, int>
        by_set;  ///< portions left of the sets that have a limit of their own

    bool has_limit() const { return capacity > 0; }
    /// -1: no limit.
    int left() const { return has_limit() ? (capacity > taken ? capacity - taken : 0) : -1; }
    bool fits(int portions) const { return !has_limit() || left() >= portions; }
    bool set_fits(const std::string& set, int portions) const;
};
Room room(store::Transaction& tx,
          std::string_view community,
          Day day,
          language::MealTime meal,
          const MealSettings& settings);

/// Which set of a menu somebody gets.
struct Choice {
    std::optional<std::string> set;  ///< none where the meal has one dish alone, or no menu
    bool wanted = false;             ///< named by the eater
    bool fits_diet = true;           ///< false: no set is marked as fit for all their diets
};
/// The set named in `wanted` (`B`, or by a dish of it); else the first that is fit for every code
/// of `diet` and has room; else the first with room.
Choice choose(const std::vector<MenuLine>& menu,
              const std::optional<std::string>& wanted,
              const std::vector<std::string>& diet,
              const Room& room,
              int portions);

/// Whether nothing is cooked on that day: told by the meal manager, or a holiday of
/// `closed_holidays` by law. Source: meals facts, section 3.
bool is_closed_day(store::Transaction& tx,
                   std::string_view community,
                   Day day,
                   const MealSettings& settings,
                   const calendar::Calendar& calendar);
/// The first day from `from` on on which something is cooked.
Day opens_again(store::Transaction& tx,
                std::string_view community,
                Day from,
                const MealSettings& settings,
                const calendar::Calendar& calendar);
/// Notes that nothing is cooked on that day.
void close_kitchen(store::Transaction& tx,
                   std::string_view community,
                   Day day,
                   std::string_view told_by);

}  // namespace qingdan::meals
