#include "domain/audit/audit.hpp"

#include "domain/audit/digest.hpp"
#include "domain/store/counters.hpp"
#include "domain/store/queries.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::audit {
namespace {

constexpr std::string_view no_value = "-";

/// A missing value hashes otherwise than an empty one.
std::string hash_of(std::string_view salt, const std::optional<std::string>& value) {
    return value ? to_hex(digest({salt, *value})) : std::string{no_value};
}

struct Entry {
    std::int64_t number = 0;
    std::string at, who, action, about, changes, hash;
};

std::string hash_of(std::string_view previous, const Entry& entry) {
    return digest({previous,
                   std::to_string(entry.number),
                   entry.at,
                   entry.who,
                   entry.action,
                   entry.about,
                   entry.changes});
}

/// The changes as the chain holds them: `{"field": ["hash before", "hash after"]}`. Their values go
/// into the history.
std::string keep_values(store::Transaction& tx,
                        std::int64_t number,
                        std::span<const Change> changes) {
    nlohmann::json hashes = nlohmann::json::object();
    for (const Change& change : changes) {
        const std::string salt = make_salt();
        hashes[change.field] = {hash_of(salt, change.before), hash_of(salt, change.after)};
        tx.prepare(queries::audit::add_history_sql)
            .bind(1, number)
            .bind(2, change.field)
            .bind_blob(3, salt)
            .bind(4, change.before)
            .bind(5, change.after)
            .run();
    }
    return hashes.dump();
}

bool values_fit(store::Transaction& tx, const Entry& entry) {
    const auto hashes = nlohmann::json::parse(entry.changes, nullptr, false);
    auto row = tx.prepare(queries::audit::values_sql);
    row.with(entry.number);
    while (row.step()) {
        const auto found = hashes.find(row.text(0));
        const std::string salt = row.blob(1);
        if (found == hashes.end() || *found != nlohmann::json{hash_of(salt, row.text_or_null(2)),
                                                              hash_of(salt, row.text_or_null(3))})
            return false;
    }
    return true;
}

std::int64_t entries_counted(store::Transaction& tx) {
    auto row = tx.prepare(queries::audit::counted_sql);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace

std::int64_t append(store::Transaction& tx, const Act& act, std::span<const Change> changes) {
    std::string previous;
    {
        auto last = tx.prepare(queries::audit::last_sql);
        if (last.step()) previous = last.blob(1);
    }
    Entry entry{store::next_number(tx, "audit") - 1000,
                to_text(act.at),
                act.who,
                act.action,
                act.about,
                {},
                {}};
    // The entry comes first for the history's foreign key, its hash needs the changes first: so the
    // values are kept under a key that is checked at the commit.
    entry.changes = keep_values(tx, entry.number, changes);
    tx.prepare(queries::audit::add_sql)
        .bind(1, entry.number)
        .bind(2, entry.at)
        .bind(3, entry.who)
        .bind(4, entry.action)
        .bind(5, entry.about)
        .bind(6, entry.changes)
        .bind_blob(7, hash_of(previous, entry))
        .run();
    return entry.number;
}

std::optional<Fault> verify(store::Transaction& tx,
                            const std::function<void(std::int64_t)>& progress) {
    std::string previous;
    std::int64_t expected = 1;
    auto row = tx.prepare(queries::audit::all_sql);
    for (; row.step(); ++expected) {
        const Entry entry{row.integer(0),
                          row.text(1),
                          row.text(2),
                          row.text(3),
                          row.text(4),
                          row.text(5),
                          row.blob(6)};
        if (entry.number != expected) return Fault{expected, "is missing"};
        if (hash_of(previous, entry) != entry.hash) return Fault{expected, "was changed"};
        if (!values_fit(tx, entry)) return Fault{expected, "has other values in the history"};
        previous = entry.hash;
        if (progress && expected % 1000 == 0) progress(expected);
    }
    // Entries cut off at the end leave a sound chain; the counter that numbers them remembers.
    if (entries_counted(tx) >= expected) return Fault{expected, "is missing"};
    return std::nullopt;
}

void forget(store::Transaction& tx, std::string_view about) {
    tx.prepare(queries::audit::forget_sql).with(about).run();
}

void forget_before(store::Transaction& tx, std::int64_t number) {
    tx.prepare(queries::audit::forget_before_sql).with(number).run();
}

}  // namespace qingdan::audit
