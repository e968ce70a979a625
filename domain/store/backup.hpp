#pragma once
/// @file
/// A database put in another's place.

#include <filesystem>
#include <functional>

namespace qingdan::store {
namespace sqlite {
class Connection;
/// Copies what `from` sees to the file `to`: beside it first, flushed, then renamed, so that `to`
/// is always whole. `progress(done, total)` in pages.
void copy_database(Connection& from,
                   const std::filesystem::path& to,
                   const std::function<void(int, int)>& progress);
}  // namespace sqlite

/// Puts the backup at `from` in the place of the database at `database`, which no process may be
/// writing.
///
/// The backup is checked first and the present database, where there is one, is kept as
/// `<database>.before-restore`. Throws StoreError and leaves everything as it was where the backup
/// cannot be used or the database is in use.
void restore(const std::filesystem::path& from,
             const std::filesystem::path& database,
             const std::function<void(int, int)>& progress = {});

}  // namespace qingdan::store
