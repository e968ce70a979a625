#include "bot/config/document.hpp"

#include "bot/config/nearest.hpp"
#include "config_defaults.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace qingdan::config {
namespace {

// Tables in which keys may stand that the defaults do not name; their values are of the kind given.
// `*` is any one name.
struct OpenTable {
    std::string_view path;
    Value any;
    bool codes;  ///< keys are codes, else any text without a dot
};
const std::vector<OpenTable>& open_tables() {
    static const std::vector<OpenTable> tables{
        {"meals.price_fen", {std::int64_t{0}, {}}, true},
        {"platforms.*.group_keys", {std::string{}, {}}, false},
    };
    return tables;
}

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto dot = path.find('.');
        parts.push_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

bool matches(std::string_view pattern, std::string_view path) {
    const auto a = parts_of(pattern), b = parts_of(path);
    return std::ranges::equal(
        a, b, [](std::string_view p, std::string_view s) { return p == "*" || p == s; });
}

/// An app has the keys of its platform's section: `platforms.x.apps.NAME.key` is `platforms.x.key`.
std::string schema_path(std::string_view path) {
    const auto parts = parts_of(path);
    std::string plain;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[0] == "platforms" && i == 2 && parts[i] == "apps") {
            ++i;
            continue;
        }
        if (!plain.empty()) plain += '.';
        plain += parts[i];
    }
    return plain;
}

std::string parent(std::string_view path) {
    const auto dot = path.rfind('.');
    return std::string{dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot)};
}
std::string leaf(std::string_view path) { return std::string{path.substr(path.rfind('.') + 1)}; }

bool is_name(std::string_view text, bool dashes) {
    return !text.empty() && std::ranges::all_of(text, [dashes](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || (dashes && c == '-');
    });
}

std::string_view kind_of(const Value& value) {
    static constexpr std::string_view kinds[] = {
        "true or false", "a whole number", "a text in quotes", "a list of texts"};
    return kinds[value.content.index()];
}

std::uint32_t line_of(const toml::node& node) {
    if (node.source().begin.line != 0) return node.source().begin.line;
    if (const auto* table = node.as_table()) {
        for (const auto& [key, child] : *table) {
            if (key.source().begin.line != 0) return key.source().begin.line;
        }
    }
    return 0;
}

std::optional<std::string> content_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return std::nullopt;
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return std::nullopt;
    // Editors and `echo` end a file with a line break that is no part of a secret.
    while (!content.empty() && (content.back() == '\n' || content.back() == '\r'))
        content.pop_back();
    return content;
}

}  // namespace

/// One walk over a file.
class Document::Overlay {
public:
    Overlay(Document& into,
            const std::string& name,
            const std::filesystem::path& folder,
            const Environment& environment)
        : into_(into), name_(name), folder_(folder), environment_(environment) {}

    void walk(const toml::table& table, const std::string& section) {
        for (const auto& [key, node] : table) {
            const std::string name{key.str()};
            const std::string path = section.empty() ? name : section + "." + name;
            where_ = name_ + ":" +
                     std::to_string(key.source().begin.line != 0 ? key.source().begin.line
                                                                 : line_of(node));
            if (name.find('.') != std::string::npos) {
                add("\"" + name + "\" is not a setting: a name in quotes has no dot");
            } else if (is_apps(path)) {
                walk_apps(node, path);
            } else if (const Value* like = kind(path)) {
                take(path, *like, node);
            } else if (is_section(path)) {
                enter(node, path);
            } else {
                unknown(section, name, node.is_table() && !node.as_table()->is_inline());
            }
        }
    }

    Problems problems;

private:
    void add(std::string what) { problems.push_back({where_, std::move(what)}); }

    static bool is_apps(std::string_view path) { return matches("platforms.*.apps", path); }

    /// What a value at `path` must be like; nullptr where there may be none.
    const Value* kind(const std::string& path) const {
        const std::string plain = schema_path(path);
        if (const auto found = into_.defaults_.find(plain); found != into_.defaults_.end())
            return &found->second;
        for (const OpenTable& open : open_tables()) {
            if (matches(open.path, parent(plain)) && (!open.codes || is_name(leaf(plain), false)))
                return &open.any;
        }
        return nullptr;
    }

