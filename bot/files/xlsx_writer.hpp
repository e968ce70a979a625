#pragma once
/// @file
/// Writing XLSX: one sheet of text cells (libxlsxwriter).

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::files {

/// A cell that is a text, or a number shown with so many decimals.
struct Cell {
    std::string text;
    std::optional<double> number;
    int decimals = 0;  ///< 0 or 2
};

/// Takes rows and gives the file at the end. Small sheets keep their texts in one table, as every
/// reader knows it; from 50,000 rows on they go to disk row by row, so that memory does not grow
/// with the export.
class XlsxWriter {
public:
    explicit XlsxWriter(std::vector<std::string> header);
    ~XlsxWriter();
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    /// Throws std::runtime_error for more rows than a sheet has (1,048,576), or a cell of more than
    /// 32,767 characters.
    void add(std::vector<std::string> cells);
    /// Hands the whole file to `write`, in pieces. Nothing may be added after it.
    void finish(const std::function<void(std::string_view)>& write);

private:
    struct Book;
    friend std::string render_sheet(const std::vector<std::string>& header,
                                    std::span<const std::vector<Cell>> rows);
    void open(bool by_row);
    void put_cells(std::span<const Cell> cells);
    void put(std::span<const std::string> cells, bool bold = false);

    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> waiting_;
    std::unique_ptr<Book> book_;
};

/// A whole file of one table with numbers in it, so that a spreadsheet can add them up.
std::string render_sheet(const std::vector<std::string>& header,
                         std::span<const std::vector<Cell>> rows);

/// A whole file of one table.
std::string render_xlsx(const std::vector<std::string>& header,
                        std::span<const std::vector<std::string>> rows);

}  // namespace qingdan::files
