#pragma once
/// @file
/// Records on their way into a file for people (CSV, XLSX) or programs (JSONL).

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::files {

enum class Format { csv, xlsx, jsonl };

/// `csv`, `xlsx`, `jsonl`; `nullopt` for anything else.
std::optional<Format> format_from(std::string_view text);

/// What stands in a cell for a JSON value: nothing for null, lists joined by `;`, `true` and
/// `false`, digits.
std::string cell_text(const nlohmann::ordered_json& value);

/// Writes one record after the other. Every record has the keys that were given as columns, in
/// their order.
class RecordWriter {
public:
    virtual ~RecordWriter() = default;
    /// Throws std::runtime_error where the record cannot be written (a full disk, more rows than
    /// XLSX has).
    virtual void add(const nlohmann::ordered_json& record) = 0;
    /// Completes the file; nothing may be added after it. Without it the file is not whole.
    virtual void finish() = 0;
};

/// A writer to `out`, which must outlive it.
///
/// CSV: UTF-8 with BOM, CRLF, no cell that is taken for a formula (`as_text_cell`). XLSX: one
/// sheet, every cell a text, so that neither formulas nor lost zeros are possible. JSONL: the
/// records as they are.
std::unique_ptr<RecordWriter> make_record_writer(Format format,
                                                 std::vector<std::string> columns,
                                                 std::ostream& out);

}  // namespace qingdan::files
