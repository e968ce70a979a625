#include "domain/elections/rules.hpp"

#include "election_data.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <stdexcept>
#include <utility>

namespace qingdan::elections {
namespace {

/// A file that cannot be read; thrown and caught inside this file alone.
struct Wrong {
    std::string what;
};

[[noreturn]] void wrong(const toml::node& node, std::string_view what) {
    throw Wrong{fmt::format("{}: {}", node.source().begin.line, what)};
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    while (!text.empty()) {
        const auto space = text.find(' ');
        if (space != 0) found.emplace_back(text.substr(0, space));
        if (space == std::string_view::npos) break;
        text.remove_prefix(space + 1);
    }
    return found;
}

void take_values(const toml::table& table, const std::string& prefix, Rules& rules) {
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string{key.str()};
        if (const auto* inner = value.as_table()) {
            take_values(*inner, name + ".", rules);
        } else if (const auto number = value.value_exact<std::int64_t>()) {
            rules.parameters[name] = static_cast<int>(*number);
        } else if (const auto text = value.value_exact<std::string>()) {
            rules.texts[name] = *text;
        }
    }
}

/// The value of one name in a sum: a number, a parameter, or a day of a stage that stands before.
int term(const toml::node& node, std::string_view name, const Rules& rules) {
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc{} && end == name.data() + name.size()) return number;
    if (const auto found = rules.parameters.find(name); found != rules.parameters.end())
        return found->second;
    const auto dot = name.find('.');
    const auto* stage = rules.stage(name.substr(0, dot));
    if (stage && name.substr(dot + 1) == "from") return stage->from;
    if (stage && name.substr(dot + 1) == "to") return stage->to;
    wrong(node, fmt::format("{} is no parameter and no day of an earlier stage", name));
}

/// A day from the election day: a number, or a sum such as `list_publish.from + objection_days`.
std::optional<int> day(const toml::table& table, std::string_view key, const Rules& rules) {
    const auto* node = table.get(key);
    if (!node) return std::nullopt;
    if (const auto number = node->value_exact<std::int64_t>()) return static_cast<int>(*number);
    const auto text = node->value_exact<std::string>();
    if (!text) wrong(*node, fmt::format("{} is a number or a sum", key));
    int sum = 0, sign = 1;
    for (auto word : words(*text)) {
        if (word == "+" || word == "-") {
            sign = word == "+" ? 1 : -1;
            continue;
        }
        if (word.starts_with('-')) {
            sign = -sign;
            word.erase(0, 1);
        }
        sum += sign * term(*node, word, rules);
        sign = 1;
    }
    return sum;
}

std::vector<std::string> strings(const toml::table& table, std::string_view key) {
    std::vector<std::string> found;
    if (const auto* array = table[key].as_array())
        for (const auto& value : *array)
            if (auto text = value.value_exact<std::string>()) found.push_back(*std::move(text));
    return found;
}

std::string code(const toml::table& table) {
    auto read = table["code"].value_exact<std::string>();
    if (!read) wrong(table, "code is missing");
    return *std::move(read);
}

std::vector<Field> fields(const toml::table& table) {
    std::vector<Field> found;
    for (const auto& line : strings(table, "fields")) {
        auto parts = words(line);
        if (parts.size() < 2) wrong(table, fmt::format("a field is a name and a type: {}", line));
        Field field{std::move(parts[0]), std::move(parts[1]), {}, false};
        if (parts.back() == "?") {
            field.optional = true;
            parts.pop_back();
        }
        field.parts.assign(parts.begin() + 2, parts.end());
        found.push_back(std::move(field));
    }
    return found;
}

void each_table(const toml::table& file,
                std::string_view key,
                const std::function<void(const toml::table&)>& take) {
    const auto* array = file[key].as_array();
    if (!array) return;
    for (const auto& node : *array) {
        const auto* table = node.as_table();
        if (!table) wrong(node, fmt::format("{} is a table", key));
        take(*table);
    }
}

toml::table parsed(std::string_view text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw Wrong{fmt::format("{}: {}", error.source().begin.line, error.description())};
    }
}

void take_ways(const toml::table& file, Rules& rules) {
    const auto* ways = file["ways"].as_table();
    if (!ways) wrong(file, "[ways] is missing");
    for (const auto& [key, value] : *ways) {
        const std::string code{key.str()};
        const auto number = [&](std::string_view name) {
            const auto found = rules.parameters.find(fmt::format("ways.{}.{}", code, name));
            if (found == rules.parameters.end()) wrong(value, fmt::format("{} is missing", name));
            return found->second;
        };
        rules.ways.push_back({code,
                              number("order"),
                              number("quorum_numerator"),
                              number("quorum_denominator"),
                              file["ways"][key]["proxy"].value_or(false)});
    }
    std::ranges::sort(rules.ways, {}, &Way::order);
}

Rules read_rules(std::string_view text, std::string_view over) {
    const toml::table file = parsed(text);
    Rules rules;
    take_values(file, "", rules);
    if (!over.empty()) take_values(parsed(over), "", rules);
    take_ways(file, rules);
    each_table(file, "stage", [&](const toml::table& table) {
        const auto from = day(table, "from", rules), to = day(table, "to", rules);
        if (!from || !to) wrong(table, "a stage has from and to");
        rules.stages.push_back({code(table),
                                *from,
                                *to,
                                day(table, "latest", rules),
                                strings(table, "actor"),
                                strings(table, "notices"),
                                table["follows"].value_or(std::string{})});
    });
    each_table(file, "notice", [&](const toml::table& table) {
        rules.notices.push_back({code(table), day(table, "post", rules), fields(table)});
    });
    each_table(file, "common", [&](const toml::table& table) { rules.common = fields(table); });
    return rules;
}

template <class T>
const T* with_code(const std::vector<T>& all, std::string_view code) {
    const auto found = std::ranges::find(all, code, &T::code);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

tl::expected<Rules, std::string> Rules::read(std::string_view toml, std::string_view over) {
    try {
        return read_rules(toml, over);
    } catch (const Wrong& error) {
        return tl::unexpected{error.what};
    }
}

tl::expected<Rules, std::string> Rules::with(std::string_view over) {
    return read(data::election_toml, over);
}

const Rules& Rules::built_in() {
    static const Rules rules = [] {
        auto read = Rules::read(data::election_toml);
        if (!read) throw std::logic_error("config/election.toml:" + read.error());
        return *std::move(read);
    }();
    return rules;
}

int Rules::parameter(std::string_view name) const {
    const auto found = parameters.find(name);
    if (found == parameters.end()) throw std::out_of_range("no parameter " + std::string{name});
    return found->second;
}

const Stage* Rules::stage(std::string_view code) const { return with_code(stages, code); }
const NoticeKind* Rules::notice(std::string_view code) const { return with_code(notices, code); }
const Way* Rules::way(std::string_view code) const { return with_code(ways, code); }

}  // namespace qingdan::elections
