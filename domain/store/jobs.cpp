#include "domain/store/jobs.hpp"

#include "domain/store/counters.hpp"
#include "domain/store/queries.hpp"

namespace qingdan::store {

bool add_job(Transaction& tx,
             std::string_view kind,
             const std::optional<std::string>& key,
             Instant due_at,
             std::string_view payload) {
    return tx.prepare(queries::jobs::add_sql)
               .with(next_number(tx, "job"), kind, key, due_at, payload)
               .run() == 1;
}

bool cancel_job(Transaction& tx, std::string_view key) {
    return tx.prepare(queries::jobs::cancel_sql).with(key).run() == 1;
}

std::vector<Job> due_jobs(Transaction& tx, Instant now, int at_most) {
    std::vector<Job> due;
    auto row = tx.prepare(queries::jobs::due_sql);
    row.with(now, at_most);
    while (row.step())
        due.push_back(
            {row.integer(0), row.text(1), row.text_or_null(2), row.instant(3), row.text(4)});
    return due;
}

std::optional<Instant> next_job_due(Transaction& tx) {
    auto row = tx.prepare(queries::jobs::next_sql);
    if (!row.step()) return std::nullopt;
    return row.instant(0);
}

void finish_job(Transaction& tx, std::int64_t id, Instant now) {
    tx.prepare(queries::jobs::done_sql).with(id, now).run();
}

}  // namespace qingdan::store
