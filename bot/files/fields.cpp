#include "bot/files/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace qingdan::files {
namespace {

bool is_blank(UChar32 c) { return c >= 0 && (u_isUWhiteSpace(c) || u_iscntrl(c) || c == 0xFEFF); }

/// Trimmed at both ends, each run of blanks with a line break in it one blank.
std::string cleaned(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::string out;
    bool broken = false;
    std::size_t blanks = text.size(), end = text.size();
    for (std::size_t at = 0; at < end;) {
        const std::size_t begin = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, end, c);
        if (is_blank(c)) {
            if (blanks == text.size()) blanks = begin;
            broken = broken || u_iscntrl(c);
            continue;
        }
        if (blanks != text.size() && !out.empty()) {
            out += broken ? std::string_view{" "} : text.substr(blanks, begin - blanks);
        }
        blanks = text.size();
        broken = false;
        out += text.substr(begin, at - begin);
    }
    return out;
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

/// Full-width ASCII (U+FF01 to U+FF5E) as ASCII.
std::string half_width(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto unit = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
        if (i + 2 < text.size() && unit(i) == 0xEF &&
            (unit(i + 1) == 0xBC || unit(i + 1) == 0xBD)) {
            const int code = ((unit(i + 1) & 0x3F) << 6) | (unit(i + 2) & 0x3F) | 0xF000;
            if (code >= 0xFF01 && code <= 0xFF5E) {
                out += static_cast<char>(code - 0xFF01 + '!');
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// A wrong code as it may be shown: short, and plainly a code.
std::string shown(std::string_view code) {
    const bool plain =
        code.size() <= 40 && std::ranges::all_of(code, [](char c) { return c > ' ' && c < 0x7F; });
    return plain ? fmt::format("{} is", code) : "this is";
}

}  // namespace

std::string to_text(const RowProblem& problem) {
    std::string place;
    if (problem.line > 0) place = fmt::format("line {}", problem.line);
    if (!problem.column.empty())
        place += (place.empty() ? "column " : ", column ") + problem.column;
    return place.empty() ? problem.reason : place + ": " + problem.reason;
}

std::optional<Day> day_from_cell(std::string_view text) {
    std::string written = half_width(text);
    // A spreadsheet program adds a midnight to a date that once was a time.
    for (const std::string_view midnight : {" 00:00:00", " 00:00", " 0:00:00", " 0:00"}) {
        if (written.ends_with(midnight)) written.resize(written.size() - midnight.size());
    }
    if (written.size() == 8 && all_digits(written)) written.insert(6, "-").insert(4, "-");
    std::array<std::string, 3> parts;
    std::size_t part = 0;
    for (const char c : written) {
        if (c == '-' || c == '/' || c == '.') {
            if (++part == parts.size()) return std::nullopt;
        } else {
            parts[part] += c;
        }
    }
    if (parts[0].size() != 4 || !std::ranges::all_of(parts, all_digits)) return std::nullopt;
    for (std::string& number : parts) {
        if (number.size() == 1) number.insert(0, 1, '0');
    }
    return parse_day(fmt::format("{}-{}-{}", parts[0], parts[1], parts[2]));
}

std::vector<std::string> list_from_cell(std::string_view text) {
    static constexpr std::string_view full_width = "\xEF\xBC\x9B";  // U+FF1B
    std::vector<std::string> members;
    while (!text.empty()) {
        const auto end = std::min({text.find(';'), text.find(full_width), text.size()});
        std::string member = cleaned(text.substr(0, end));
        if (!member.empty() && std::ranges::find(members, member) == members.end()) {
            members.push_back(std::move(member));
        }
        text.remove_prefix(end);
        text.remove_prefix(text.empty() ? 0 : text.front() == ';' ? 1 : full_width.size());
    }
    return members;
}

Fields::Fields(const Table& table, std::initializer_list<Column> columns) : table_(table) {
    std::vector<std::string_view> known;
    for (const Column& column : columns) known.push_back(column.name);
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        const std::string name = lower(cleaned(half_width(table.header[i])));
        if (std::ranges::find(known, name) == known.end()) {
            problems_.push_back({table.header_line,
                                 name.empty() ? fmt::format("{}", i + 1) : name,
                                 name.empty() ? "the column has no name"
                                              : fmt::format("no such column; the columns are {}",
                                                            fmt::join(known, ", "))});
        } else if (!places_.emplace(name, i).second) {
            problems_.push_back({table.header_line, name, "the column stands here twice"});
        }
    }
    for (const Column& column : columns) {
        if (column.required && !places_.contains(column.name)) {
            problems_.push_back(
                {table.header_line, std::string{column.name}, "the column is missing"});
        }
    }
    // With wrong columns every line would be wrong, which tells nobody anything.
    if (!problems_.empty()) row_ = table.rows.size();
}

bool Fields::next() {
    if (started_) ++row_;
    started_ = true;
    return row_ < table_.rows.size();
}

const std::string& Fields::cell(std::string_view column) const {
    static const std::string nothing;
    const auto place = places_.find(column);
    return place == places_.end() ? nothing : table_.rows[row_].cells[place->second];
}

int Fields::line() const { return table_.rows[row_].line; }

std::string Fields::text(std::string_view column) const { return cleaned(cell(column)); }

std::string Fields::required_text(std::string_view column) {
    std::string value = text(column);
    if (value.empty()) problem(column, "must not be empty");
    return value;
}

std::optional<std::string> Fields::optional_text(std::string_view column) const {
    std::string value = text(column);
    if (value.empty()) return std::nullopt;
    return value;
}

std::vector<std::string> Fields::list(std::string_view column) const {
    return list_from_cell(cell(column));
}

std::vector<std::string> Fields::codes(std::string_view column,
                                       std::span<const std::string_view> codes) {
    std::vector<std::string> found;
    for (const std::string& written : list(column)) {
        std::string code = lower(half_width(written));
        if (std::ranges::find(codes, code) == codes.end()) {
            problem(column, fmt::format("{} none of {}", shown(code), fmt::join(codes, ", ")));
        } else if (std::ranges::find(found, code) == found.end()) {
            found.push_back(std::move(code));
        }
    }
    return found;
}

std::optional<std::string> Fields::code(std::string_view column,
                                        std::span<const std::string_view> codes) {
    std::string code = lower(half_width(text(column)));
    if (code.empty()) return std::nullopt;
    if (std::ranges::find(codes, code) != codes.end()) return code;
    problem(column, fmt::format("{} none of {}", shown(code), fmt::join(codes, ", ")));
    return std::nullopt;
}

std::optional<Day> Fields::day(std::string_view column) {
    const std::string written = text(column);
    if (written.empty()) return std::nullopt;
    const auto day = day_from_cell(written);
    if (!day) problem(column, "is no date; write it like 2026-03-01");
    return day;
}

std::optional<std::string> Fields::phone(std::string_view column) {
    std::string digits = half_width(text(column));
    if (digits.empty()) return std::nullopt;
    std::erase_if(digits, [](char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; });
    if (digits.starts_with("+86")) digits.erase(0, 3);
    if (digits.starts_with('+')) digits.erase(0, 1);
    if (all_digits(digits) && digits.size() >= 3 && digits.size() <= 15) return digits;
    problem(column,
            "is no telephone number; a spreadsheet program may have spoiled it, make the column a "
            "text");
    return std::nullopt;
}

std::optional<std::int64_t> Fields::number(std::string_view column,
                                           std::int64_t least,
                                           std::int64_t most) {
    const std::string written = half_width(text(column));
    if (written.empty()) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), value);
    if (error == std::errc{} && end == written.data() + written.size() && least <= value &&
        value <= most) {
        return value;
    }
    problem(column, fmt::format("is no whole number from {} to {}", least, most));
    return std::nullopt;
}

void Fields::problem(std::string_view column, std::string reason) {
    problems_.push_back({line(), std::string{column}, std::move(reason)});
}

void Fields::unique(const std::vector<std::string>& key,
                    std::string_view column,
                    std::string_view what) {
    const auto [found, added] = keys_.emplace(key, line());
    if (!added) problem(column, fmt::format("the same {} as in line {}", what, found->second));
}

}  // namespace qingdan::files
