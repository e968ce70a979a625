#include "domain/store/text_index.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cstdint>
#include <mutex>
#include <optional>

namespace qingdan::store {

struct TextIndex::Impl {
    explicit Impl(std::array<double, parts> weights)
        : database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
        database.exec(
            "CREATE VIRTUAL TABLE texts USING fts5(a, b, c, d, detail = full, tokenize = "
            "\"unicode61 remove_diacritics 0\")");
        insert.emplace(database, "INSERT INTO texts(rowid, a, b, c, d) VALUES (?, ?, ?, ?, ?)");
        select.emplace(database,
                       fmt::format("SELECT rowid, bm25(texts, {}, {}, {}, {}) AS worth FROM texts "
                                   "WHERE texts MATCH ? ORDER BY worth LIMIT ?",
                                   weights[0],
                                   weights[1],
                                   weights[2],
                                   weights[3]));
    }
    SQLite::Database database;
    std::optional<SQLite::Statement> insert, select;
    std::size_t count = 0;
    std::mutex mutex;
};

TextIndex::TextIndex(std::array<double, parts> weights) : impl_(std::make_unique<Impl>(weights)) {}
TextIndex::TextIndex(TextIndex&&) noexcept = default;
TextIndex& TextIndex::operator=(TextIndex&&) noexcept = default;
TextIndex::~TextIndex() = default;

std::size_t TextIndex::add(const std::array<std::string, parts>& terms) {
    const std::scoped_lock lock{impl_->mutex};
    auto& insert = *impl_->insert;
    // FTS5 numbers rows from one, we from zero.
    insert.bind(1, static_cast<std::int64_t>(impl_->count + 1));
    for (std::size_t part = 0; part < parts; ++part)
        insert.bind(static_cast<int>(part) + 2, terms[part]);
    insert.exec();
    insert.reset();
    return impl_->count++;
}

std::vector<Found> TextIndex::search(std::span<const std::string> terms, std::size_t limit) const {
    std::string any;
    for (const auto& term : terms) {
        if (term.empty() || term.find('"') != std::string::npos) continue;
        if (!any.empty()) any += " OR ";
        any += '"';
        any += term;
        any += '"';
    }
    std::vector<Found> found;
    if (any.empty()) return found;
    const std::scoped_lock lock{impl_->mutex};
    auto& select = *impl_->select;
    select.bind(1, any);
    select.bind(2, static_cast<std::int64_t>(limit));
    while (select.executeStep()) {
        // bm25() is the smaller the better.
        found.push_back({static_cast<std::size_t>(select.getColumn(0).getInt64()) - 1,
                         -select.getColumn(1).getDouble()});
    }
    select.reset();
    return found;
}

}  // namespace qingdan::store
