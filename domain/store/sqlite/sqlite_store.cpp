/// @file
/// The store on one SQLite file in WAL mode.

#include "domain/store/backup.hpp"
#include "domain/store/sqlite/connection.hpp"
#include "domain/store/sqlite/file_lock.hpp"
#include "domain/store/sqlite/schema.hpp"
#include "domain/store/sqlite/trouble.hpp"

#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

namespace qingdan::store {
namespace sqlite {
namespace {

/// So many pages in the log are worth a checkpoint where nothing waits.
constexpr int log_pages_when_idle = 1'000;

/// Read connections that nobody uses at the moment, kept because opening one reads the whole
/// schema.
class Pool {
public:
    std::unique_ptr<Connection> take() {
        const std::lock_guard lock{mutex_};
        if (idle_.empty()) return nullptr;
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    void give_back(std::unique_ptr<Connection> connection) {
        const std::lock_guard lock{mutex_};
        if (idle_.size() < 8) idle_.push_back(std::move(connection));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

class Reading : public Transaction {
public:
    Reading(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {
        connection_->run("BEGIN");
    }
    ~Reading() override {
        try {
            connection_->run("COMMIT");
            pool_.give_back(std::move(connection_));
        } catch (const std::exception&) {
            connection_.reset();  // a connection that cannot end its transaction is not used again
        }
    }
    Statement prepare(std::string_view sql) override { return make(connection_.get(), sql); }

private:
    Pool& pool_;
    std::unique_ptr<Connection> connection_;
};

class Writing : public WriteTransaction {
public:
    explicit Writing(Connection& connection) : connection_(connection) {
        if (connection_.in_transaction())
            throw std::logic_error("a second write transaction beside the first");
        step("BEGIN IMMEDIATE");
    }
    ~Writing() override {
        // After the commit the connection may already be in the next one's transaction.
        if (committed_ || !connection_.in_transaction()) return;
        try {
            step("ROLLBACK");
        } catch (const std::exception&) {
            // SQLite has rolled back by itself after a disk error; there is nothing left to undo.
        }
    }
    Statement prepare(std::string_view sql) override { return make(&connection_, sql); }

    void savepoint(const std::function<void()>& work) override {
        step("SAVEPOINT message");
        try {
            work();
        } catch (...) {
            undo_savepoint();
            throw;
        }
        step("RELEASE message");
    }
    void commit() override {
        step("COMMIT");
        committed_ = true;
    }

private:
    void step(std::string_view sql) { make(&connection_, sql).run(); }
    void undo_savepoint() {
        // After a disk error SQLite may have rolled back the whole transaction and the savepoint
        // with it.
        if (!connection_.in_transaction()) return;
        step("ROLLBACK TO message");
        step("RELEASE message");
    }

    Connection& connection_;
    bool committed_ = false;
};

/// The file as a path that does not change with the working folder; made, readable to its owner
/// alone, where it does not exist: it holds personal data.
void make_file(const std::filesystem::path& path) {
    std::error_code ignored;  // where the folder cannot be made, opening the file says why
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
        return;
    }
    const bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
    const Trouble trouble = denied ? Trouble::read_only : Trouble::cannot_open;
    throw trouble_with(path, trouble, std::strerror(errno));
}

class SqliteStore : public Store {
public:
    SqliteStore(std::filesystem::path path, Options options)
        : path_(std::move(path)), options_(options) {
        if (options_.read_only || options_.beside) {
            require_schema();
        } else {
            make_file(path_);
            lock_ = std::make_unique<FileLock>(path_);
        }
        if (options_.read_only) return;
        writer_ = std::make_unique<Connection>(path_, Connection::Mode::write, options_);
        if (lock_) migrate(*writer_);
        writer_->run("PRAGMA foreign_keys=ON");
    }

    std::unique_ptr<WriteTransaction> write() override {
        if (!writer_) throw std::logic_error("this store was opened for reading");
        return std::make_unique<Writing>(*writer_);
    }
    std::unique_ptr<Transaction> read() const override {
        return std::make_unique<Reading>(pool_, reader());
    }
    void idle() override {
        if (writer_) writer_->checkpoint(log_pages_when_idle);
    }
    void backup(const std::filesystem::path& to,
                const std::function<void(int, int)>& progress) const override {
        const auto from = reader();
        // One snapshot for the whole copy: without it every commit of the service starts the copy
        // anew.
        from->run("BEGIN");
        from->ask("SELECT count(*) FROM schema_version");
        copy_database(*from, to, progress);
        from->run("COMMIT");
    }
    std::vector<std::string> integrity() const override;

private:
    std::unique_ptr<Connection> reader() const {
        if (auto connection = pool_.take()) return connection;
        return std::make_unique<Connection>(path_, Connection::Mode::read, options_);
    }
    /// Somebody else brings the file up to date, not whoever only reads or stands beside.
    void require_schema() const {
        if (!std::filesystem::exists(path_))
            throw trouble_with(path_, Trouble::cannot_open, "there is no such file");
        auto connection = reader();
        if (schema_of(*connection) < newest_schema() && !options_.older_schema)
            throw trouble_with(
                path_,
                Trouble::other,
                "it was made by an earlier version; start the service once, which brings "
                "it up to date");
        pool_.give_back(std::move(connection));
    }

    std::filesystem::path path_;
    Options options_;
    std::unique_ptr<FileLock> lock_;
    mutable Pool pool_;
    std::unique_ptr<Connection> writer_;
};

std::vector<std::string> SqliteStore::integrity() const {
    std::vector<std::string> faults;
    const auto connection = reader();
    try {
        connection->guarded([&] {
            SQLite::Statement pages{connection->database(), "PRAGMA integrity_check(100)"};
            while (pages.executeStep())
                if (const std::string line = pages.getColumn(0).getString(); line != "ok")
                    faults.push_back(line);
            SQLite::Statement keys{connection->database(),
                                   "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check"};
            while (keys.executeStep())
                faults.push_back(fmt::format("{} row {} points to a row of {} that is not there",
                                             keys.getColumn(0).getString(),
                                             keys.getColumn(1).getInt64(),
                                             keys.getColumn(2).getString()));
        });
    } catch (const StoreError& error) {
        if (error.trouble != Trouble::damaged) throw;
        faults.emplace_back(error.what());
    }
    return faults;
}

}  // namespace
}  // namespace sqlite

std::unique_ptr<Store> Store::open(const std::filesystem::path& path, Options options) {
    return std::make_unique<sqlite::SqliteStore>(std::filesystem::absolute(path), options);
}

}  // namespace qingdan::store
