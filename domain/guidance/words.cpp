#include "domain/guidance/words.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

namespace qingdan::guidance {
namespace {

using Map = std::map<std::string, std::string, std::less<>>;

Map strings(const toml::node_view<const toml::node> node) {
    Map found;
    if (const auto* table = node.as_table())
        for (const auto& [key, value] : *table)
            if (const auto text = value.value<std::string>()) found[std::string{key.str()}] = *text;
    return found;
}

std::vector<std::string> list(const toml::node_view<const toml::node> node) {
    std::vector<std::string> found;
    if (const auto* array = node.as_array())
        for (const auto& value : *array)
            if (const auto text = value.value<std::string>()) found.push_back(*text);
    return found;
}

/// Takes each sentence of `[say]` to its place; the first that is missing is named.
std::optional<std::string> say(const Map& sentences, Words& words) {
    for (const auto& [key, place] : {std::pair{"source", &words.source},
                                     {"more", &words.more},
                                     {"see", &words.see},
                                     {"full", &words.full},
                                     {"example", &words.example},
                                     {"nothing", &words.nothing},
                                     {"nearest", &words.nearest},
                                     {"ask", &words.ask},
                                     {"separator", &words.separator},
                                     {"same_day", &words.figures.same_day},
                                     {"day_before", &words.figures.day_before},
                                     {"days_before", &words.figures.days_before},
                                     {"hours", &words.figures.hours},
                                     {"workdays", &words.figures.workdays},
                                     {"at_once", &words.figures.at_once}}) {
        const auto found = sentences.find(key);
        if (found == sentences.end()) return fmt::format("1: [say] lacks {}", key);
        *place = found->second;
    }
    return std::nullopt;
}

}  // namespace

tl::expected<Words, std::string> Words::read(std::string_view tag, std::string_view toml) {
    toml::table parsed;
    try {
        parsed = toml::parse(toml);
    } catch (const toml::parse_error& wrong) {
        return tl::unexpected{
            fmt::format("{}: {}", wrong.source().begin.line, wrong.description())};
    }
    const toml::table& file = parsed;
    Words words;
    words.tag = tag;
    words.topics = strings(file["topics"]);
    words.whom = strings(file["whom"]);
    words.basis = strings(file["basis"]);
    if (auto missing = say(strings(file["say"]), words)) return tl::unexpected{*missing};
    for (auto& word : list(file["search"]["stop"])) words.stop.insert(std::move(word));
    words.elsewhere = list(file["search"]["elsewhere"]);
    if (const auto* synonyms = file["search"]["synonyms"].as_table())
        for (const auto& [meant, said] : *synonyms)
            for (auto& each : list(toml::node_view<const toml::node>{said}))
                words.synonyms.emplace_back(std::move(each), meant.str());
    std::ranges::stable_sort(
        words.synonyms, std::ranges::greater{}, [](const auto& pair) { return pair.first.size(); });
    if (const auto* rules = file["always"].as_array())
        for (const auto& rule : *rules)
            if (const auto* table = rule.as_table())
                words.always.push_back({list((*table)["words"]),
                                        (*table)["topic"].value_or(std::string{}),
                                        (*table)["section"].value_or(std::string{})});
    return words;
}

}  // namespace qingdan::guidance
