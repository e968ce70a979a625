#include "handlers/retention.hpp"

#include "domain/audit/audit.hpp"
#include "domain/people/person.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"

namespace qingdan::retention {

void plan(const Rules& rules, Day after, store::Transaction& tx) {
    constexpr auto at_night = std::chrono::hours{3};
    const Day sunday = add_days(after, 7 - iso_weekday(after) % 7);
    store::add_job(tx,
                   "retention",
                   "retention " + to_text(sunday),
                   rules.zone.instant(sunday, at_night),
                   to_text(sunday));
}

void forget(Day day, const Rules& rules, Instant now, store::Transaction& tx) {
    plan(rules, day, tx);
    const int forgotten =
        people::forget_texts(tx, add_days(day, -rules.settings.retention.record_days));
    if (forgotten == 0) return;
    audit::append(tx, {.at = now, .who = "", .action = "retention", .about = "visits"});
}

}  // namespace qingdan::retention
