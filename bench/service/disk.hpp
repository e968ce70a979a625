#pragma once
/// @file
/// What the disk and SQLite alone can do with the rows that the service has written.

#include <cstddef>
#include <filesystem>

namespace qingdan::bench {

struct RawLimit {
    std::size_t rows = 0, commits = 0;
    double seconds = 0;
};

/// Inserts into `to` the rows that `from` has more than it, in as many commits as `messages` make
/// batches of `batch`. Both have the service's own schema with all its indexes; `to` is written as
/// the service writes: WAL, each commit flushed, rows of several tables mixed, keys in no order.
RawLimit insert_same_rows(const std::filesystem::path& from,
                          const std::filesystem::path& to,
                          std::size_t messages,
                          std::size_t batch);

/// Milliseconds of one flush of 4 KiB written over a file that is long enough already; the median
/// of many.
double flush_time(const std::filesystem::path& folder);

}  // namespace qingdan::bench
