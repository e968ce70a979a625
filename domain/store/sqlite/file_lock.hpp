#pragma once
/// @file
/// One writing process for one database file.

#include <filesystem>

namespace qingdan::store::sqlite {

/// Holds `<database>.lock`; the system lets go of it when the process ends, however it ends.
///
/// A file of its own, because closing any handle on the database itself would drop SQLite's locks
/// on it.
class FileLock {
public:
    /// Throws StoreError (`locked`, naming the process that has it; `read_only`, `cannot_open`).
    explicit FileLock(const std::filesystem::path& database);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_;
};

}  // namespace qingdan::store::sqlite
