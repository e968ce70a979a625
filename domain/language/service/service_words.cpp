#include "domain/language/service/service_words.hpp"

#include "domain/language/fold/fold.hpp"
#include "domain/language/numbers/numbers.hpp"
#include "domain/language/reading.hpp"
#include "language_service.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace qingdan::language {
namespace {

struct Group {
    std::string code;
    std::vector<std::u32string> words;
};

/// `passed_away` stands for two words with a blank between.
std::u32string shadow_of_word(std::string word) {
    std::replace(word.begin(), word.end(), '_', ' ');
    return fold(word).shadow;
}

/// The words are built in; that they can be read is what a test sees to.
const std::vector<Group>& groups() {
    static const std::vector<Group> all = [] {
        std::vector<Group> read;
        const toml::table table = toml::parse(service_words_data::files().front().content);
        const toml::array* list = table["group"].as_array();
        if (!list) throw std::logic_error("no groups of service words");
        for (const toml::node& node : *list) {
            const toml::table& entry = *node.as_table();
            Group group{entry["code"].value_or(std::string{}), {}};
            std::istringstream words{entry["words"].value_or(std::string{})};
            for (std::string word; words >> word;) group.words.push_back(shadow_of_word(word));
            read.push_back(std::move(group));
        }
        return read;
    }();
    return all;
}

bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || c == U'\''; }

/// Latin words stand alone (`all` is not in `ballroom`); Chinese ones anywhere.
bool stands_in(const std::u32string& text, const std::u32string& word) {
    for (auto at = text.find(word); at != std::u32string::npos; at = text.find(word, at + 1)) {
        if (!is_latin(word.front())) return true;
        const bool before = at > 0 && is_latin(text[at - 1]);
        const bool behind = at + word.size() < text.size() && is_latin(text[at + word.size()]);
        if (!before && !behind) return true;
    }
    return false;
}

/// The first number from 1 to `most` that stands in front of a word of the group.
std::optional<int> counted(const Reading& reading, const Group& units, int most) {
    for (int at = 0; at < reading.size(); ++at) {
        const auto number = number_at(reading, at);
        if (!number || number->value < 1 || number->value > most) continue;
        std::size_t behind = static_cast<std::size_t>(number->span.end);
        while (behind < reading.folded().shadow.size() && reading.folded().shadow[behind] == U' ')
            ++behind;
        for (const std::u32string& unit : units.words) {
            if (reading.folded().shadow.compare(behind, unit.size(), unit) == 0)
                return static_cast<int>(number->value);
        }
        at = std::max(at, number->span.end - 1);
    }
    return std::nullopt;
}

const Group& group_of(std::string_view code) {
    const auto found = std::find_if(
        groups().begin(), groups().end(), [&](const Group& group) { return group.code == code; });
    if (found == groups().end()) throw std::logic_error("a group of service words is missing");
    return *found;
}

bool is_letter_or_digit(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'); }

}  // namespace

bool names_set(std::string_view text, std::string_view set) {
    const std::u32string said = fold(text).shadow;
    const std::u32string code = fold(set).shadow;
    if (code.empty()) return false;
    if (said == code) return true;
    for (auto at = said.find(code); at != std::u32string::npos; at = said.find(code, at + 1)) {
        const std::size_t end = at + code.size();
        if (at > 0 && is_letter_or_digit(said[at - 1]) && is_letter_or_digit(code.front()))
            continue;
        if (end < said.size() && is_letter_or_digit(said[end]) && is_letter_or_digit(code.back()))
            continue;
        for (const std::u32string& word : group_of("set_behind").words) {
            if (said.compare(end, word.size(), word) == 0) return true;
        }
        for (const std::u32string& word : group_of("set_before").words) {
            const bool fits =
                at >= word.size() && said.compare(at - word.size(), word.size(), word) == 0;
            // `要B` ends the word; `订B座` goes on with something else.
            const bool ends = end == said.size() || !is_ideograph(said[end]);
            if (fits && ends) return true;
        }
    }
    return false;
}

std::optional<std::string> behind(std::string_view text, std::string_view code) {
    const Folded folded = fold(text);
    std::size_t begin = std::u32string::npos;
    for (const std::u32string& word : group_of(code).words) {
        const auto at = folded.shadow.find(word);
        if (at == std::u32string::npos) continue;
        // Of two words at one place the longer one: `换成`, not `换`.
        begin =
            begin == std::u32string::npos ? at + word.size() : std::max(begin, at + word.size());
    }
    if (begin == std::u32string::npos) return std::nullopt;
    while (begin < folded.shadow.size() && !is_ideograph(folded.shadow[begin]) &&
           !is_letter_or_digit(folded.shadow[begin]))
        ++begin;
    std::size_t end = begin;
    while (end < folded.shadow.size() &&
           (is_ideograph(folded.shadow[end]) || is_letter_or_digit(folded.shadow[end]) ||
            folded.shadow[end] == U' '))
        ++end;
    std::string found{folded.piece(static_cast<int>(begin), static_cast<int>(end))};
    while (!found.empty() && found.front() == ' ') found.erase(0, 1);
    while (!found.empty() && found.back() == ' ') found.pop_back();
    if (found.empty()) return std::nullopt;
    return found;
}

bool mentions(std::string_view text, std::string_view word) {
    const std::u32string what = fold(word).shadow;
    return !what.empty() && fold(text).shadow.find(what) != std::u32string::npos;
}

bool ServiceWords::has(std::string_view code) const {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

ServiceWords service_words(std::string_view text) {
    const Reading reading{text, builtin_lexicon()};
    ServiceWords found;
    for (const Group& group : groups()) {
        if (group.code.starts_with("set_")) continue;
        if (group.code == "doors") {
            found.doors = counted(reading, group, 999);
            continue;
        }
        if (group.code == "month") {
            found.month = counted(reading, group, 12);
            continue;
        }
        const bool said =
            std::any_of(group.words.begin(), group.words.end(), [&](const std::u32string& word) {
                return stands_in(reading.folded().shadow, word);
            });
        if (said) found.codes.push_back(group.code);
    }
    return found;
}

}  // namespace qingdan::language
