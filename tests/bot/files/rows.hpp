#pragma once
/// @file
/// A table as the tests compare it.

#include "bot/files/table.hpp"

#include <string>
#include <vector>

namespace qingdan::files {

using Rows = std::vector<std::vector<std::string>>;

/// Header and rows; one row that says why where there is no table.
inline Rows rows_of(const tl::expected<Table, FileProblem>& table) {
    if (!table) return {{"no table", table.error().reason}};
    Rows rows{table->header};
    for (const Row& row : table->rows) rows.push_back(row.cells);
    return rows;
}

}  // namespace qingdan::files
