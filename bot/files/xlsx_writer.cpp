#include "bot/files/xlsx_writer.hpp"

#include "bot/files/xlsx_text.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace qingdan::files {
namespace {

constexpr std::size_t rows_in_memory = 50'000;

void check(lxw_error error) {
    if (error != LXW_NO_ERROR)
        throw std::runtime_error(std::string{"XLSX: "} + lxw_strerror(error));
}

}  // namespace

struct XlsxWriter::Book {
    /// A file that only its owner can read, gone when this goes: libxlsxwriter 1.1 writes nowhere
    /// else.
    class File {
    public:
        File() {
            path_ = (std::filesystem::temp_directory_path() / "qingdan-export-XXXXXX").string();
            const int descriptor = mkstemp(path_.data());
            if (descriptor < 0)
                throw std::runtime_error("no temporary file can be made in " + path_);
            close(descriptor);
        }
        ~File() {
            std::error_code ignored;
            std::filesystem::remove(path_, ignored);
        }
        File(const File&) = delete;
        File& operator=(const File&) = delete;
        const std::string& path() const { return path_; }

    private:
        std::string path_;
    };

    File file;
    lxw_workbook* workbook = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* text = nullptr;
    lxw_format* head = nullptr;
    lxw_format* money = nullptr;
    lxw_format* count = nullptr;
    lxw_row_t row = 0;
};

XlsxWriter::XlsxWriter(std::vector<std::string> header) : header_(std::move(header)) {}

XlsxWriter::~XlsxWriter() {
    // Closing is the only public way to free a workbook; its file goes right after.
    if (book_ && book_->workbook != nullptr) workbook_close(book_->workbook);
}

void XlsxWriter::add(std::vector<std::string> cells) {
    if (book_) return put(cells);
    waiting_.push_back(std::move(cells));
    if (waiting_.size() > rows_in_memory) open(true);
}

void XlsxWriter::open(bool by_row) {
    book_ = std::make_unique<Book>();
    lxw_workbook_options options{};
    options.constant_memory = by_row ? LXW_TRUE : LXW_FALSE;
    book_->workbook = workbook_new_opt(book_->file.path().c_str(), &options);
    if (book_->workbook == nullptr) throw std::runtime_error("XLSX: no workbook can be made");
    book_->sheet = workbook_add_worksheet(book_->workbook, nullptr);
    book_->text = workbook_add_format(book_->workbook);
    // The format "text" keeps a spreadsheet program from reading a cell anew when somebody edits
    // it.
    format_set_num_format(book_->text, "@");
    book_->head = workbook_add_format(book_->workbook);
    format_set_bold(book_->head);
    book_->money = workbook_add_format(book_->workbook);
    format_set_num_format(book_->money, "0.00");
    book_->count = workbook_add_format(book_->workbook);
    format_set_num_format(book_->count, "0");
    worksheet_freeze_panes(book_->sheet, 1, 0);
    if (!header_.empty()) {
        worksheet_set_column(
            book_->sheet, 0, static_cast<lxw_col_t>(header_.size() - 1), 16, book_->text);
    }
    put(header_, true);
    for (const auto& cells : waiting_) put(cells);
    waiting_.clear();
}

void XlsxWriter::put(std::span<const std::string> cells, bool bold) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].empty()) continue;
        check(worksheet_write_string(book_->sheet,
                                     book_->row,
                                     static_cast<lxw_col_t>(i),
                                     escaped(cells[i]).c_str(),
                                     bold ? book_->head : book_->text));
    }
    if (++book_->row > LXW_ROW_MAX) throw std::runtime_error("XLSX: more rows than a sheet has");
}

void XlsxWriter::put_cells(std::span<const Cell> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        const Cell& cell = cells[i];
        if (cell.number) {
            check(worksheet_write_number(book_->sheet,
                                         book_->row,
                                         column,
                                         *cell.number,
                                         cell.decimals == 2 ? book_->money : book_->count));
        } else if (!cell.text.empty()) {
            check(worksheet_write_string(
                book_->sheet, book_->row, column, escaped(cell.text).c_str(), book_->text));
        }
    }
    if (++book_->row > LXW_ROW_MAX) throw std::runtime_error("XLSX: more rows than a sheet has");
}

void XlsxWriter::finish(const std::function<void(std::string_view)>& write) {
    if (!book_) open(false);
    const auto error = workbook_close(book_->workbook);
    book_->workbook = nullptr;
    check(error);
    std::ifstream file{book_->file.path(), std::ios::binary};
    std::array<char, 64 << 10> piece;
    while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
        write({piece.data(), static_cast<std::size_t>(file.gcount())});
    }
}

std::string render_sheet(const std::vector<std::string>& header,
                         std::span<const std::vector<Cell>> rows) {
    XlsxWriter writer{header};
    writer.open(false);
    for (const auto& cells : rows) writer.put_cells(cells);
    std::string file;
    writer.finish([&](std::string_view bytes) { file += bytes; });
    return file;
}

std::string render_xlsx(const std::vector<std::string>& header,
                        std::span<const std::vector<std::string>> rows) {
    XlsxWriter writer{header};
    for (const auto& cells : rows) writer.add(cells);
    std::string file;
    writer.finish([&](std::string_view bytes) { file += bytes; });
    return file;
}

}  // namespace qingdan::files
