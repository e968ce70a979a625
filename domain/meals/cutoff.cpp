#include "domain/meals/cutoff.hpp"

namespace qingdan::meals {

Instant cutoff(const ByMeal<CutoffRule>& rules,
               language::MealTime meal,
               Day day,
               const calendar::TimeZone& zone) {
    const CutoffRule& rule = rules.of(meal);
    return zone.instant(add_days(day, rule.day), rule.time);
}

Day first_open_day(const ByMeal<CutoffRule>& rules,
                   language::MealTime meal,
                   Instant written,
                   Day from,
                   const calendar::TimeZone& zone) {
    Day day = from;
    while (written >= cutoff(rules, meal, day, zone)) day = add_days(day, 1);
    return day;
}

}  // namespace qingdan::meals
