#include "domain/elections/notice.hpp"

#include "domain/elections/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace qingdan::elections {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Splits at any of the separators; a blank part is kept in a row of a table, dropped in a list.
std::vector<std::string> split(std::string_view text,
                               std::initializer_list<std::string_view> separators,
                               bool keep_blank) {
    std::vector<std::string> parts;
    std::string part;
    const auto end_part = [&] {
        const auto whole = trimmed(part);
        if (keep_blank || !whole.empty()) parts.emplace_back(whole);
        part.clear();
    };
    while (!text.empty()) {
        const auto* found = std::ranges::find_if(
            separators, [&](std::string_view separator) { return text.starts_with(separator); });
        if (found != separators.end()) {
            end_part();
            text.remove_prefix(found->size());
        } else {
            part += text.front();
            text.remove_prefix(1);
        }
    }
    if (!trimmed(part).empty() || keep_blank) end_part();
    return parts;
}

// Both widths, since people type the list on a Chinese keyboard.
std::vector<std::string> list_of(std::string_view text) {
    return split(text, {";", "\xEF\xBC\x9B", "\xE3\x80\x81", "\n"}, false);
}
std::vector<std::string> rows_of(std::string_view text) {
    return split(text, {";", "\xEF\xBC\x9B", "\n"}, false);
}
std::vector<std::string> cells_of(std::string_view text) {
    return split(text, {",", "\xEF\xBC\x8C", "|"}, true);
}

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_time(std::string_view text) {
    return text.size() == 5 && text[2] == ':' &&
           whole_number(text.substr(0, 2)).value_or(24) < 24 &&
           whole_number(text.substr(3)).value_or(60) < 60;
}

