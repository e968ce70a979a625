#include "bot/notices/print_page.hpp"

#include "web/print_files.hpp"

#include <kainjow/mustache.hpp>

namespace qingdan::notices {

using kainjow::mustache::data;

std::string print_page(const std::string& language,
                       const std::string& title,
                       const std::vector<std::string>& columns,
                       const std::vector<std::vector<PrintCell>>& rows) {
    data page{data::type::object};
    page.set("language", language);
    page.set("title", title);
    data heads{data::type::list};
    for (const std::string& column : columns) {
        data head{data::type::object};
        head.set("name", column);
        heads << head;
    }
    page.set("columns", heads);
    data lines{data::type::list};
    for (const auto& row : rows) {
        data cells{data::type::list};
        for (std::size_t i = 0; i < row.size(); ++i) {
            data cell{data::type::object};
            cell.set("head", i < columns.size() ? columns[i] : std::string{});
            cell.set("text", row[i].text);
            cell.set("number", data{row[i].is_number});
            cell.set("warn", data{row[i].is_warning});
            cell.set("box", data{row[i].is_box});
            cells << cell;
        }
        data line{data::type::object};
        line.set("cells", cells);
        lines << line;
    }
    page.set("rows", lines);
    kainjow::mustache::mustache page_template{std::string{print_files::files().front().content}};
    return page_template.render(page);
}

}  // namespace qingdan::notices
