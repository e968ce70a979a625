#include "domain/elections/talk.hpp"

#include "domain/language/fold/fold.hpp"
#include "election_talk.hpp"

#include <toml++/toml.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <utility>

namespace qingdan::elections {
namespace {

/// A message that is longer is no order of these.
constexpr std::size_t longest = 400;

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
}

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    return text.toUTF8String(bytes);
}

struct Pattern {
    std::string what;
    std::string code;  ///< of a stage or a notice
    bool asks = false;
    std::unique_ptr<icu::RegexPattern> regex;
    std::vector<std::string> parts;  ///< names of its groups
};

using Map = std::map<std::string, std::string, std::less<>>;

std::string with_parts(std::string pattern, const Map& parts) {
    for (int depth = 0; depth < 3; ++depth)
        for (const auto& [name, meant] : parts) {
            const std::string place = "{" + name + "}";
            for (auto at = pattern.find(place); at != std::string::npos;
                 at = pattern.find(place, at))
                pattern.replace(at, place.size(), meant);
        }
    return pattern;
}

std::unique_ptr<icu::RegexPattern> compiled(const std::string& pattern) {
    UErrorCode error = U_ZERO_ERROR;
    UParseError where{};
    std::unique_ptr<icu::RegexPattern> made{
        icu::RegexPattern::compile(unicode(pattern), 0, where, error)};
    if (U_FAILURE(error)) throw std::logic_error("talk.toml: not a pattern: " + pattern);
    return made;
}

/// Names of the groups `(?<name>…)`.
std::vector<std::string> groups_of(std::string_view pattern) {
    std::vector<std::string> names;
    for (auto at = pattern.find("(?<"); at != std::string_view::npos;
         at = pattern.find("(?<", at + 1)) {
        const auto end = pattern.find('>', at);
        const auto name = pattern.substr(at + 3, end - at - 3);
        if (!name.empty() && name.front() != '=' && name.front() != '!') names.emplace_back(name);
    }
    return names;
}

struct Talk {
    std::vector<Pattern> patterns;
    std::unique_ptr<icu::RegexPattern> question, named, none;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>>
        words;  ///< by table: what is said, its code

    Talk() {
        const toml::table file = toml::parse(talk_data::talk_toml);
        Map parts;
        for (const auto& [name, text] : *file["part"].as_table())
            parts[std::string{name.str()}] = text.value<std::string>().value();
        const auto tail = file["search"]["tail"].value<std::string>().value();
        question = compiled(file["search"]["asks"].value<std::string>().value());
        named = compiled(file["search"]["named"].value<std::string>().value());
        none = compiled(file["search"]["none"].value<std::string>().value());
        const auto add = [&](std::string what, std::string code, std::string pattern, bool asks) {
            pattern = with_parts(std::move(pattern), parts);
            auto groups = groups_of(pattern);
            patterns.push_back({std::move(what),
                                std::move(code),
                                asks,
                                compiled("(?:" + pattern + ")" + tail),
                                std::move(groups)});
        };
        // What is done comes before what may be meant: `已公布选民名单` is no notice to be written.
        for (const auto& node : *file["stage"].as_array()) {
            const auto& stage = *node.as_table();
            const auto code = stage["code"].value<std::string>().value();
            const Map own{{"about", stage["about"].value<std::string>().value()},
                          {"done", stage["done"].value<std::string>().value()}};
            for (const auto& frame : *file["frame"]["stage"].as_array())
                add("stage", code, with_parts(frame.value<std::string>().value(), own), false);
        }
        for (const auto& node : *file["say"].as_array()) {
            const auto& say = *node.as_table();
            for (const auto& pattern : *say["patterns"].as_array())
                add(say["what"].value<std::string>().value(),
                    "",
                    pattern.value<std::string>().value(),
                    say["asks"].value_or(false));
        }
        for (const auto& node : *file["notice"].as_array()) {
            const auto& notice = *node.as_table();
            const Map own{{"words", notice["words"].value<std::string>().value()}};
            const auto code = notice["code"].value<std::string>().value();
            for (const auto& frame : *file["frame"]["notice"].as_array())
                add("write", code, with_parts(frame.value<std::string>().value(), own), false);
        }
        for (const auto* table : {"way", "post", "round"})
            for (const auto& [code, said] : *file[table].as_table())
                for (const auto& each : *said.as_array())
                    words[table].emplace_back(each.value<std::string>().value(),
                                              std::string{code.str()});
    }

