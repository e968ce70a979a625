#include "domain/guidance/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace qingdan::guidance {
namespace {

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> parts(std::string_view list) {
    std::vector<std::string> found;
    while (!list.empty()) {
        const auto bar = list.find('|');
        if (const auto part = trim(list.substr(0, bar)); !part.empty()) found.emplace_back(part);
        if (bar == std::string_view::npos) break;
        list.remove_prefix(bar + 1);
    }
    return found;
}

std::optional<Basis> basis(std::string_view word) {
    if (word == "law") return Basis::law;
    if (word == "taken") return Basis::taken;
    if (word == "ours") return Basis::ours;
    if (word == "example") return Basis::example;
    if (word == "program") return Basis::program;
    return std::nullopt;
}

/// Puts one line of front matter into the section; what is wrong with it, or nothing.
std::optional<std::string> put(Section& section, std::string_view key, std::string_view value) {
    if (key == "id") {
        section.id = value;
    } else if (key == "title") {
        section.title = value;
    } else if (key == "topic") {
        section.topic = value;
    } else if (key == "keywords") {
        section.keywords = parts(value);
    } else if (key == "questions") {
        section.questions = parts(value);
    } else if (key == "steps") {
        section.steps = parts(value);
    } else if (key == "source") {
        section.source = value;
    } else if (key == "reviewed") {
        const auto day = parse_day(value);
        if (!day) return "reviewed is a day like 2026-11-24";
        section.reviewed = *day;
    } else if (key == "basis") {
        const auto read = basis(value);
        if (!read) return "basis is one of law, taken, ours, example, program";
        section.basis = *read;
    } else {
        return fmt::format(
            "{} is no field; there are id, title, topic, keywords, questions, steps, source, "
            "reviewed, basis",
            key);
    }
    return std::nullopt;
}

/// What a section lacks once it is read; nothing where it is whole.
std::optional<std::string> lacking(const Section& section, const std::set<std::string>& seen) {
    for (const auto& [key, given] : {std::pair{"id", !section.id.empty()},
                                     {"title", !section.title.empty()},
                                     {"topic", !section.topic.empty()},
                                     {"keywords", !section.keywords.empty()},
                                     {"source", !section.source.empty()},
                                     {"reviewed", seen.contains("reviewed")}})
        if (!given) return fmt::format("{} is missing", key);
    if (std::ranges::find(topics(), section.topic) == topics().end())
        return fmt::format("{} is no topic", section.topic);
    if (!section.id.starts_with(section.topic + "/") ||
        section.id.size() == section.topic.size() + 1)
        return fmt::format("an id of this topic begins with {}/", section.topic);
    if (trim(section.body).empty()) return "the section has no text";
    return std::nullopt;
}

struct Line {
    int number = 0;
    std::string_view text;
};

std::vector<Line> lines(std::string_view text) {
    std::vector<Line> found;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        found.push_back({number, line});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return found;
}

}  // namespace

std::string to_text(const Fault& fault) {
    return fmt::format("{}:{}: {}", fault.file, fault.line, fault.what);
}

const std::vector<std::string>& topics() {
    static const std::vector<std::string> all{"election",
                                              "five-five",
                                              "five-points",
                                              "four-hundred",
                                              "meals",
                                              "four-reductions",
                                              "incentives",
                                              "training",
                                              "hotline",
                                              "fingertip"};
    return all;
}

tl::expected<std::vector<Section>, Fault> read_sections(std::string_view file,
                                                        std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto fault = [&](int line, std::string what) {
        return tl::unexpected{Fault{std::string{file}, line, std::move(what)}};
    };
    std::vector<Section> sections;
    const auto all = lines(text);
    std::size_t at = 0;
    while (at < all.size() && trim(all[at].text).empty()) ++at;
    if (at == all.size()) return fault(1, "the file is empty");
    while (at < all.size()) {
        if (trim(all[at].text) != "---")
            return fault(all[at].number, "a section begins with a line of three hyphens");
        Section section;
        section.file = file;
        section.line = all[at].number;
        std::set<std::string> seen;
        for (++at; at < all.size() && trim(all[at].text) != "---"; ++at) {
            const auto line = trim(all[at].text);
            if (line.empty() || line.starts_with('#')) continue;
            const auto colon = line.find(':');
            if (colon == std::string_view::npos)
                return fault(all[at].number, "front matter has lines of the form key: value");
            const auto key = trim(line.substr(0, colon));
            if (!seen.emplace(key).second)
                return fault(all[at].number, fmt::format("{} stands here twice", key));
            if (auto wrong = put(section, key, trim(line.substr(colon + 1))))
                return fault(all[at].number, *std::move(wrong));
        }
        if (at == all.size()) return fault(section.line, "the front matter has no end");
        for (++at; at < all.size() && trim(all[at].text) != "---"; ++at) {
            section.body += all[at].text;
            section.body += '\n';
        }
        if (auto wrong = lacking(section, seen)) return fault(section.line, *std::move(wrong));
        section.body = trim(section.body);
        sections.push_back(std::move(section));
    }
    return sections;
}

}  // namespace qingdan::guidance
