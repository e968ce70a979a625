#include "domain/store/sqlite/schema.hpp"

#include "domain/store/migrations.hpp"
#include "domain/store/sqlite/trouble.hpp"

#include <fmt/format.h>

#include <charconv>

namespace qingdan::store::sqlite {
namespace {

/// "qngd" in the file's header tells our files from other programs'.
constexpr std::int64_t our_application = 0x716e6764;

/// `0001_inbox.sql` is 1.
int number_of(const migrations::File& migration) {
    int number = 0;
    std::from_chars(migration.path.data(), migration.path.data() + migration.path.size(), number);
    return number;
}

void apply(Connection& connection, const migrations::File& migration) {
    connection.run(std::string{migration.content}.c_str());
    auto noted = connection.take("INSERT INTO schema_version (version, name) VALUES ($1, $2)");
    noted->statement.bind(1, number_of(migration));
    noted->statement.bind(2, std::string{migration.path});
    connection.guarded([&] { noted->statement.exec(); });
}

}  // namespace

int newest_schema() {
    int newest = 0;
    for (const auto& migration : migrations::files())
        newest = std::max(newest, number_of(migration));
    return newest;
}

int schema_of(Connection& connection) {
    if (connection.ask("SELECT count(*) FROM sqlite_master") == 0) return 0;
    if (connection.ask("PRAGMA application_id") != our_application)
        throw trouble_with(connection.path(),
                           Trouble::other,
                           "it is another program's database; name another file with --db");
    const auto version =
        static_cast<int>(connection.ask("SELECT coalesce(max(version), 0) FROM schema_version"));
    if (version > newest_schema())
        throw trouble_with(
            connection.path(),
            Trouble::newer,
            fmt::format("its schema is {}, this program knows {}", version, newest_schema()));
    return version;
}

void migrate(Connection& connection) {
    const int version = schema_of(connection);
    if (version == newest_schema()) return;
    // Tables that are rebuilt break foreign keys for a moment, so they are checked once, at the
    // end.
    connection.run("PRAGMA foreign_keys=OFF");
    connection.run("BEGIN IMMEDIATE");
    try {
        connection.run(
            "CREATE TABLE IF NOT EXISTS schema_version "
            "(version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
        for (const auto& migration : migrations::files())
            if (number_of(migration) > version) apply(connection, migration);
        connection.run(fmt::format("PRAGMA application_id={}", our_application).c_str());
        if (connection.ask("SELECT count(*) FROM pragma_foreign_key_check") != 0)
            throw trouble_with(connection.path(), Trouble::damaged, "a foreign key points nowhere");
        connection.run("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) connection.run("ROLLBACK");
        throw;
    }
}

}  // namespace qingdan::store::sqlite
