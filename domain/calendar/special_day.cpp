#include "domain/calendar/special_day.hpp"

#include "domain/store/store.hpp"

namespace qingdan::calendar {
namespace {

SpecialDay read_day(const store::Statement& row) {
    return {row.day(0), row.text(1) == "workday", row.text(2), row.integer(3) != 0};
}

}  // namespace

std::optional<SpecialDay> find_special_day(store::Transaction& tx, Day date) {
    auto row = tx.prepare("SELECT day, kind, name, statutory FROM calendar_days WHERE day = $1");
    row.bind(1, date);
    if (!row.step()) return std::nullopt;
    return read_day(row);
}

void save_special_day(store::Transaction& tx, const SpecialDay& day) {
    tx.prepare(
          "INSERT INTO calendar_days (day, kind, name, statutory) VALUES ($1, $2, $3, $4) "
          "ON CONFLICT (day) DO UPDATE SET kind = $2, name = $3, statutory = $4")
        .with(day.date, day.workday ? "workday" : "holiday", day.name, day.statutory)
        .run();
}

Calendar with_imported_days(store::Transaction& tx, Calendar calendar) {
    auto rows = tx.prepare("SELECT day, kind, name, statutory FROM calendar_days ORDER BY day");
    while (rows.step()) {
        const SpecialDay day = read_day(rows);
        calendar.set(day.date, !day.workday, day.name, day.statutory);
        if (day.date == day.date.year() / std::chrono::January / 1) {
            calendar.cover(static_cast<int>(day.date.year()));
        }
    }
    return calendar;
}

}  // namespace qingdan::calendar
