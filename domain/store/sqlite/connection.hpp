#pragma once
/// @file
/// One connection to the file, with the statements prepared on it.

#include "domain/store/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qingdan::store::sqlite {

/// A prepared statement and where its parameters stand: SQLite numbers `$2 … $1` by appearance, so
/// the index of each is looked up once by its name.
struct Prepared {
    SQLite::Statement statement;
    std::vector<int> index_of;  ///< by digit, from 1; 0 where the statement has no such parameter
};

/// Used by one thread at a time.
class Connection {
public:
    /// `copy` writes a file that nobody else knows yet: no log beside it.
    enum class Mode { read, write, copy };

    /// Throws StoreError. The file must exist.
    Connection(const std::filesystem::path& path, Mode mode, const Options& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A statement that nobody else is stepping; from the cache where it can be.
    std::unique_ptr<Prepared> take(std::string_view sql);
    void give_back(std::string_view sql, std::unique_ptr<Prepared> prepared) noexcept;
    /// Statements without parameters and rows, several with `;`.
    void run(const char* sql);
    /// The one integer that `sql` gives.
    std::int64_t ask(const char* sql);
    bool in_transaction() const;

    /// Writes the log's pages into the file where at least `pages` stand in it; never waits for
    /// readers.
    void checkpoint(int pages);
    /// Throws what `work` throws, SQLite's exceptions as StoreError.
    template <class Work>
    auto guarded(Work work) -> decltype(work());

    SQLite::Database& database() { return database_; }
    const std::filesystem::path& path() const { return path_; }

private:
    friend int note_log_size(void*, sqlite3*, const char*, int pages);
    [[noreturn]] void fail(const SQLite::Exception& error) const;

    std::filesystem::path path_;
    SQLite::Database database_;
    std::unordered_map<std::string, std::vector<std::unique_ptr<Prepared>>> idle_;
    int log_pages_ = 0;  ///< in the write-ahead log, after the last commit on this connection
};

template <class Work>
auto Connection::guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        fail(error);
    }
}

}  // namespace qingdan::store::sqlite
