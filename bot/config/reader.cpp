#include "bot/config/reader.hpp"

#include <charconv>

namespace qingdan::config {
namespace {

/// Takes a whole number off the front of `text`; digits alone.
std::optional<int> take_number(std::string_view& text) {
    int number = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{} || text.front() == '-') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

/// `08:30`; `24:00` is the end of the day.
std::optional<TimeOfDay> parse_time(std::string_view text) {
    if (text.size() != 5) return std::nullopt;
    const auto hour = take_number(text);
    if (!hour || !take(text, ":") || text.size() != 2) return std::nullopt;
    const auto minute = take_number(text);
    if (!minute || !text.empty() || *minute > 59) return std::nullopt;
    const TimeOfDay time = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
    if (time > std::chrono::hours{24}) return std::nullopt;
    return time;
}

std::optional<CutoffRule> parse_cutoff(std::string_view text) {
    CutoffRule rule;
    const bool before = take(text, "-");
    const auto days = take_number(text);
    if (!days || *days > 31 || (!before && *days != 0) || !take(text, "d ")) return std::nullopt;
    rule.day = -*days;
    const auto time = parse_time(text);
    if (!time || *time == std::chrono::hours{24}) return std::nullopt;
    rule.time = *time;
    return rule;
}

std::optional<TaskSpan> parse_span(std::string_view text) {
    const auto amount = take_number(text);
    if (!amount || *amount > 1000 || (text != "h" && text != "wd")) return std::nullopt;
    return TaskSpan{*amount, text == "wd"};
}

}  // namespace

void Reader::wrong(std::string_view path, std::string what) {
    problems_.push_back({document_.at(path).where, setting_name(path) + " " + std::move(what)});
}

const std::string& Reader::text_at(std::string_view path) const {
    return std::get<std::string>(document_.at(path).content);
}

std::optional<std::int64_t> Reader::number_in(std::string_view path,
                                              std::int64_t least,
                                              std::int64_t most) {
    const auto number = std::get<std::int64_t>(document_.at(path).content);
    if (number >= least && number <= most) return number;
    wrong(path, "must be from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

void Reader::flag(std::string_view path, bool& into) {
    into = std::get<bool>(document_.at(path).content);
}

void Reader::text(std::string_view path, std::string& into) { into = text_at(path); }

void Reader::list(std::string_view path, std::vector<std::string>& into) {
    into = std::get<std::vector<std::string>>(document_.at(path).content);
}

void Reader::time(std::string_view path, TimeOfDay& into) {
    const auto time = parse_time(text_at(path));
    if (!time || *time == std::chrono::hours{24})
        return wrong(path, "must be a time such as \"08:30\"");
    into = *time;
}

void Reader::hours(std::string_view path, Hours& into) {
    const std::string_view text = text_at(path);
    const auto dash = text.find('-');
    const auto from = parse_time(text.substr(0, dash));
    const auto until = parse_time(text.substr(std::min(dash, text.size() - 1) + 1));
    if (!from || !until || *from >= *until)
        return wrong(path, "must be two times such as \"10:30-11:30\", the earlier one first");
    into = {*from, *until};
}

void Reader::in_order(std::string_view from_path,
                      TimeOfDay from,
                      std::string_view until_path,
                      TimeOfDay until) {
    if (from < until) return;
    const auto name = [](std::string_view path) {
        return std::string{path.substr(path.rfind('.') + 1)};
    };
    if (document_.at(until_path).where.empty()) {
        wrong(from_path, "must be earlier than " + name(until_path));
    } else {
        wrong(until_path, "must be later than " + name(from_path));
    }
}

void Reader::cutoff(std::string_view path, CutoffRule& into) {
    const auto rule = parse_cutoff(text_at(path));
    if (!rule) return wrong(path, "must be days and a time such as \"-1d 16:00\" or \"0d 10:00\"");
    into = *rule;
}

void Reader::span(std::string_view path, TaskSpan& into) {
    const auto span = parse_span(text_at(path));
    if (!span) return wrong(path, "must be hours or workdays such as \"24h\" or \"5wd\"");
    into = *span;
}

void Reader::codes(std::string_view section, ByCode& into, std::int64_t least, std::int64_t most) {
    into.clear();
    for (const auto& [code, value] : document_.below(section)) {
        const auto number = number_in(std::string{section} + "." + code, least, most);
        if (number && *number >= 0) into[code] = static_cast<int>(*number);
    }
}

}  // namespace qingdan::config
