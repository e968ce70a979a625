#include "domain/language/lexicon/lexicon.hpp"

#include "domain/language/fold/fold.hpp"
#include "language_lexicon.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <limits>
#include <map>
#include <numeric>
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
                                 Tag::towards,
                                 Tag::speaks,
                                 Tag::label,
                                 Tag::tail_particle,
                                 Tag::take_task,
                                 Tag::yes,
                                 Tag::no,
                                 Tag::cancel_last,
                                 Tag::opt_out,
                                 Tag::said_lead,
                                 Tag::already,
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
                                 Tag::there_is,
                                 Tag::do_what,
                                 Tag::can_do,
                                 Tag::you_bot,
                                 Tag::standing,
                                 Tag::soon,
                                 Tag::not_yet,
                                 Tag::election_step,
                                 Tag::election_plan,
                                 Tag::election_way,
                                 Tag::broadcast_start,
                                 Tag::not_meal};

struct LeadTags {
    Lead lead;
    std::initializer_list<Tag> tags;
};

/// With which words numbers, namings of days and persons begin.
const std::array lead_tags{
    LeadTags{Lead::number,
             {Tag::digit, Tag::scale, Tag::tens, Tag::collective, Tag::half, Tag::en_number}},
    LeadTags{Lead::date, {Tag::day_word,  Tag::day_meal,       Tag::day_pair,   Tag::every_day,
                          Tag::every,     Tag::en_weekdays,    Tag::en_weekday, Tag::digit,
                          Tag::tens,      Tag::scale,          Tag::collective, Tag::half,
                          Tag::en_number, Tag::en_ordinal,     Tag::en_month,   Tag::en_the,
                          Tag::shift,     Tag::week_unit,      Tag::weekend,    Tag::workday,
                          Tag::year_word, Tag::month_end_word, Tag::span_ahead, Tag::run}},
    LeadTags{Lead::person,
             {Tag::surname, Tag::nick_prefix, Tag::my, Tag::kin, Tag::honorific, Tag::name_like}}};

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
        words_.push_back({});
        words_.back().text = text;
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
    for (Word& word : words_) {
        word.silent = (word.tags & ~silent).none() && word.text.size() > 1;
        for (const LeadTags& leading : lead_tags)
            if ((word.tags & tags_of(leading.tags)).any())
                word.leads |= static_cast<unsigned char>(leading.lead);
    }
    number_letters();
    place_states();
}

void Lexicon::number_letters() {
    letters_.assign(0x10000, 0);
    std::uint16_t count = 0;
    for (const Word& word : words_)
        for (const char32_t c : word.text)
            if (c < letters_.size() && letters_[c] == 0) letters_[c] = ++count;
}

/// The words in the order of their letters are the automaton already: those that begin alike stand
/// together. Each group gets the first base where the places of all its letters are free.
void Lexicon::place_states() {
    std::vector<std::int32_t> order(words_.size());
    std::iota(order.begin(), order.end(), 0);
    const auto letters_of = [&](std::int32_t word) {
        std::u32string letters = words_[static_cast<std::size_t>(word)].text;
        for (char32_t& c : letters) c = letter(c);
        return letters;
    };
    std::vector<std::u32string> spelt;
    for (const std::int32_t word : order) spelt.push_back(letters_of(word));
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return spelt[static_cast<std::size_t>(a)] < spelt[static_cast<std::size_t>(b)];
    });
    struct Group {
        std::size_t begin, end, depth;
        std::int32_t state;
    };
    const std::size_t letters = 1 + *std::max_element(letters_.begin(), letters_.end());
    std::size_t free = 1;  // no place in front of it is
    const auto grow = [&](std::size_t size) {
        if (states_.size() >= size) return;
        states_.resize(size);
        word_of_.resize(size, -1);
    };
    grow(1);
    states_[start].parent =
        std::numeric_limits<std::int32_t>::max();  // taken, and no state's child
    std::deque<Group> waiting{{0, order.size(), 0, start}};
    for (; !waiting.empty(); waiting.pop_front()) {
        const Group group = waiting.front();
        std::vector<Group> parts;  // by the next letter
        std::vector<std::size_t> codes;
        for (std::size_t i = group.begin; i < group.end; ++i) {
            const std::u32string& text = spelt[static_cast<std::size_t>(order[i])];
            if (text.size() == group.depth) {
                word_of_[static_cast<std::size_t>(group.state)] = order[i];
                continue;
            }
            const std::size_t code = text[group.depth];
            if (code == 0) continue;  // beyond the basic plane: never found
            if (codes.empty() || codes.back() != code) {
                codes.push_back(code);
                parts.push_back({i, i, group.depth + 1, 0});
            }
            parts.back().end = i + 1;
        }
        if (parts.empty()) continue;
        while (free < states_.size() && states_[free].parent >= 0) ++free;
        std::size_t base = free > codes.front() ? free - codes.front() : 0;
        const auto fits = [&] {
            return std::all_of(codes.begin(), codes.end(), [&](std::size_t code) {
                return base + code >= states_.size() || states_[base + code].parent < 0;
            });
        };
        while (!fits()) ++base;
        // Any letter may be asked for in any state.
        grow(base + letters);
        states_[static_cast<std::size_t>(group.state)].base = static_cast<std::int32_t>(base);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            parts[i].state = static_cast<std::int32_t>(base + codes[i]);
            states_[base + codes[i]].parent = group.state;
            waiting.push_back(parts[i]);
        }
    }
    grow(letters);
}

std::vector<Hit> Lexicon::find(std::u32string_view shadow) const {
    std::vector<Hit> hits;
    const int n = static_cast<int>(shadow.size());
    hits.reserve(shadow.size());
    const auto at = [&](int position) { return shadow[static_cast<std::size_t>(position)]; };
    const auto within_word = [&](int position) {
        return position > 0 && position < n && is_word_character(at(position)) &&
               is_word_character(at(position - 1));
    };
    int chosen_until = 0;
    for (int begin = 0; begin < n; ++begin) {
        std::int32_t state = next(start, letter(at(begin)));
        if (state < 0 || within_word(begin)) continue;
        const std::size_t before = hits.size();
        for (int end = begin + 1;; ++end) {
            const std::int32_t word = word_of_[static_cast<std::size_t>(state)];
            if (word >= 0 && !within_word(end))
                hits.push_back({begin, end, &words_[static_cast<std::size_t>(word)]});
            if (end == n) break;
            state = next(state, letter(at(end)));
            if (state < 0) break;
        }
        if (hits.size() > before + 1)
            std::reverse(hits.begin() + static_cast<std::ptrdiff_t>(before), hits.end());
        if (begin < chosen_until) continue;
        for (std::size_t i = before; i < hits.size(); ++i) {
            if (hits[i].word->silent) continue;
            hits[i].chosen = true;
            chosen_until = hits[i].end;
            break;
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