    std::string code(std::string_view table, std::string_view said) const {
        const auto found = words.find(table);
        if (found == words.end()) return {};
        for (const auto& [word, meant] : found->second)
            if (word == said) return meant;
        return {};
    }
};

const Talk& talk() {
    static const Talk all;
    return all;
}

std::string simplified(std::string_view folded) {
    return language::to_utf8(language::fold(folded).shadow);
}

std::optional<Saying> match(const Pattern& pattern, const icu::UnicodeString& text) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher{pattern.regex->matcher(text, error)};
    if (U_FAILURE(error)) return std::nullopt;
    matcher->setTimeLimit(100, error);  // steps, not milliseconds: some 10 ms at the very worst
    if (!matcher->matches(error) || U_FAILURE(error)) return std::nullopt;
    Saying saying{pattern.what, {}};
    if (!pattern.code.empty()) saying.parts["code"] = pattern.code;
    for (const auto& name : pattern.parts) {
        UErrorCode none = U_ZERO_ERROR;
        const auto group = pattern.regex->groupNumberFromName(unicode(name), none);
        const auto said = utf8(matcher->group(group, none));
        if (U_SUCCESS(none) && !said.empty()) saying.parts[name] = said;
    }
    return saying;
}

/// `t4` and `T04` are one.
std::string notice_code(std::string_view said) {
    if (said.size() < 2) return std::string{said};
    std::string digits{said.substr(1)};
    if (digits.size() < 2) digits.insert(0, 1, '0');
    return "T" + digits;
}

}  // namespace

std::string Saying::part(std::string_view name) const {
    const auto found = parts.find(name);
    return found == parts.end() ? std::string{} : found->second;
}

std::optional<int> Saying::number(std::string_view name) const {
    const auto text = part(name);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Saying> read_saying(std::string_view folded) {
    if (folded.empty() || folded.size() > longest) return std::nullopt;
    const auto& all = talk();
    const auto text = unicode(simplified(folded));
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> question{all.question->matcher(text, error)};
    const bool asks = U_SUCCESS(error) && question->find();
    for (const auto& pattern : all.patterns) {
        if (asks && !pattern.asks) continue;
        auto saying = match(pattern, text);
        if (!saying) continue;
        if (saying->what == "write" || saying->what == "posted")
            if (auto code = saying->part("code"); !code.empty())
                saying->parts["code"] = notice_code(code);
        return saying;
    }
    return std::nullopt;
}

std::string way_code(std::string_view words) { return talk().code("way", words); }
std::string post_code(std::string_view words) { return talk().code("post", words); }

int round_of(std::string_view words) {
    const auto code = talk().code("round", words);
    return code.empty() ? 1 : code.front() - '0';
}

std::vector<NamedNumber> names_in(std::string_view text) {
    std::vector<NamedNumber> found;
    const auto all = unicode(text);
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher{talk().named->matcher(all, error)};
    while (U_SUCCESS(error) && matcher->find()) {
        NamedNumber each{utf8(matcher->group(1, error)), std::nullopt};
        each.woman = matcher->start(2, error) >= 0;
        const auto digits = utf8(matcher->group(3, error));
        int value = 0;
        if (!digits.empty() &&
            std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{})
            each.number = value;
        found.push_back(std::move(each));
    }
    return found;
}

bool says_none(std::string_view folded) {
    UErrorCode error = U_ZERO_ERROR;
    const auto text = unicode(simplified(folded));
    const std::unique_ptr<icu::RegexMatcher> matcher{talk().none->matcher(text, error)};
    return U_SUCCESS(error) && matcher->matches(error);
}

}  // namespace qingdan::elections
