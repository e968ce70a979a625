#include "bot/files/record_writer.hpp"

#include "bot/files/csv.hpp"
#include "bot/files/xlsx_writer.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <stdexcept>

namespace qingdan::files {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> cells_of(const Json& record, const std::vector<std::string>& columns) {
    std::vector<std::string> cells;
    cells.reserve(columns.size());
    for (const std::string& column : columns) cells.push_back(cell_text(record.at(column)));
    return cells;
}

void write(std::ostream& out, std::string_view bytes) {
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        throw std::runtime_error("the output cannot be written");
    }
}

class CsvRecords : public RecordWriter {
public:
    CsvRecords(std::vector<std::string> columns, std::ostream& out)
        : columns_(std::move(columns)), out_(out) {
        write(out_, csv_mark);
        write(out_, csv_line(columns_));
    }
    void add(const Json& record) override { write(out_, csv_line(cells_of(record, columns_))); }
    void finish() override { write(out_.flush(), ""); }

private:
    std::vector<std::string> columns_;
    std::ostream& out_;
};

class JsonRecords : public RecordWriter {
public:
    explicit JsonRecords(std::ostream& out) : out_(out) {}
    void add(const Json& record) override {
        write(out_, record.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    }
    void finish() override { write(out_.flush(), ""); }

private:
    std::ostream& out_;
};

class XlsxRecords : public RecordWriter {
public:
    XlsxRecords(std::vector<std::string> columns, std::ostream& out)
        : columns_(std::move(columns)), out_(out), sheet_(columns_) {}
    void add(const Json& record) override { sheet_.add(cells_of(record, columns_)); }
    void finish() override {
        sheet_.finish([this](std::string_view bytes) { write(out_, bytes); });
    }

private:
    std::vector<std::string> columns_;
    std::ostream& out_;
    XlsxWriter sheet_;
};

}  // namespace

std::optional<Format> format_from(std::string_view text) {
    if (text == "csv") return Format::csv;
    if (text == "xlsx") return Format::xlsx;
    if (text == "jsonl") return Format::jsonl;
    return std::nullopt;
}

std::string cell_text(const Json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (const Json& each : value) {
        if (!text.empty()) text += ';';
        text += cell_text(each);
    }
    return text;
}

std::unique_ptr<RecordWriter> make_record_writer(Format format,
                                                 std::vector<std::string> columns,
                                                 std::ostream& out) {
    switch (format) {
        case Format::csv:
            return std::make_unique<CsvRecords>(std::move(columns), out);
        case Format::xlsx:
            return std::make_unique<XlsxRecords>(std::move(columns), out);
        case Format::jsonl:
            return std::make_unique<JsonRecords>(out);
    }
    throw std::logic_error("no such format");
}

}  // namespace qingdan::files