/// What is wrong with a value, as the key of a sentence; nothing where it fits its field.
std::optional<std::string_view> misfit(const Field& field, const std::string& value) {
    if (field.type == "int" && !whole_number(value)) return "notice.wrong.int";
    if (field.type == "date" && !parse_day(value)) return "notice.wrong.date";
    if (field.type == "time" && !is_time(value)) return "notice.wrong.time";
    if (field.type == "bool" && value != "true" && value != "false") return "notice.wrong.bool";
    if (field.type == "enum" && std::ranges::find(field.parts, value) == field.parts.end())
        return "notice.wrong.enum";
    if (field.type == "table")
        for (const auto& row : rows_of(value))
            if (cells_of(row).size() != field.parts.size()) return "notice.wrong.table";
    return std::nullopt;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

/// A value as a notice shows it.
std::string shown(const Field& field, const std::string& value, const Wording& wording) {
    if (field.type == "date") return wording.day(*parse_day(value));
    if (field.type == "enum") return wording.say(fmt::format("value.{}", value));
    if (field.type == "list") return joined(list_of(value), wording.say("notice.list_separator"));
    return value;
}

void set_default(Told& told, std::string_view name, const std::string& value) {
    if (!told.contains(name)) told.emplace(name, value);
}

/// Whether the vote counts, and what was needed, from the numbers told (T12).
void work_out_result(Told& told, const Rules& rules) {
    const auto number = [&](std::string_view name) {
        const auto value = told.find(name);
        return value == told.end() ? std::nullopt : whole_number(value->second);
    };
    set_default(told, "way", "all_voters");
    const auto voters = number("voters"), cast = number("cast");
    if (!voters || !cast || !rules.way(told["way"])) return;
    const int needed = quorum(rules, told["way"], *voters);
    set_default(told, "quorum_needed", std::to_string(needed));
    set_default(told, "votes_needed", std::to_string(votes_to_be_elected(rules, *cast)));
    const auto issued = number("ballots_issued"), returned = number("ballots_returned");
    if (!issued || !returned) return;
    // Never taken from the telling: more ballots back than out, or too few voters, and the vote is
    // void.
    told["valid"] = *cast >= needed && *returned <= *issued ? "true" : "false";
}

/// Days that follow from the election day, and figures that the rules give.
void work_out(std::string_view code, Told& told, const Rules& rules, const Wording& wording) {
    const auto number = [&](std::string_view name) {
        return std::to_string(rules.parameter(name));
    };
    if (told.contains("community"))
        set_default(
            told, "signer", wording.say("notice.signer", {{"community", told["community"]}}));
    set_default(told, "kind", "term");
    set_default(told, "non_hukou_months", number("non_hukou_months"));
    set_default(told, "social_worker_months", number("social_worker_months"));
    set_default(told, "voter_age", number("voter_age"));
    set_default(told, "decision_days", number("decision_days"));
    set_default(told, "objection_days", number("objection_days"));
    set_default(told, "max_per_proxy", number("proxy_max"));
    set_default(told, "signatures_needed", number("signatures_needed"));
    set_default(told, "contest_within", number("contest_within"));
    set_default(told, "extra_within", number("extra_within"));
    set_default(told, "form", "meeting_ballot");
    set_default(told, "self_nomination", "true");
    set_default(told, "woman_seat", "true");
    for (const auto name : {"opens", "closes", "count_starts"})
        if (const auto hour = rules.texts.find(fmt::format("hours.{}", name));
            hour != rules.texts.end() && code == "T10")
            set_default(told, name, hour->second);

    if (code == "T12") work_out_result(told, rules);
    if (code == "T13" && told.contains("reason"))
        set_default(
            told, "threshold", wording.say(fmt::format("notice.threshold.{}", told["reason"])));

    const auto election_day =
        told.contains("election_day") ? parse_day(told["election_day"]) : std::nullopt;
    if (!election_day) return;
    const auto on = [&](int days) { return qingdan::to_text(add_days(*election_day, days)); };
    const auto age = std::chrono::years{rules.parameter("voter_age")};
    Day birthday = *election_day - age;
    // Born on 29 February: the age is reached on 1 March of a common year.
    if (!birthday.ok()) birthday = Day{birthday.year() / std::chrono::March / 1};
    set_default(told, "birth_on_or_before", qingdan::to_text(birthday));
    const auto span = [&](std::string_view stage) {
        set_default(told, "from", on(rules.stage(stage)->from));
        set_default(told, "until", on(rules.stage(stage)->to));
    };
    if (code == "T03") span("registration");
    if (code == "T04") set_default(told, "objection_until", on(rules.stage("list_objection")->to));
    if (code == "T06") span("nomination");
    if (code == "T07")
        set_default(told, "objection_until", on(-rules.parameter("candidate_objection_before")));
    set_default(told, "applied_until", on(-rules.parameter("proxy_apply_before")));
    for (const auto& stage : rules.stages) {
        set_default(told, fmt::format("{}_from", stage.code), on(stage.from));
        set_default(told, fmt::format("{}_until", stage.code), on(stage.to));
    }
    if (const auto* kind = rules.notice(code); kind && kind->post)
        set_default(told, "issue_date", on(*kind->post));
}

struct Filled {
    std::map<std::string, std::string, std::less<>> shown;
    std::map<std::string, Table, std::less<>> tables;
};

Table table_of(const Field& field, const std::string& value, const Wording& wording) {
    Table table;
    for (const auto& column : field.parts)
        table.columns.push_back(wording.say(fmt::format("column.{}", column)));
    for (const auto& row : rows_of(value)) {
        auto cells = cells_of(row);
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (const auto key = fmt::format("value.{}", cells[i]); wording.knows(key))
                cells[i] = wording.say(key);
        table.rows.push_back(std::move(cells));
    }
    return table;
}

/// Puts every told field into its shown form; what is missing or wrong goes into `gaps`.
Filled fill_fields(const std::vector<Field>& fields,
                   const Told& told,
                   const Wording& wording,
                   Gaps& gaps) {
    Filled filled;
    for (const auto& field : fields) {
        const auto value = told.find(field.name);
        if (value == told.end()) {
            if (!field.optional) gaps.missing.push_back(field.name);
            continue;
        }
        if (const auto sentence = misfit(field, value->second)) {
            gaps.wrong.push_back(
                fmt::format("{}: {}",
                            field.name,
                            wording.say(*sentence, {{"values", joined(field.parts, ", ")}})));
            continue;
        }
        if (field.type == "table")
            filled.tables[field.name] = table_of(field, value->second, wording);
        filled.shown[field.name] = shown(field, value->second, wording);
    }
    // What was worked out besides the fields: days in words, figures as they are.
    for (const auto& [name, value] : told) {
        if (filled.shown.contains(name)) continue;
        const auto day = parse_day(value);
        filled.shown[name] = day ? wording.day(*day) : value;
    }
    return filled;
}

/// What the rules do not allow although every field is told: a number of seats outside the bounds.
void check_seats(const Told& told, const Rules& rules, const Wording& wording, Gaps& gaps) {
    int seats = 0;
    for (const auto name : {"seats_chair", "seats_vice", "seats_member"}) {
        const auto value = told.find(name);
        const auto number = value == told.end() ? std::nullopt : whole_number(value->second);
        if (!number) return;
        seats += *number;
    }
    const int least = rules.parameter("seats_min"), most = rules.parameter("seats_max");
    if (seats >= least && seats <= most) return;
    gaps.wrong.push_back(wording.say("notice.wrong.seats",
                                     {{"seats", std::to_string(seats)},
                                      {"least", std::to_string(least)},
                                      {"most", std::to_string(most)}}));
}

/// One line of a template: `?field: text` stands only where the field is told, `!field: text` only
/// where it is not or is `false`, `?field=value: text` only where it is that value, `|field` is a
/// table. Empty: the line does not stand.
std::optional<std::string> line_of(std::string_view line, const Told& told) {
    if (line.empty() || (line.front() != '?' && line.front() != '!')) return std::string{line};
    const auto colon = line.find(": ");
    auto condition = line.substr(1, colon - 1);
    const auto equals = condition.find('=');
    const auto name = condition.substr(0, equals);
    const auto value = told.find(name);
    bool holds = value != told.end() && !value->second.empty() && value->second != "false";
    if (equals != std::string_view::npos)
        holds = value != told.end() && value->second == condition.substr(equals + 1);
    if (holds != (line.front() == '?')) return std::nullopt;
    return std::string{line.substr(colon + 2)};
}

std::string with_fields(std::string text,
                        const std::map<std::string, std::string, std::less<>>& shown) {
    std::string filled;
    for (std::string_view rest = text; !rest.empty();) {
        const auto open = rest.find('{');
        const auto close = rest.find('}', open == std::string_view::npos ? 0 : open);
        filled += rest.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        if (const auto value = shown.find(rest.substr(open + 1, close - open - 1));
            value != shown.end())
            filled += value->second;
        rest.remove_prefix(close + 1);
    }
    return filled;
}

std::vector<Block> blocks_of(std::string_view lines, const Told& told, const Filled& filled) {
    std::vector<Block> blocks;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        const auto line = trimmed(lines.substr(0, end));
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        if (line.empty()) continue;
        const auto text = line_of(line, told);
        if (!text) continue;
        if (text->front() == '|') {
            if (const auto table = filled.tables.find(text->substr(1));
                table != filled.tables.end() && !table->second.rows.empty())
                blocks.push_back({{}, table->second});
            continue;
        }
        blocks.push_back({with_fields(*text, filled.shown), std::nullopt});
    }
    return blocks;
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '&')
            html += "&amp;";
        else if (c == '<')
            html += "&lt;";
        else if (c == '>')
            html += "&gt;";
        else if (c == '"')
            html += "&quot;";
        else
            html += c;
    }
    return html;
}

}  // namespace

