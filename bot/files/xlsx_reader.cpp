#include "bot/files/xlsx_reader.hpp"

#include "bot/files/table_builder.hpp"
#include "bot/files/xlsx_text.hpp"

#include <pugixml.hpp>
#include <zip.h>

#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

namespace qingdan::files {
namespace {

/// Why this workbook cannot be read. Thrown and caught in this file alone: every step may meet it.
struct Unreadable : std::exception {
    explicit Unreadable(FileProblem problem) : problem(std::move(problem)) {}
    explicit Unreadable(std::string reason) : problem{0, 0, std::move(reason)} {}
    FileProblem problem;
};

/// The parts of the package, each unpacked when it is asked for, all of them within one limit.
class Package {
public:
    Package(std::string_view bytes, std::size_t unpacked_limit) : left_(unpacked_limit) {
        zip_error_t error;
        zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source == nullptr) throw Unreadable{"the XLSX cannot be opened"};
        zip_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (!zip_) {
            zip_source_free(source);
            throw Unreadable{"the XLSX is damaged: it is no ZIP"};
        }
    }

    std::optional<std::string> part(const std::string& name) {
        const auto index = zip_name_locate(zip_.get(), name.c_str(), ZIP_FL_NOCASE);
        if (index < 0) return std::nullopt;
        zip_stat_t stat;
        if (zip_stat_index(zip_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
            (stat.valid & ZIP_STAT_SIZE) == 0) {
            throw Unreadable{"the XLSX is damaged"};
        }
        if (stat.size > left_) throw Unreadable{"the XLSX is too large unpacked"};
        left_ -= stat.size;
        const Entry entry{zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(index), 0)};
        std::string content(stat.size, '\0');
        if (!entry || zip_fread(entry.get(), content.data(), content.size()) !=
                          static_cast<zip_int64_t>(content.size())) {
            throw Unreadable{"the XLSX is damaged: a part of it cannot be unpacked"};
        }
        return content;
    }

private:
    struct Discard {
        void operator()(zip_t* zip) const { zip_discard(zip); }
        void operator()(zip_file_t* file) const { zip_fclose(file); }
    };
    using Entry = std::unique_ptr<zip_file_t, Discard>;
    std::unique_ptr<zip_t, Discard> zip_;
    std::size_t left_;
};

/// Writers differ in their prefixes (`x:row`), so that only the local part of a name counts.
std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    return node.find_child([&](pugi::xml_node each) { return local(each.name()) == name; });
}

template <class Work>
void each_child(pugi::xml_node node, std::string_view name, Work work) {
    for (const pugi::xml_node each : node.children()) {
        if (local(each.name()) == name) work(each);
    }
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
    return node.find_attribute([&](pugi::xml_attribute each) { return local(each.name()) == name; })
        .value();
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

pugi::xml_document parsed(std::string content) {
    pugi::xml_document document;
    // pugixml takes neither DTDs nor entities of their own; blanks that are a whole text are kept.
    const auto result = document.load_buffer(
        content.data(), content.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!result) throw Unreadable{"the XLSX is damaged: a part of it is no XML"};
    return document;
}

std::string joined_text(pugi::xml_node item) {
    std::string text;
    each_child(item, "t", [&](pugi::xml_node t) { text += t.text().get(); });
    // Runs of different looks; `rPh`, how to pronounce it, is not part of it.
    each_child(item, "r", [&](pugi::xml_node run) { text += child(run, "t").text().get(); });
    return unescaped(text);
}

std::string directory_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? "" : std::string{path.substr(0, slash + 1)};
}

struct Relation {
    std::string id, type, target;
};

/// What the part at `path` refers to, with full paths.
std::vector<Relation> relations(Package& package, const std::string& path) {
    const std::string directory = directory_of(path);
    auto content = package.part(directory + "_rels/" + path.substr(directory.size()) + ".rels");
    std::vector<Relation> found;
    if (!content) return found;
    const auto document = parsed(std::move(*content));
    each_child(document.document_element(), "Relationship", [&](pugi::xml_node relation) {
        const std::string target{attribute(relation, "Target")};
        found.push_back({std::string{attribute(relation, "Id")},
                         std::string{attribute(relation, "Type")},
                         target.starts_with('/') ? target.substr(1) : directory + target});
    });
    return found;
}

/// The workbook's own parts; what a cell's number refers to.
class Workbook {
public:
    Workbook(std::string_view bytes, const TableLimits& limits)
        : limits_(limits), package_(bytes, limits.unpacked_bytes) {
        std::string path;
        for (const Relation& relation : relations(package_, "")) {
            if (relation.type.ends_with("/officeDocument")) path = relation.target;
        }
        auto content = package_.part(path);
        if (path.empty() || !content) throw Unreadable{"a ZIP, but no XLSX"};
        const auto document = parsed(std::move(*content));
        const auto since = attribute(child(document.document_element(), "workbookPr"), "date1904");
        since_1904_ = since == "1" || since == "true";
        std::map<std::string, std::string, std::less<>> sheets;
        for (const Relation& relation : relations(package_, path)) {
            if (relation.type.ends_with("/sharedStrings")) read_strings(relation.target);
            if (relation.type.ends_with("/styles")) read_styles(relation.target);
            if (relation.type.ends_with("/worksheet")) sheets[relation.id] = relation.target;
        }
        each_child(
            child(document.document_element(), "sheets"), "sheet", [&](pugi::xml_node sheet) {
                const auto found = sheets.find(attribute(sheet, "id"));
                const auto state = attribute(sheet, "state");
                if (found != sheets.end() && (state.empty() || state == "visible")) {
                    sheets_.push_back(found->second);
                }
            });
    }

