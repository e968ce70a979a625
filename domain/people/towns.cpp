#include "domain/people/towns.hpp"

#include "domain/language/fold/fold.hpp"
#include "domain/store/store.hpp"
#include "town_data.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace qingdan::people {
namespace {

std::u32string key_of(std::string_view text) {
    std::u32string key = language::fold(text).shadow;
    std::erase(key, U' ');
    return key;
}

struct Data {
    std::vector<Town> towns;
    std::u32string office_ending;
};

Data read_data() {
    Data data;
    std::vector<Town>& all = data.towns;
    const toml::table table = toml::parse(town_data::files().front().content);
    data.office_ending = key_of(table["office_ending"].value_or(""));
    const toml::array* rows = table["town"].as_array();
    if (!rows) throw std::logic_error("towns.toml has no towns");
    for (const toml::node& row : *rows) {
        const toml::table& town = *row.as_table();
        Town one{town["code"].value_or(""),
                 town["division"].value_or(""),
                 town["name"].value_or(""),
                 {}};
        if (const toml::array* also = town["also"].as_array()) {
            for (const toml::node& name : *also) one.also.push_back(name.value_or(""));
        }
        all.push_back(std::move(one));
    }
    return data;
}

const Data& data() {
    static const Data read = read_data();
    return read;
}

}  // namespace

const std::vector<Town>& towns() { return data().towns; }

std::string office_key(std::string_view name) {
    std::u32string key = key_of(name);
    const std::u32string& ending = data().office_ending;
    if (!ending.empty() && key.ends_with(ending)) key.resize(key.size() - ending.size());
    return language::to_utf8(key);
}

std::vector<std::string> towns_of_roster(store::Transaction& tx) {
    auto rows =
        tx.prepare("SELECT DISTINCT town FROM users WHERE active = 1 AND town > '' ORDER BY town");
    std::vector<std::string> found;
    while (rows.step()) found.push_back(rows.text(0));
    return found;
}

std::vector<std::string> towns_named_in(std::string_view text,
                                        const std::vector<std::string>& known) {
    const std::u32string said = key_of(text);
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const std::string& town : known) {
        std::vector<std::string> names{town};
        for (const Town& listed : towns()) {
            if (listed.name == town)
                names.insert(names.end(), listed.also.begin(), listed.also.end());
        }
        std::size_t longest = 0;
        for (const std::string& name : names) {
            const std::u32string key = key_of(name);
            if (said.find(key) != std::u32string::npos) longest = std::max(longest, key.size());
        }
        if (longest > 0) found.emplace_back(longest, town);
    }
    std::stable_sort(
        found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> names;
    for (auto& [length, name] : found) names.push_back(std::move(name));
    return names;
}

}  // namespace qingdan::people
