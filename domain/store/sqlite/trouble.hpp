#pragma once
/// @file
/// SQLite's error codes as a StoreError whose one line says what to do.

#include "domain/store/store.hpp"

#include <filesystem>
#include <string>

struct sqlite3;
namespace SQLite {
class Exception;
}

namespace qingdan::store::sqlite {

/// The line for `trouble` with the file at `path`; `detail` is added in brackets where there is
/// one.
StoreError trouble_with(const std::filesystem::path& path,
                        Trouble trouble,
                        const std::string& detail = {});

/// What `error` means for the file; `connection` (may be null) knows the system's error number.
StoreError translate(const SQLite::Exception& error,
                     const std::filesystem::path& path,
                     sqlite3* connection);

}  // namespace qingdan::store::sqlite
