#pragma once
/// @file
/// Until when a meal may be ordered, changed or cancelled (截单).

#include "domain/calendar/time_zone.hpp"
#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"
#include "domain/settings.hpp"

namespace qingdan::meals {

/// The first instant at which an order for `meal` on `day` is too late; at 16:00:00 it is past.
///
/// Counted in `zone`, given in UTC. Compare it with when the message was written
/// (`Inbound::sent_at`), not with when it is handled. Source: configuration contract,
/// `meals.cutoff`; meals facts, section 3.
Instant cutoff(const ByMeal<CutoffRule>& rules,
               language::MealTime meal,
               Day day,
               const calendar::TimeZone& zone);

/// The first day from `from` on whose `meal` is still open at `written`.
Day first_open_day(const ByMeal<CutoffRule>& rules,
                   language::MealTime meal,
                   Instant written,
                   Day from,
                   const calendar::TimeZone& zone);

}  // namespace qingdan::meals
