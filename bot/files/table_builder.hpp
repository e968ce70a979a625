#pragma once
/// @file
/// Makes a Table of rows as they come out of a file.

#include "bot/files/table.hpp"

#include <optional>

namespace qingdan::files {

/// The first row with anything in it becomes the header, empty rows are left out, every other is
/// brought to the header's width.
class TableBuilder {
public:
    explicit TableBuilder(const TableLimits& limits) : limits_(limits) {}

    /// Takes the next row; a problem where it does not fit.
    std::optional<FileProblem> add(Row row);
    /// The whole; a problem where there was not even a header.
    tl::expected<Table, FileProblem> finish();

private:
    TableLimits limits_;
    Table table_;
};

}  // namespace qingdan::files
