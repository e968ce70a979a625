#pragma once
/// @file
/// What is kept no longer: texts and names of records, once a week (保存期限).

#include "handlers/context.hpp"

namespace qingdan::retention {

/// Plans the next time after `after`: the night of the coming Sunday.
void plan(const Rules& rules, Day after, store::Transaction& tx);
/// Takes names and texts out of the records that are older than `retention.record_days`. Figures
/// stay.
void forget(Day day, const Rules& rules, Instant now, store::Transaction& tx);

}  // namespace qingdan::retention
