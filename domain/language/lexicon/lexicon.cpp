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

/// Tags that are asked for at one place (behind a name, in front of a place, as the whole message).
/// A word that has no other tag does not keep the words inside it from being read.
constexpr std::array silent_tags{Tag::after_name,
                                 Tag::before_name,
                                 Tag::not_in_name,
                                 Tag::place_stop,
                                 Tag::place_lead,
                                 Tag::note_stop,
                                 Tag::topic_stop,
                                 Tag::danger,
                                 Tag::danger_attempt,
                                 Tag::danger_negation,
                                 Tag::danger_past,
                                 Tag::danger_talk,
                                 Tag::danger_weak,
                                 Tag::danger_settled,
                                 Tag::danger_now,
                                 Tag::danger_guard,
                                 Tag::danger_filler,
                                 Tag::clause_start,
                                 Tag::speaks,
                                 Tag::label,
                                 Tag::tail_particle,
                                 Tag::take_task,
                                 Tag::yes,
                                 Tag::no,
                                 Tag::cancel_last,
                                 Tag::opt_out,
                                 Tag::said_lead,
                                 Tag::field_mark,
                                 Tag::until_mark,
                                 Tag::from_mark,
                                 Tag::en_before_name,
                                 Tag::helps,
                                 Tag::perfect,
                                 Tag::together_with,
                                 Tag::none_said,
                                 Tag::affirm,
                                 Tag::all_of_them,
                                 Tag::greeting,
                                 Tag::office_lead,
                                 Tag::asks_for,
                                 Tag::office_end,
                                 Tag::digit,
                                 Tag::surname,
                                 Tag::guide_topic,
                                 Tag::guide_how,
                                 Tag::help,
                                 Tag::meal_query,
                                 Tag::visit_query,
                                 Tag::workload_query,
                                 Tag::menu,
                                 Tag::question_word,
                                 Tag::which_or_when,
                                 Tag::complaint,
                                 Tag::how_often,
                                 Tag::progress,
                                 Tag::show_me,
                                 Tag::gone,
                                 Tag::burden_words,
                                 Tag::ordered,
                                 Tag::last_one,
                                 Tag::my_data,
                                 Tag::erase,
                                 Tag::handover,
                                 Tag::checklist,
                                 Tag::opt_in,
                                 Tag::delivered,
                                 Tag::danger_state,
                                 Tag::wish,
                                 Tag::body,
                                 Tag::knock,
                                 Tag::attempt,
                                 Tag::says,
                                 Tag::speaker,
                                 Tag::companion,
                                 Tag::done_lead,
                                 Tag::asks_favour,
                                 Tag::pronoun,
                                 Tag::issue_end,
                                 Tag::asks_about,
                                 Tag::came_with,
                                 Tag::portion_typo,
                                 Tag::times_sign,
                                 Tag::topic_trim,
                                 Tag::for_all,
                                 Tag::own_committee,
                                 Tag::round,
                                 Tag::en_conjunction,
                                 Tag::house_stem,
                                 Tag::gathering,
                                 Tag::topic_noun,
                                 Tag::go_and_see,
                                 Tag::helped,
                                 Tag::there_is,
                                 Tag::do_what,
                                 Tag::you_bot,
                                 Tag::standing,
                                 Tag::soon,
                                 Tag::not_yet,
                                 Tag::election_step,
                                 Tag::election_plan,
                                 Tag::election_way,
                                 Tag::broadcast_start,
                                 Tag::not_meal};

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

std::bitset<tag_count> tags_of(std::initializer_list<Tag> tags) {
    std::bitset<tag_count> set;
    for (const Tag tag : tags) set.set(static_cast<std::size_t>(tag));
    return set;
}

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
    std::bitset<tag_count> silent;
    for (const Tag tag : silent_tags) silent.set(static_cast<std::size_t>(tag));
    for (Word& word : words_) word.silent = (word.tags & ~silent).none() && word.text.size() > 1;
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
        for (std::size_t i = before; i < hits.size() && begin >= chosen_until; ++i) {
            if (hits[i].word->silent) continue;
            hits[i].chosen = true;
            chosen_until = hits[i].end;
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