tl::expected<Notice, Gaps> fill(std::string_view code,
                                Told told,
                                const Rules& rules,
                                const Wording& wording) {
    const auto& kind = *rules.notice(code);
    std::erase_if(told, [](const auto& each) { return trimmed(each.second).empty(); });
    work_out(code, told, rules, wording);
    auto fields = rules.common;
    fields.insert(fields.end(), kind.fields.begin(), kind.fields.end());
    Gaps gaps;
    const auto filled = fill_fields(fields, told, wording, gaps);
    check_seats(told, rules, wording, gaps);
    if (!gaps.missing.empty() || !gaps.wrong.empty()) return tl::unexpected{std::move(gaps)};

    const auto say = [&](std::string_view key) {
        return with_fields(wording.say(key), filled.shown);
    };
    Notice notice;
    notice.code = code;
    notice.head = say(fmt::format("notice.head.{}", told.at("kind")));
    notice.number = say("notice.number");
    notice.title = say(fmt::format("notice.{}.title", code));
    notice.blocks = blocks_of(wording.say(fmt::format("notice.{}.text", code)), told, filled);
    notice.signer = filled.shown.at("signer");
    notice.date = filled.shown.at("issue_date");
    notice.contact = say("notice.contact");
    return notice;
}

std::string to_text(const Notice& notice) {
    std::string text = fmt::format("{}\n{}\n{}\n\n", notice.head, notice.number, notice.title);
    for (const auto& block : notice.blocks) {
        if (!block.table) {
            text += block.text + "\n";
            continue;
        }
        text += joined(block.table->columns, " | ") + "\n";
        for (const auto& row : block.table->rows) text += joined(row, " | ") + "\n";
    }
    return text + fmt::format("\n{}\n\n{}\n{}\n", notice.contact, notice.signer, notice.date);
}