    bool is_section(const std::string& path) const {
        const std::string plain = schema_path(path);
        return std::ranges::any_of(
                   open_tables(),
                   [&](const OpenTable& open) { return matches(open.path, plain); }) ||
               std::ranges::any_of(into_.defaults_, [begin = plain + "."](const auto& each) {
                   return each.first.starts_with(begin);
               });
    }

    void enter(const toml::node& node, const std::string& path) {
        const auto* table = node.as_table();
        if (!table) return add("[" + path + "] is a section, not a value");
        if (parent(path) == "platforms") note_platform(*table, path);
        walk(*table, path);
    }

    /// A section that holds nothing but further apps does not switch its own app on.
    void note_platform(const toml::table& table, const std::string& path) {
        if (table.size() != 1 || !table.contains("apps"))
            into_.apps_.push_back({leaf(path), "", where_});
    }

    void walk_apps(const toml::node& node, const std::string& path) {
        const auto* table = node.as_table();
        if (!table) return add("[" + path + "] is a section of apps, [" + path + ".NAME]");
        for (const auto& [key, app] : *table) {
            const std::string name{key.str()};
            where_ = name_ + ":" + std::to_string(key.source().begin.line);
            const auto* settings = app.as_table();
            if (name == "robot") {
                add("[" + path + ".robot] has a name that is taken; give the app another");
            } else if (!is_name(name, true)) {
                add("[" + path + "." + name + "] must have a name of letters, digits, - and _");
            } else if (!settings) {
                add("[" + path + "." + name + "] is a section, not a value");
            } else {
                into_.apps_.push_back({leaf(parent(path)), name, where_});
                walk(*settings, path + "." + name);
            }
        }
    }

    void unknown(const std::string& section, const std::string& name, bool is_table) {
        const std::string plain = schema_path(section);
        const std::string begin = plain.empty() ? "" : plain + ".";
        std::vector<std::string> siblings, others;
        for (const auto& [path, value] : into_.defaults_) {
            if (path.starts_with(begin))
                siblings.push_back(
                    path.substr(begin.size(), path.find('.', begin.size()) - begin.size()));
            others.push_back(leaf(path));
        }
        const std::string sibling = nearest(name, siblings), other = nearest(name, others);
        const bool beside = edit_distance(name, sibling) <= edit_distance(name, other) ||
                            edit_distance(name, sibling) <= 1;
        if (is_table) {
            add("[" + begin + name + "] is not a section; did you mean [" + begin + sibling + "]?");
        } else if (beside) {
            add(setting_name(begin.empty() ? name : section + "." + name) +
                " is not a setting; did you mean " + sibling + "?");
        } else {
            const auto found = std::ranges::find_if(
                into_.defaults_, [&](const auto& each) { return leaf(each.first) == other; });
            add(setting_name(begin.empty() ? name : section + "." + name) +
                " is not a setting; did you mean " + setting_name(found->first) + "?");
        }
    }

    void take(const std::string& path, const Value& like, const toml::node& node) {
        const bool list = std::holds_alternative<std::vector<std::string>>(like.content);
        if (const auto* array = node.as_array(); array && list) return take_list(path, *array);
        Value value{like.content, where_};
        if (const auto* table = node.as_table()) {
            const auto text = looked_up(path, *table);
            if (!text) return;
            if (text->empty() && list) return add(setting_name(path) + " must not be empty");
            if (!from_text(*text, value))
                return add(setting_name(path) + " must be " + std::string{kind_of(like)});
        } else if (list && node.is_string()) {
            const std::string text = **node.as_string();
            value.content = text.empty() ? std::vector<std::string>{} : std::vector{text};
        } else if (!from_node(node, value)) {
            return add(setting_name(path) + " must be " + std::string{kind_of(like)});
        }
        into_.values_[path] = std::move(value);
    }

    void take_list(const std::string& path, const toml::array& array) {
        std::vector<std::string> list;
        for (const auto& node : array) {
            std::optional<std::string> text;
            if (const auto* table = node.as_table()) {
                text = looked_up(path, *table);
                if (!text) return;
            } else if (node.is_string()) {
                text = **node.as_string();
            }
            if (!text || text->empty())
                return add(setting_name(path) + " must be a list of texts, none of them empty");
            list.push_back(*std::move(text));
        }
        into_.values_[path] = {std::move(list), where_};
    }

