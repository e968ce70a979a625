#include "domain/language/lexicon/lexicon.hpp"

#include "domain/language/fold/fold.hpp"
#include "language_lexicon.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <unordered_map>

namespace qingdan::language {
namespace {

constexpr std::array<std::string_view, tag_count> tag_names{
#define QINGDAN_TAG(name) #name,
    QINGDAN_TAGS
#undef QINGDAN_TAG
};

bool is_word_character(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= 0xC0 && c < 0x250); }

std::string_view trimmed_number(std::string_view code) {
    return !code.empty() && code.front() == '+' ? code.substr(1) : code;
}

int number_of(std::string_view code) {
    int value = 0;
    const auto digits = trimmed_number(code);
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// The words of a group, blank-separated, `_` standing for a blank.
std::vector<std::string> split_words(std::string_view words) {
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) out.push_back(std::exchange(word, {}));
    };
    for (const char c : words) {
        if (c == ' ' || c == '\n' || c == '\t')
            flush();
        else
            word.push_back(c == '_' ? ' ' : c);
    }
    flush();
    return out;
}

}  // namespace

Tag tag_named(std::string_view name) {
    static const auto by_name = [] {
        std::unordered_map<std::string_view, Tag> made;
        for (std::size_t i = 0; i < tag_count; ++i) made.emplace(tag_names[i], static_cast<Tag>(i));
        return made;
    }();
    const auto found = by_name.find(name);
    if (found == by_name.end()) throw LexiconError{"no tag is called " + std::string{name}};
    return found->second;
}

std::string_view to_text(Tag tag) { return tag_names[static_cast<std::size_t>(tag)]; }

const Sense& Hit::sense(Tag tag) const {
    for (const Sense& sense : word->senses)
        if (sense.tag == tag) return sense;
    return word->senses.front();
}

Lexicon::Lexicon(std::span<const LexiconFile> files) {
    std::map<std::pair<Tag, std::string>, std::string> codes;
    for (const LexiconFile& file : files) {
        toml::table table;
        try {
            table = toml::parse(file.toml);
        } catch (const toml::parse_error& wrong) {
            throw LexiconError{std::string{file.name} + ": " + std::string{wrong.description()}};
        }
        const auto* groups = table["group"].as_array();
        if (groups == nullptr) throw LexiconError{std::string{file.name} + ": no [[group]]"};
        for (const auto& node : *groups) {
            const auto& group = *node.as_table();
            const auto name = group["tag"].value_or(std::string{});
            const auto code = group["code"].value_or(std::string{});
            const std::string where = std::string{file.name} + ", " + name + " " + code;
            const Tag tag = tag_named(name);
            if (!codes.emplace(std::pair{tag, code}, where).second)
                throw LexiconError{where + ": this code has a group already"};
            const bool decided = group.contains("when");
            for (const std::string& word : split_words(group["words"].value_or(std::string{})))
                add(fold(word).shadow, {tag, code, number_of(code)}, decided, where);
        }
    }
    build();
}

Lexicon::~Lexicon() = default;

void Lexicon::add(std::u32string text, Sense sense, bool decided, std::string_view where) {
    const auto [place, is_new] = index_.emplace(text, words_.size());
    if (is_new) {
        words_.push_back({text, {}, {}});
        decided_.push_back(false);
    }
    Word& word = words_[place->second];
    const auto complain = [&](std::string_view what) {
        throw LexiconError{std::string{where} + ": " + to_utf8(text) + " " + std::string{what}};
    };
    for (const Sense& other : word.senses)
        if (other.tag == sense.tag) complain("stands twice under this tag");
    if (!word.senses.empty() && !decided && !decided_[place->second])
        complain("has two meanings, and no `when` says what decides");
    decided_[place->second] = decided_[place->second] || decided;
    word.tags.set(static_cast<std::size_t>(sense.tag));
    word.senses.push_back(std::move(sense));
}

void Lexicon::build() {
    struct Growing {
        std::map<char32_t, std::uint32_t> children;
        std::int32_t word = -1;
    };
    std::vector<Growing> trie(1);
    for (std::size_t i = 0; i < words_.size(); ++i) {
        std::uint32_t node = 0;
        for (const char32_t c : words_[i].text) {
            const auto found = trie[node].children.find(c);
            if (found != trie[node].children.end()) {
                node = found->second;
                continue;
            }
            const auto made = static_cast<std::uint32_t>(trie.size());
            trie[node].children.emplace(c, made);
            trie.emplace_back();
            node = made;
        }
        if (node != 0) trie[node].word = static_cast<std::int32_t>(i);
    }
    nodes_.resize(trie.size());
    roots_.assign(0x10000, 0);
    for (std::size_t i = 0; i < trie.size(); ++i) {
        nodes_[i] = {static_cast<std::uint32_t>(edges_.size()),
                     static_cast<std::uint16_t>(trie[i].children.size()),
                     trie[i].word};
        for (const auto& [character, node] : trie[i].children) {
            edges_.push_back({character, node});
            if (i == 0 && character < 0x10000) roots_[character] = node;
        }
    }
}

std::uint32_t Lexicon::child(std::uint32_t node, char32_t character) const {
    if (node == 0) return character < 0x10000 ? roots_[character] : 0;
    const Node& parent = nodes_[node];
    const auto* first = edges_.data() + parent.first;
    const auto* last = first + parent.count;
    if (parent.count <= 6) {
        for (; first != last; ++first)
            if (first->character == character) return first->node;
        return 0;
    }
    first = std::lower_bound(
        first, last, character, [](const Edge& e, char32_t c) { return e.character < c; });
    return first != last && first->character == character ? first->node : 0;
}

std::vector<Hit> Lexicon::find(std::u32string_view shadow) const {
    std::vector<Hit> hits;
    const int n = static_cast<int>(shadow.size());
    hits.reserve(static_cast<std::size_t>(n));
    int chosen_until = 0;
    for (int begin = 0; begin < n; ++begin) {
        if (begin > 0 && is_word_character(shadow[begin]) && is_word_character(shadow[begin - 1]))
            continue;
        const std::size_t before = hits.size();
        std::uint32_t node = 0;
        for (int at = begin; at < n; ++at) {
            node = child(node, shadow[at]);
            if (node == 0) break;
            if (nodes_[node].word < 0) continue;
            const bool cut =
                at + 1 < n && is_word_character(shadow[at]) && is_word_character(shadow[at + 1]);
            if (!cut) hits.push_back({begin, at + 1, &words_[nodes_[node].word], false});
        }
        std::reverse(hits.begin() + static_cast<std::ptrdiff_t>(before), hits.end());
        if (hits.size() > before && begin >= chosen_until) {
            hits[before].chosen = true;
            chosen_until = hits[before].end;
        }
    }
    return hits;
}

const Lexicon& builtin_lexicon() {
    static const auto* lexicon = [] {
        std::vector<LexiconFile> files;
        for (const auto& file : lexicon_data::files()) files.push_back({file.path, file.content});
        static const Lexicon made{files};
        return &made;
    }();
    return *lexicon;
}

}  // namespace qingdan::language
