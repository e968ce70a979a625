#pragma once
/// @file
/// Typed fields out of the cells of a table, with every wrong one named.

#include "bot/files/table.hpp"
#include "domain/clock.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::files {

/// One thing wrong with a file: where, and what a person can do about it. Values are shown only
/// where they are codes, never names or numbers of people.
struct RowProblem {
    int line = 0;
    std::string column;  ///< the column's name; empty where it is about the whole line
    std::string reason;
    friend bool operator==(const RowProblem&, const RowProblem&) = default;
};

/// `line 3, column role: …`.
std::string to_text(const RowProblem& problem);

/// All entries, or all that is wrong: an import is all or nothing.
template <class Entry>
using Entries = tl::expected<std::vector<Entry>, std::vector<RowProblem>>;

struct Column {
    std::string_view name;
    bool required =
        false;  ///< the column must be there; whether a cell may be empty is for its reader
};

/// Reads the fields of one row after the other and collects what is wrong.
///
/// Header names are compared without regard to case and blanks. Every text is trimmed, line breaks
/// in it become blanks. Lists are divided by `;`, full-width too. A field that is wrong reads as an
/// empty one.
class Fields {
public:
    /// Missing required, unknown and repeated columns become problems at once.
    Fields(const Table& table, std::initializer_list<Column> columns);

    /// Goes to the next row; false behind the last one, and at once where the columns are wrong.
    bool next();

    std::string text(std::string_view column) const;
    std::string required_text(std::string_view column);
    std::optional<std::string> optional_text(std::string_view column) const;
    /// Without empty and repeated members, in the order written.
    std::vector<std::string> list(std::string_view column) const;
    /// A list whose members must all be among `codes`.
    std::vector<std::string> codes(std::string_view column,
                                   std::span<const std::string_view> codes);
    /// One member of `codes`, compared without regard to case.
    std::optional<std::string> code(std::string_view column,
                                    std::span<const std::string_view> codes);
    /// `2026-03-01`, also as spreadsheet programs show it: `2026/3/1`, `2026.3.1`, `20260301`.
    std::optional<Day> day(std::string_view column);
    /// The digits of a telephone number; +86 before a mobile number is left out.
    std::optional<std::string> phone(std::string_view column);
    std::optional<std::int64_t> number(std::string_view column,
                                       std::int64_t least,
                                       std::int64_t most);

    void problem(std::string_view column, std::string reason);
    /// Names this row where an earlier one has the same key.
    void unique(const std::vector<std::string>& key,
                std::string_view column,
                std::string_view what);
    /// Line of the row being read.
    int line() const;

    /// `entries` where nothing was wrong.
    template <class Entry>
    Entries<Entry> result(std::vector<Entry> entries) {
        if (!problems_.empty()) return tl::unexpected(std::move(problems_));
        return entries;
    }

private:
    const std::string& cell(std::string_view column) const;

    const Table& table_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::map<std::vector<std::string>, int> keys_;
    std::vector<RowProblem> problems_;
    std::size_t row_ = 0;
    bool started_ = false;
};

/// Reads a day as `Fields::day` does; `nullopt` where it is none.
std::optional<Day> day_from_cell(std::string_view text);
/// Divides at `;` and its full-width form; members trimmed, empty and repeated ones left out.
std::vector<std::string> list_from_cell(std::string_view text);

}  // namespace qingdan::files
