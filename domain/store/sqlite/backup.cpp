#include "domain/store/backup.hpp"

#include "domain/store/sqlite/connection.hpp"
#include "domain/store/sqlite/file_lock.hpp"
#include "domain/store/sqlite/schema.hpp"
#include "domain/store/sqlite/trouble.hpp"

#include <SQLiteCpp/Backup.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace qingdan::store {
namespace fs = std::filesystem;
namespace sqlite {
namespace {

fs::path beside(const fs::path& path, const char* ending) { return path.string() + ending; }

/// Flushes a file or folder; a name is only durable once its folder is.
void flush(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!flushed)
        throw trouble_with(
            path, error == ENOSPC ? Trouble::full : Trouble::other, std::strerror(error));
}

void rename_durably(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) throw trouble_with(to, Trouble::read_only, error.message());
    flush(to.has_parent_path() ? to.parent_path() : fs::path{"."});
}

void copy_pages(Connection& from,
                Connection& target,
                const std::function<void(int, int)>& progress) {
    target.guarded([&] {
        SQLite::Backup backup{target.database(), from.database()};
        int code = SQLITE_OK;
        do {
            code = backup.executeStep(2'000);
            const int total = backup.getTotalPageCount();
            if (progress) progress(total - backup.getRemainingPageCount(), total);
        } while (code != SQLITE_DONE);
    });
}

void make_empty(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
        throw trouble_with(
            path, denied ? Trouble::read_only : Trouble::cannot_open, std::strerror(errno));
    }
    ::close(descriptor);
}

}  // namespace

void copy_database(Connection& from,
                   const fs::path& to,
                   const std::function<void(int, int)>& progress) {
    std::error_code error;
    if (fs::equivalent(from.path(), to, error))
        throw trouble_with(to, Trouble::other, "it is the database itself; name another file");
    const fs::path part = beside(to, ".part");
    make_empty(part);
    try {
        // Not in WAL mode: the copy must be whole in this one file.
        Connection target{part, Connection::Mode::copy, {}};
        copy_pages(from, target, progress);
        target.run("PRAGMA journal_mode=DELETE");  // the copied header still says WAL
        flush(part);
    } catch (...) {
        fs::remove(part, error);
        throw;
    }
    rename_durably(part, to);
}

}  // namespace sqlite

namespace {

/// Keeps the present database under another name. Its log is brought into it first, because a log
/// that stays behind would be applied to the database that comes in its place.
void put_aside(const fs::path& database) {
    if (!fs::exists(database)) return;
    try {
        sqlite::Connection last{database, sqlite::Connection::Mode::write, {}};
        last.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const StoreError&) {
        // A damaged database is a good reason to restore one; its log is put aside with it below.
    }
    for (const char* ending : {"-wal", "-shm", ""}) {
        const fs::path part = sqlite::beside(database, ending);
        const fs::path aside = sqlite::beside(database, ".before-restore").string() + ending;
        std::error_code error;
        fs::remove(aside, error);
        if (*ending == '\0')
            fs::create_hard_link(part, aside, error);  // the name itself goes over in one rename
        else if (fs::exists(part))
            sqlite::rename_durably(part, aside);
    }
}

}  // namespace

void restore(const fs::path& from,
             const fs::path& database,
             const std::function<void(int, int)>& progress) {
    Options reading;
    reading.read_only = true;
    if (!fs::exists(from))
        throw sqlite::trouble_with(from, Trouble::cannot_open, "there is no such file");
    sqlite::Connection backup{from, sqlite::Connection::Mode::read, reading};
    if (sqlite::schema_of(backup) == 0)
        throw sqlite::trouble_with(from, Trouble::damaged, "it holds nothing");
    if (backup.ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") !=
        0)
        throw sqlite::trouble_with(from, Trouble::damaged);
    const fs::path target = fs::absolute(database);
    fs::create_directories(target.parent_path());
    const sqlite::FileLock lock{target};
    const fs::path incoming = sqlite::beside(target, ".restored");
    sqlite::copy_database(backup, incoming, progress);
    put_aside(target);
    sqlite::rename_durably(incoming, target);
}

}  // namespace qingdan::store