    static bool from_node(const toml::node& node, Value& value) {
        if (auto* flag = std::get_if<bool>(&value.content)) {
            if (!node.is_boolean()) return false;
            *flag = **node.as_boolean();
        } else if (auto* number = std::get_if<std::int64_t>(&value.content)) {
            if (!node.is_integer()) return false;
            *number = **node.as_integer();
        } else if (auto* text = std::get_if<std::string>(&value.content)) {
            if (!node.is_string()) return false;
            *text = **node.as_string();
        } else {
            return false;
        }
        return true;
    }

    /// Environment and files know texts alone.
    static bool from_text(const std::string& text, Value& value) {
        if (auto* flag = std::get_if<bool>(&value.content)) {
            *flag = text == "true";
            return text == "true" || text == "false";
        }
        if (auto* number = std::get_if<std::int64_t>(&value.content)) {
            const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), *number);
            return ec == std::errc{} && end == text.data() + text.size();
        }
        if (auto* list = std::get_if<std::vector<std::string>>(&value.content)) {
            *list = {text};
        } else {
            value.content = text;
        }
        return true;
    }

    /// What `{ env = "NAME" }` or `{ file = "PATH" }` stands for; a problem and nothing where it
    /// cannot be had.
    std::optional<std::string> looked_up(const std::string& path, const toml::table& table) {
        const auto* env = table.get_as<std::string>("env");
        const auto* file = table.get_as<std::string>("file");
        if (table.size() != 1 || (!env && !file)) {
            add(setting_name(path) + " must be a value, { env = \"NAME\" } or { file = \"PATH\" }");
            return std::nullopt;
        }
        if (env) {
            auto text = environment_(**env);
            if (!text) add(setting_name(path) + ": the environment has no variable " + **env);
            return text;
        }
        auto text = content_of(folder_ / **file);
        if (!text)
            add(setting_name(path) + ": cannot read the file " + (folder_ / **file).string());
        return text;
    }

    Document& into_;
    const std::string& name_;
    const std::filesystem::path& folder_;
    const Environment& environment_;
    std::string where_;
};

namespace {

void flatten(const toml::table& table,
             const std::string& section,
             std::map<std::string, Value, std::less<>>& into) {
    for (const auto& [key, node] : table) {
        const std::string path =
            section.empty() ? std::string{key.str()} : section + "." + std::string{key.str()};
        if (const auto* inner = node.as_table()) {
            flatten(*inner, path, into);
        } else if (const auto* flag = node.as_boolean()) {
            into[path] = {**flag, {}};
        } else if (const auto* number = node.as_integer()) {
            into[path] = {**number, {}};
        } else if (const auto* text = node.as_string()) {
            into[path] = {**text, {}};
        } else {
            std::vector<std::string> list;
            for (const auto& each : *node.as_array()) list.push_back(**each.as_string());
            into[path] = {std::move(list), {}};
        }
    }
}

}  // namespace

Document::Document() { flatten(toml::parse(data::default_toml), "", defaults_); }

Problems Document::lay_over(std::string_view toml,
                            const std::string& name,
                            const std::filesystem::path& folder,
                            const Environment& environment) {
    Overlay overlay{*this, name, folder, environment};
    try {
        overlay.walk(toml::parse(toml, name), "");
    } catch (const toml::parse_error& wrong) {
        return {{name + ":" + std::to_string(wrong.source().begin.line),
                 std::string{wrong.description()}}};
    }
    return std::move(overlay.problems);
}

const Value& Document::at(std::string_view path) const {
    if (const auto said = values_.find(path); said != values_.end()) return said->second;
    if (const auto found = defaults_.find(path); found != defaults_.end()) return found->second;
    throw std::logic_error("no such setting: " + std::string{path});
}

std::map<std::string, Value> Document::below(std::string_view section) const {
    const std::string begin = std::string{section} + ".";
    std::map<std::string, Value> found;
    for (const auto* values : {&defaults_, &values_}) {
        for (const auto& [path, value] : *values) {
            if (path.starts_with(begin)) found[path.substr(begin.size())] = value;
        }
    }
    return found;
}

}  // namespace qingdan::config
