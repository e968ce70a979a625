#pragma once
/// @file
/// What is due at a time, and is done exactly once, also after the service was down at that hour.

#include "domain/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {

struct Job {
    std::int64_t id = 0;
    std::string kind;                ///< which conversation does it (`visits.overdue_push`)
    std::optional<std::string> key;  ///< two jobs with one key are one
    Instant due_at{};
    std::string payload;  ///< JSON, its own kind's business
};

/// Plans a job; false where one with that key was planned before, done or not.
bool add_job(Transaction& tx,
             std::string_view kind,
             const std::optional<std::string>& key,
             Instant due_at,
             std::string_view payload);
/// Takes back what is not done yet; false where there is no such job.
bool cancel_job(Transaction& tx, std::string_view key);
/// Jobs due at `now`, the earliest first.
std::vector<Job> due_jobs(Transaction& tx, Instant now, int at_most);
/// When the next job is due; `nullopt` where none is planned.
std::optional<Instant> next_job_due(Transaction& tx);
void finish_job(Transaction& tx, std::int64_t id, Instant now);

}  // namespace qingdan::store
