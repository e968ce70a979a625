#include "bot/service/sheet_files.hpp"

#include "bot/files/xlsx_writer.hpp"
#include "bot/notices/print_page.hpp"

namespace qingdan {
namespace {

/// Columns in which an entry is a warning, and the one that is ticked with a pen.
constexpr std::string_view warning_column = "column.allergy";
constexpr std::string_view tick_column = "column.done";

struct Cells {
    std::vector<files::Cell> spreadsheet;
    std::vector<notices::PrintCell> page;
};

Cells cells_of(const Sheet& sheet,
               const std::vector<Value>& row,
               const Words& words,
               const Reader& reader) {
    Cells cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string& column = sheet.columns[i];
        const std::string text = words.value(row[i], reader);
        files::Cell cell{text, std::nullopt, 0};
        if (const auto* fen = std::get_if<Fen>(&row[i].is)) {
            cell.number = static_cast<double>(fen->value) / 100.0;
            cell.decimals = 2;
        } else if (const auto* count = std::get_if<std::int64_t>(&row[i].is)) {
            cell.number = static_cast<double>(*count);
        }
        cells.page.push_back({text,
                              cell.number.has_value(),
                              column == warning_column && !text.empty(),
                              column == tick_column});
        cells.spreadsheet.push_back(std::move(cell));
    }
    return cells;
}

std::string language_of(language::Tongue tongue) {
    switch (tongue) {
        case language::Tongue::english:
            return "en";
        case language::Tongue::traditional:
            return "zh-TW";
        case language::Tongue::simplified:
            break;
    }
    return "zh-CN";
}

}  // namespace

std::vector<File> sheet_files(const Sheet& sheet, const Words& words, const Reader& reader) {
    std::vector<std::string> heads;
    for (const std::string& column : sheet.columns)
        heads.push_back(words.word(column, reader.tongue));
    std::vector<std::vector<files::Cell>> rows;
    std::vector<std::vector<notices::PrintCell>> lines;
    for (const auto& row : sheet.rows) {
        Cells cells = cells_of(sheet, row, words, reader);
        rows.push_back(std::move(cells.spreadsheet));
        lines.push_back(std::move(cells.page));
    }
    std::vector<File> made;
    made.push_back({sheet.name + ".xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    files::render_sheet(heads, rows)});
    if (sheet.is_printed) {
        const std::string title = words.say({sheet.title, sheet.arguments}, reader).text;
        made.push_back({sheet.name + ".html",
                        "text/html; charset=utf-8",
                        notices::print_page(language_of(reader.tongue), title, heads, lines)});
    }
    return made;
}

void add_sheets(Outgoing& out, const Said& said, const Words& words, const Reader& reader) {
    for (const Sheet& sheet : said.sheets) {
        for (File& file : sheet_files(sheet, words, reader)) out.files.push_back(std::move(file));
    }
}

}  // namespace qingdan
