#include "domain/store/sqlite/connection.hpp"

#include "domain/store/sqlite/trouble.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <stdexcept>

namespace qingdan::store::sqlite {
namespace {

/// SQLite's default of 1,000 pages halves the rate; more than 16,000 gains nothing (docs/adr, one
/// writer).
constexpr int log_pages_at_most = 12'000;
constexpr std::size_t cached_of_one_text = 4;
constexpr int parameters_at_most = 99;

SQLite::Database open_database(const std::filesystem::path& path,
                               Connection::Mode mode,
                               const Options& options) {
    // Each connection is used by one thread at a time, so SQLite need not lock it.
    const int flags =
        SQLITE_OPEN_NOMUTEX |
        (mode == Connection::Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    try {
        return {path.string(), flags, static_cast<int>(options.busy_timeout.count())};
    } catch (const SQLite::Exception& error) {
        throw translate(error, path, nullptr);
    }
}

}  // namespace

/// In place of SQLite's own automatic checkpoint, so that `checkpoint` knows how long the log is.
int note_log_size(void* connection, sqlite3*, const char*, int pages) {
    auto* self = static_cast<Connection*>(connection);
    self->log_pages_ = pages;
    if (pages >= log_pages_at_most) self->checkpoint(log_pages_at_most);
    return SQLITE_OK;
}

Connection::Connection(const std::filesystem::path& path, Mode mode, const Options& options)
    : path_(path), database_(open_database(path, mode, options)) {
    if (mode != Mode::write) return;
    if (sqlite3_db_readonly(database_.getHandle(), "main") == 1)
        throw trouble_with(path, Trouble::read_only);
    // A log that is reused, not truncated: growing a file doubles the time of a flush.
    run("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864");
    run(options.durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
    sqlite3_wal_hook(database_.getHandle(), note_log_size, this);
}

Connection::~Connection() { idle_.clear(); }

void Connection::fail(const SQLite::Exception& error) const {
    throw translate(error, path_, database_.getHandle());
}

std::unique_ptr<Prepared> Connection::take(std::string_view sql) {
    auto& idle = idle_[std::string{sql}];
    if (!idle.empty()) {
        auto prepared = std::move(idle.back());
        idle.pop_back();
        return prepared;
    }
    return guarded([&] {
        auto prepared = std::make_unique<Prepared>(
            Prepared{SQLite::Statement{database_, std::string{sql}}, {0}});
        auto& statement = prepared->statement;
        for (int digit = 1, left = statement.getBindParameterCount(); left > 0; ++digit) {
            if (digit > parameters_at_most)
                throw std::logic_error("a parameter that is not $1, $2, …: " + std::string{sql});
            prepared->index_of.push_back(statement.getIndex(fmt::format("${}", digit).c_str()));
            if (prepared->index_of.back() != 0) --left;
        }
        return prepared;
    });
}

void Connection::give_back(std::string_view sql, std::unique_ptr<Prepared> prepared) noexcept {
    // An error of the last step comes again from the reset; it was reported when it happened.
    (void)prepared->statement.tryReset();
    try {
        prepared->statement.clearBindings();
        auto& idle = idle_[std::string{sql}];
        if (idle.size() < cached_of_one_text) idle.push_back(std::move(prepared));
    } catch (const std::exception&) {
        prepared.reset();  // then it is prepared anew next time
    }
}

void Connection::run(const char* sql) {
    guarded([&] { database_.exec(sql); });
}

std::int64_t Connection::ask(const char* sql) {
    return guarded([&] { return database_.execAndGet(sql).getInt64(); });
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

void Connection::checkpoint(int pages) {
    if (log_pages_ < pages || pages == 0) return;
    int in_log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(
        database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    // What a reader still needs stays in the log and is moved another time; an error comes with the
    // next commit.
    if (code == SQLITE_OK && moved == in_log) log_pages_ = 0;
}

}  // namespace qingdan::store::sqlite
