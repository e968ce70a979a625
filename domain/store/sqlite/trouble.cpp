#include "domain/store/sqlite/trouble.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <string_view>

namespace qingdan::store::sqlite {
namespace {

std::string_view cure_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::cannot_open:
            return "cannot be opened; check the path ([store] path, --db) and that its folder "
                   "exists";
        case Trouble::locked:
            return "is locked by another program; close that one and try again";
        case Trouble::read_only:
            return "cannot be written; give the user that runs qingdan write permission to the "
                   "file and "
                   "its folder";
        case Trouble::full:
            return "the disk is full or its quota used up; free some space and try again, what was "
                   "committed is safe";
        case Trouble::newer:
            return "was written by a newer qingdan; install that version or restore an older "
                   "backup";
        case Trouble::damaged:
            return "is damaged or no SQLite database; put the last backup in its place with "
                   "`qingdan restore FILE`";
        case Trouble::other:
            return "could not be used";
    }
    return "could not be used";
}

/// A failed write is a full disk for SQLite only where the system said ENOSPC; a quota and a limit
/// on the size of files come as plain write errors, by then mostly without the system's number.
Trouble of_io_error(int extended, int system_error) {
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG)
        return Trouble::full;
    if (extended == SQLITE_IOERR_WRITE && system_error == 0) return Trouble::full;
    if (system_error == EROFS || system_error == EACCES || system_error == EPERM)
        return Trouble::read_only;
    return extended == SQLITE_IOERR_SHORT_READ ? Trouble::damaged : Trouble::other;
}

}  // namespace

StoreError trouble_with(const std::filesystem::path& path,
                        Trouble trouble,
                        const std::string& detail) {
    const std::string line = fmt::format("{}: {}", path.string(), cure_of(trouble));
    return {trouble, detail.empty() ? line : fmt::format("{} ({})", line, detail)};
}

StoreError translate(const SQLite::Exception& error,
                     const std::filesystem::path& path,
                     sqlite3* connection) {
    Trouble trouble = Trouble::other;
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            trouble = Trouble::locked;
            break;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            trouble = Trouble::read_only;
            break;
        case SQLITE_FULL:
            trouble = Trouble::full;
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            trouble = Trouble::damaged;
            break;
        case SQLITE_CANTOPEN:
            trouble = Trouble::cannot_open;
            break;
        case SQLITE_IOERR:
            trouble = of_io_error(error.getExtendedErrorCode(),
                                  connection != nullptr ? sqlite3_system_errno(connection) : errno);
            break;
        default:
            break;
    }
    return trouble_with(path, trouble, error.what());
}

}  // namespace qingdan::store::sqlite
