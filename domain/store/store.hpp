#pragma once
/// @file
/// The one place where things are kept. One connection writes, read connections stand beside it.

#include "domain/clock.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {

/// Why the data cannot be used. What a person who runs the service reads is made of it (exit status
/// 3).
enum class Trouble { cannot_open, locked, read_only, full, newer, damaged, other };

/// Only a full disk, a damaged file or a bug cause it; senders cannot.
class StoreError : public std::runtime_error {
public:
    StoreError(Trouble trouble, const std::string& what)
        : std::runtime_error(what), trouble(trouble) {}
    Trouble trouble;
};

/// One prepared statement, to be bound and stepped; it is reset and given back when this goes.
///
/// Parameters are `$1`, `$2`, … and are bound by their digit, whatever the order in which they
/// appear.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, int value) { return bind(parameter, std::int64_t{value}); }
    Statement& bind(int parameter, bool value) { return bind(parameter, std::int64_t{value}); }
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, const char* text) {
        return bind(parameter, std::string_view{text});
    }
    Statement& bind(int parameter, const std::string& text) {
        return bind(parameter, std::string_view{text});
    }
    Statement& bind(int parameter, std::nullopt_t);
    Statement& bind(int parameter, Day day);
    Statement& bind(int parameter, Instant instant);
    Statement& bind_blob(int parameter, std::string_view bytes);
    template <class T>
    Statement& bind(int parameter, const std::optional<T>& value) {
        return value ? bind(parameter, *value) : bind(parameter, std::nullopt);
    }
    /// Binds $1, $2, … in order.
    template <class... Ts>
    Statement& with(const Ts&... values) {
        int parameter = 0;
        (bind(++parameter, values), ...);
        return *this;
    }

    /// True: there is a row, read it by column from 0. False: no further row.
    bool step();
    /// For a statement without rows; gives how many rows it changed.
    int run();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    std::string blob(int column) const;
    Day day(int column) const;
    Instant instant(int column) const;
    std::optional<std::string> text_or_null(int column) const;
    std::optional<std::int64_t> integer_or_null(int column) const;
    std::optional<Day> day_or_null(int column) const;
    std::optional<Instant> instant_or_null(int column) const;

private:
    friend class Transaction;
    struct Impl;
    explicit Statement(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// What handlers read and write through. Everything in it becomes durable together, or not at all.
class Transaction {
public:
    virtual ~Transaction() = default;
    /// A statement, prepared once for each connection and text.
    virtual Statement prepare(std::string_view sql) = 0;

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

protected:
    Transaction() = default;
    static Statement make(void* connection, std::string_view sql);
};

/// A transaction that writes. Rolled back when it goes without `commit`.
class WriteTransaction : public Transaction {
public:
    /// Runs `work` inside a savepoint; what it throws rolls back that savepoint alone and goes on
    /// to the caller.
    virtual void savepoint(const std::function<void()>& work) = 0;
    /// One flush to disk for everything in it. A commit is a promise.
    virtual void commit() = 0;
};

struct Options {
    bool durable = true;        ///< false: no flushing at all, for `simulate` on a temporary file
    bool read_only = false;     ///< for `export`, `verify` beside a running service
    bool older_schema = false;  ///< `read_only`: good enough as it is (`backup`, `verify`)
    bool beside = false;  ///< writes beside the process that holds the file: small, now and then
    std::chrono::milliseconds busy_timeout{
        2000};  ///< how long another program's lock is waited for
};

/// The database file: opened, brought up to date by the migrations, and locked to one writing
/// process.
class Store {
public:
    /// Opens or makes the file; throws StoreError with one line that says what to do.
    static std::unique_ptr<Store> open(const std::filesystem::path& path, Options options = {});
    virtual ~Store() = default;

    /// The writer's transaction. One at a time, one thread.
    virtual std::unique_ptr<WriteTransaction> write() = 0;
    /// A consistent view on a connection of its own. Any thread.
    virtual std::unique_ptr<Transaction> read() const = 0;
    /// Checkpoints the log where nothing waits. The writer's thread.
    virtual void idle() = 0;
    /// A copy of the whole, taken while the service runs; `progress(done, total)` in pages.
    virtual void backup(const std::filesystem::path& to,
                        const std::function<void(int, int)>& progress = {}) const = 0;
    /// What `PRAGMA integrity_check` and the foreign keys say; empty: all is well.
    virtual std::vector<std::string> integrity() const = 0;
};

}  // namespace qingdan::store
