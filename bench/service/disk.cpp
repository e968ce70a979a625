#include "bench/service/disk.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace qingdan::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Value = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<char>>;
using Row = std::vector<Value>;

struct Table {
    std::string name;
    std::vector<Row> rows;
};

class Database {
public:
    explicit Database(const std::filesystem::path& path) {
        check(sqlite3_open(path.c_str(), &handle_));
    }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void check(int code) const {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    void run(const std::string& sql) const {
        check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
    }
    sqlite3_stmt* prepare(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
        return statement;
    }

private:
    sqlite3* handle_ = nullptr;
};

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Value value_of(sqlite3_stmt* row, int column) {
    const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(row, column);
        case SQLITE_FLOAT:
            return sqlite3_column_double(row, column);
        case SQLITE_TEXT:
            return std::string{reinterpret_cast<const char*>(sqlite3_column_text(row, column)),
                               bytes};
        case SQLITE_BLOB: {
            const auto* begin = static_cast<const char*>(sqlite3_column_blob(row, column));
            return std::vector<char>{begin, begin + bytes};
        }
        default:
            return std::monostate{};
    }
}

struct Bind {
    sqlite3_stmt* statement;
    int column;
    void operator()(std::monostate) const { sqlite3_bind_null(statement, column); }
    void operator()(std::int64_t value) const { sqlite3_bind_int64(statement, column, value); }
    void operator()(double value) const { sqlite3_bind_double(statement, column, value); }
    void operator()(const std::string& text) const {
        sqlite3_bind_text(
            statement, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void operator()(const std::vector<char>& bytes) const {
        sqlite3_bind_blob(
            statement, column, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    }
};

std::vector<Row> rows_of(const Database& database, const std::string& sql) {
    const Statement row{database.prepare(sql)};
    std::vector<Row> rows;
    while (sqlite3_step(row.get()) == SQLITE_ROW) {
        Row& values = rows.emplace_back();
        for (int i = 0; i < sqlite3_column_count(row.get()); ++i)
            values.push_back(value_of(row.get(), i));
    }
    return rows;
}

/// What `both` (with the database before attached as `old`) has more now. A table without rowid has
/// a hash as its key: its rows come in no order, as they came to the service.
std::vector<Table> new_rows(const Database& both) {
    std::vector<Table> tables;
    for (const Row& row : rows_of(both,
                                  "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM main.sqlite_schema "
                                  "WHERE type = 'table' AND sql IS NOT NULL")) {
        const std::string name = std::get<std::string>(row[0]);
        const bool by_key = std::get<std::int64_t>(row[1]) != 0;
        const std::string from = "SELECT * FROM main." + name;
        Table table{
            name,
            rows_of(both,
                    by_key ? from + " ORDER BY random()"
                           : from + " WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM old." +
                                 name + ") ORDER BY rowid")};
        if (!table.rows.empty()) tables.push_back(std::move(table));
    }
    return tables;
}

std::string insert_into(const Table& table) {
    std::string sql = "INSERT OR IGNORE INTO " + table.name + " VALUES (";
    for (std::size_t i = 0; i < table.rows.front().size(); ++i) sql += i == 0 ? "?" : ", ?";
    return sql + ")";
}

void insert(sqlite3_stmt* statement, const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i)
        std::visit(Bind{statement, static_cast<int>(i) + 1}, row[i]);
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error("an insert failed");
    sqlite3_reset(statement);
}

}  // namespace

RawLimit insert_same_rows(const std::filesystem::path& from,
                          const std::filesystem::path& to,
                          std::size_t messages,
                          std::size_t batch) {
    std::vector<Table> tables;
    {
        const Database both{from};
        both.run("ATTACH '" + to.string() + "' AS old");
        tables = new_rows(both);
    }
    const Database database{to};
    database.run(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=12000");
    std::vector<Statement> statements;
    for (const Table& table : tables) statements.emplace_back(database.prepare(insert_into(table)));
    RawLimit limit;
    limit.commits = (messages + batch - 1) / batch;
    const auto begun = Clock::now();
    for (std::size_t commit = 0; commit < limit.commits; ++commit) {
        database.run("BEGIN IMMEDIATE");
        for (std::size_t i = 0; i < tables.size(); ++i) {
            const auto& rows = tables[i].rows;
            const std::size_t end = rows.size() * (commit + 1) / limit.commits;
            for (std::size_t at = rows.size() * commit / limit.commits; at < end; ++at) {
                insert(statements[i].get(), rows[at]);
                ++limit.rows;
            }
        }
        database.run("COMMIT");
    }
    limit.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return limit;
}

double flush_time(const std::filesystem::path& folder) {
    constexpr int pages = 256;
    const std::filesystem::path path = folder / "flush";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot write in " + folder.string());
    const std::vector<char> page(4096, 'x');
    std::vector<double> milliseconds;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < pages; ++i) {
            const auto begun = Clock::now();
            if (::pwrite(file, page.data(), page.size(), static_cast<off_t>(i) * 4096) < 0) break;
            ::fdatasync(file);
            // The first round makes the file as long as it stays.
            if (round > 0)
                milliseconds.push_back(
                    std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
        }
    }
    ::close(file);
    std::filesystem::remove(path);
    std::ranges::sort(milliseconds);
    return milliseconds.at(milliseconds.size() / 2);
}

}  // namespace qingdan::bench