    tl::expected<Table, FileProblem> first_table() {
        for (const std::string& path : sheets_) {
            TableBuilder builder{limits_};
            if (read_sheet(path, builder)) return builder.finish();
        }
        return tl::unexpected(FileProblem{0, 0, "the workbook is empty"});
    }

private:
    void read_strings(const std::string& path) {
        auto content = package_.part(path);
        if (!content) return;
        const auto document = parsed(std::move(*content));
        each_child(document.document_element(), "si", [&](pugi::xml_node item) {
            strings_.push_back(joined_text(item));
        });
    }

    void read_styles(const std::string& path) {
        auto content = package_.part(path);
        if (!content) return;
        const auto document = parsed(std::move(*content));
        std::map<int, NumberLook> custom;
        each_child(
            child(document.document_element(), "numFmts"), "numFmt", [&](pugi::xml_node format) {
                if (const auto id = number<int>(attribute(format, "numFmtId"))) {
                    custom[*id] = look_of_code(attribute(format, "formatCode"));
                }
            });
        each_child(child(document.document_element(), "cellXfs"), "xf", [&](pugi::xml_node format) {
            const int id = number<int>(attribute(format, "numFmtId")).value_or(0);
            const auto found = custom.find(id);
            looks_.push_back(found == custom.end() ? look_of_builtin(id) : found->second);
        });
    }

    /// False where the sheet has nothing in it.
    bool read_sheet(const std::string& path, TableBuilder& builder) {
        auto content = package_.part(path);
        if (!content) throw Unreadable{"the XLSX is damaged: a sheet is missing"};
        const auto document = parsed(std::move(*content));
        int line = 0;
        bool any = false;
        each_child(child(document.document_element(), "sheetData"), "row", [&](pugi::xml_node row) {
            line = number<int>(attribute(row, "r")).value_or(line + 1);
            Row cells{line, {}};
            std::size_t column = 0;
            each_child(row, "c", [&](pugi::xml_node cell) {
                column = column_of(attribute(cell, "r")).value_or(column + 1);
                std::string text = cell_text(cell, line, static_cast<int>(column));
                if (text.empty()) return;
                if (column > limits_.columns) {
                    throw Unreadable{
                        FileProblem{line, static_cast<int>(column), "too many columns"}};
                }
                if (cells.cells.size() < column) cells.cells.resize(column);
                cells.cells[column - 1] = std::move(text);
            });
            any = any || !cells.cells.empty();
            if (auto problem = builder.add(std::move(cells))) throw Unreadable{std::move(*problem)};
        });
        return any;
    }

    /// The column of `AB12`, counted from 1.
    static std::optional<std::size_t> column_of(std::string_view reference) {
        std::size_t column = 0;
        for (const char c : reference) {
            if (c < 'A' || c > 'Z' || column > 100'000) break;
            column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        }
        if (column == 0) return std::nullopt;
        return column;
    }

    std::string cell_text(pugi::xml_node cell, int line, int column) const {
        const auto type = attribute(cell, "t");
        if (type == "inlineStr") return joined_text(child(cell, "is"));
        const std::string_view value = child(cell, "v").text().get();
        if (value.empty()) return {};
        if (type == "s") {
            const auto index = number<std::size_t>(value);
            if (!index || *index >= strings_.size()) {
                throw Unreadable{
                    FileProblem{line, column, "the XLSX is damaged: a text is missing"}};
            }
            return strings_[*index];
        }
        if (type == "str") return unescaped(value);
        if (type == "b") return value == "1" ? "TRUE" : "FALSE";
        if (type == "e") {
            throw Unreadable{
                FileProblem{line, column, "the cell shows an error, " + std::string{value}}};
        }
        if (type == "d") return std::string{value.substr(0, value.find("T00:00:00"))};
        const auto style = number<std::size_t>(attribute(cell, "s")).value_or(0);
        return value_text(value, style < looks_.size() ? looks_[style] : NumberLook::number);
    }

    std::string value_text(std::string_view written, NumberLook look) const {
        const auto value = number<double>(written);
        if (!value) return std::string{written};
        if (look == NumberLook::time && *value < 1) return time_text(*value);
        if (look != NumberLook::number) {
            if (auto date = date_text(*value, since_1904_)) return std::move(*date);
        }
        return number_text(*value);
    }

    TableLimits limits_;
    Package package_;
    std::vector<std::string> strings_;
    std::vector<NumberLook> looks_;    ///< by cell format
    std::vector<std::string> sheets_;  ///< paths of the visible ones, in their order
    bool since_1904_ = false;
};

}  // namespace

tl::expected<Table, FileProblem> read_xlsx(std::string_view bytes, const TableLimits& limits) {
    try {
        return Workbook{bytes, limits}.first_table();
    } catch (Unreadable& reason) {
        return tl::unexpected(std::move(reason.problem));
    }
}

}  // namespace qingdan::files