std::string to_html(const Notice& notice) {
    std::string body;
    for (const auto& block : notice.blocks) {
        if (!block.table) {
            body += fmt::format("<p>{}</p>\n", escaped(block.text));
            continue;
        }
        body += "<table><thead><tr>";
        for (const auto& column : block.table->columns)
            body += fmt::format("<th>{}</th>", escaped(column));
        body += "</tr></thead><tbody>\n";
        for (const auto& row : block.table->rows) {
            body += "<tr>";
            for (const auto& cell : row) body += fmt::format("<td>{}</td>", escaped(cell));
            body += "</tr>\n";
        }
        body += "</tbody></table>\n";
    }
    return fmt::format(
        R"(<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>
@page {{ size: A4; margin: 25mm 22mm; }}
body {{ font: 16pt/1.7 "Noto Serif CJK SC", "SimSun", serif; max-width: 166mm; margin: 0 auto; }}
h1 {{ font-size: 22pt; text-align: center; line-height: 1.4; margin: 0 0 4mm; }}
h2 {{ font-size: 18pt; text-align: center; margin: 2mm 0 8mm; }}
.number {{ text-align: center; margin: 0; }}
p {{ text-indent: 2em; margin: 2mm 0; }}
table {{ border-collapse: collapse; width: 100%; font-size: 14pt; margin: 4mm 0; }}
th, td {{ border: 1px solid #000; padding: 1mm 2mm; text-align: center; }}
tr {{ break-inside: avoid; }}
.signed {{ margin-top: 12mm; min-height: 45mm; text-align: right; break-inside: avoid; }}
.signed p {{ text-indent: 0; }}
</style></head><body>
<h1>{head}</h1>
<p class="number">{number}</p>
<h2>{title}</h2>
{body}<p>{contact}</p>
<div class="signed"><p>{signer}</p><p>{date}</p></div>
</body></html>
)",
        fmt::arg("title", escaped(notice.title)),
        fmt::arg("head", escaped(notice.head)),
        fmt::arg("number", escaped(notice.number)),
        fmt::arg("body", body),
        fmt::arg("contact", escaped(notice.contact)),
        fmt::arg("signer", escaped(notice.signer)),
        fmt::arg("date", escaped(notice.date)));
}

}  // namespace qingdan::elections
