#include "bot/files/csv.hpp"

#include "bot/files/encoding.hpp"
#include "bot/files/table_builder.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace qingdan::files {
namespace {

/// Whether a spreadsheet program could take a cell with this beginning for a formula.
bool begins_a_formula(std::string_view cell) {
    cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
    // The last four are = + - @ in full width (U+FF1D, U+FF0B, U+FF0D, U+FF20).
    static constexpr std::array<std::string_view, 10> beginnings{"=",
                                                                 "+",
                                                                 "-",
                                                                 "@",
                                                                 "\t",
                                                                 "\r",
                                                                 "\xEF\xBC\x9D",
                                                                 "\xEF\xBC\x8B",
                                                                 "\xEF\xBC\x8D",
                                                                 "\xEF\xBC\xA0"};
    return std::ranges::any_of(beginnings, [&](auto begin) { return cell.starts_with(begin); });
}

std::string_view without_apostrophes(std::string_view cell) {
    cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
    return cell;
}

/// Walks over CSV text cell by cell and knows where it is.
class CsvScanner {
public:
    explicit CsvScanner(std::string_view text) : text_(text) {}

    /// One record: its cells, blank lines too (one empty cell). `nullopt` at the end of the text.
    tl::expected<std::optional<Row>, FileProblem> record(char separator,
                                                         const TableLimits& limits) {
        if (at_ == text_.size()) return std::nullopt;
        Row row{line_, {}};
        do {
            if (row.cells.size() == limits.columns) return tl::unexpected(here("too many columns"));
            auto cell = this->cell(separator);
            if (!cell) return tl::unexpected(std::move(cell.error()));
            row.cells.push_back(std::move(*cell));
        } while (take(separator));
        end_line();
        return row;
    }

private:
    tl::expected<std::string, FileProblem> cell(char separator) {
        if (at_ < text_.size() && text_[at_] == '"') return quoted_cell(separator);
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != separator && !at_line_end()) ++at_;
        return std::string{text_.substr(begin, at_ - begin)};
    }

    tl::expected<std::string, FileProblem> quoted_cell(char separator) {
        const FileProblem opened = here("this quote is never closed");
        std::string value;
        ++at_;
        for (;;) {
            if (at_ == text_.size()) return tl::unexpected(opened);
            if (text_[at_] == '"') {
                ++at_;
                if (at_ == text_.size() || text_[at_] != '"') break;
            }
            value += text_[at_];
            if (at_line_end()) {
                // A CR before LF is counted with the LF.
                if (text_[at_] == '\n' || text_.substr(at_, 2) != "\r\n") ++line_;
                line_begin_ = at_ + 1;
            }
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] != separator && !at_line_end()) {
            return tl::unexpected(
                here("text after a closing quote; a quote inside a cell is written twice"));
        }
        return value;
    }

    bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

    bool take(char wanted) {
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    void end_line() {
        if (at_ == text_.size()) return;
        at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
        line_begin_ = at_;
        ++line_;
    }

    FileProblem here(std::string reason) const {
        const auto before = text_.substr(line_begin_, at_ - line_begin_);
        const auto characters =
            std::ranges::count_if(before, [](char c) { return (c & 0xC0) != 0x80; });
        return {line_, static_cast<int>(characters) + 1, std::move(reason)};
    }

    std::string_view text_;
    std::size_t at_ = 0, line_begin_ = 0;
    int line_ = 1;
};

/// The separator that stands most often outside quotes in the first line; the comma where there is
/// none.
char separator_of(std::string_view text) {
    std::array<std::pair<char, int>, 3> candidates{{{',', 0}, {';', 0}, {'\t', 0}}};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        for (auto& [separator, count] : candidates) count += c == separator;
    }
    return std::ranges::max_element(candidates, {}, &std::pair<char, int>::second)->first;
}

}  // namespace

tl::expected<Table, FileProblem> read_csv(std::string_view bytes, const TableLimits& limits) {
    const auto text = to_utf8(bytes);
    if (!text) return tl::unexpected(text.error());
    const std::string_view content{*text};
    // The first line that is not empty decides, as it is the header.
    const auto begin = std::min(content.find_first_not_of("\r\n"), content.size());
    const char separator = separator_of(content.substr(begin));
    CsvScanner scanner{content};
    TableBuilder table{limits};
    for (;;) {
        auto record = scanner.record(separator, limits);
        if (!record) return tl::unexpected(std::move(record.error()));
        if (!*record) return table.finish();
        for (auto& cell : (*record)->cells) cell = from_text_cell(cell);
        if (auto problem = table.add(std::move(**record)))
            return tl::unexpected(std::move(*problem));
    }
}

std::string as_text_cell(std::string_view cell) {
    return (begins_a_formula(without_apostrophes(cell)) ? "'" : "") + std::string{cell};
}

std::string_view from_text_cell(std::string_view cell) {
    if (cell.starts_with('\'') && begins_a_formula(without_apostrophes(cell)))
        cell.remove_prefix(1);
    return cell;
}

std::string csv_line(std::span<const std::string> cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i != 0) line += ',';
        const std::string cell = as_text_cell(cells[i]);
        // Semicolons and tabs as well, so that no program divides a cell there; blanks at the ends
        // get lost.
        const bool quotes = cell.find_first_of(",;\t\"\r\n") != std::string::npos ||
                            cell.starts_with(' ') || cell.ends_with(' ');
        if (!quotes) {
            line += cell;
            continue;
        }
        line += '"';
        for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
        line += '"';
    }
    return line += "\r\n";
}

std::string render_csv(const Table& table) {
    std::string text{csv_mark};
    text += csv_line(table.header);
    for (const Row& row : table.rows) text += csv_line(row.cells);
    return text;
}

}  // namespace qingdan::files
