#pragma once
/// @file
/// Full-text search over texts that have been cut into terms already (SQLite FTS5, in memory).

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {

/// One text that was found; the higher the score, the better (BM25 with the weights of its parts).
struct Found {
    std::size_t text = 0;  ///< the number given by `add`
    double score = 0;
};

/// A table of texts, each of four parts that weigh differently. It lives in memory and needs no
/// database file. Filled by one thread; afterwards any thread may search, one at a time.
class TextIndex {
public:
    static constexpr std::size_t parts = 4;

    /// `weights`: how much a term in each part counts.
    explicit TextIndex(std::array<double, parts> weights);
    TextIndex(TextIndex&&) noexcept;
    TextIndex& operator=(TextIndex&&) noexcept;
    ~TextIndex();

    /// Adds a text; each part is its terms, separated by spaces. Gives the text's number, from
    /// zero.
    std::size_t add(const std::array<std::string, parts>& terms);
    /// Texts with any of the terms, best first, at most `limit`. No term: none.
    std::vector<Found> search(std::span<const std::string> terms, std::size_t limit) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan::store
