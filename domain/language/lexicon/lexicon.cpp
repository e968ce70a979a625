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
constexpr std::array silent_tags{Tag::need_kind,
                                 Tag::need_urgent,
                                 Tag::need_settled,
                                 Tag::postpone,
                                 Tag::list_all,
                                 Tag::visit_figures,
                                 Tag::household_query,
                                 Tag::my_tasks,
                                 Tag::new_household,
                                 Tag::same_person,
                                 Tag::not_same_person,
                                 Tag::reminder_step,
                                 Tag::after_name,
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

// With which words numbers, namings of days, persons and forms of address begin.
constexpr std::array number_leads{
    Tag::digit, Tag::scale, Tag::tens, Tag::collective, Tag::half, Tag::en_number};
constexpr std::array date_leads{
    Tag::day_word,    Tag::day_meal,       Tag::day_pair,   Tag::every_day,  Tag::every,
    Tag::en_weekdays, Tag::en_weekday,     Tag::digit,      Tag::tens,       Tag::scale,
    Tag::collective,  Tag::half,           Tag::en_number,  Tag::en_ordinal, Tag::en_month,
    Tag::en_the,      Tag::shift,          Tag::week_unit,  Tag::weekend,    Tag::workday,
    Tag::year_word,   Tag::month_end_word, Tag::span_ahead, Tag::run};
constexpr std::array person_leads{
    Tag::surname, Tag::nick_prefix, Tag::my, Tag::kin, Tag::honorific, Tag::name_like};
constexpr std::array title_leads{Tag::honorific};

struct LeadTags {
    Lead lead;
    std::span<const Tag> tags;
};
constexpr std::array lead_tags{LeadTags{Lead::number, number_leads},
                               LeadTags{Lead::date, date_leads},
                               LeadTags{Lead::person, person_leads},
                               LeadTags{Lead::title, title_leads}};

std::bitset<tag_count> tags_of(std::span<const Tag> tags) {
    std::bitset<tag_count> set;
    for (const Tag tag : tags) set.set(static_cast<std::size_t>(tag));
    return set;
}

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

struct Lexicon::Entry {
    std::u32string text;
    std::vector<Sense> senses;
    bool decided = false;  ///< one of its groups says what decides
};

/// The words of all files, each with all that it can be.
class Lexicon::Vocabulary {
public:
    void add(const std::u32string& text, Sense sense, bool decided, std::string_view where) {
        const auto [place, is_new] = index_.emplace(text, entries_.size());
        if (is_new) entries_.push_back({text, {}});
        Entry& entry = entries_[place->second];
        const auto complain = [&](std::string_view what) {
            throw LexiconError{std::string{where} + ": " + to_utf8(text) + " " + std::string{what}};
        };
        for (const Sense& other : entry.senses)
            if (other.tag == sense.tag) complain("stands twice under this tag");
        if (!entry.senses.empty() && !decided && !entry.decided)
            complain("has two meanings, and no `when` says what decides");
        entry.decided = entry.decided || decided;
        entry.senses.push_back(std::move(sense));
    }

    std::span<const Entry> entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
    std::unordered_map<std::u32string, std::size_t> index_;
};

Lexicon::Lexicon(std::span<const LexiconFile> files) {
    Vocabulary vocabulary;
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
                vocabulary.add(fold(word).shadow, {tag, code, number_of(code)}, decided, where);
        }
    }
    number_letters(vocabulary.entries());
    make_kinds(vocabulary.entries());
    place_states();
}

Lexicon::~Lexicon() = default;

void Lexicon::number_letters(std::span<const Entry> entries) {
    letters_.assign(0x10000, 0);
    std::uint16_t count = 0;
    for (const Entry& entry : entries)
        for (const char32_t c : entry.text)
            if (c < letters_.size() && letters_[c] == 0) letters_[c] = ++count;
}

void Lexicon::make_kinds(std::span<const Entry> entries) {
    const auto silent = tags_of(silent_tags);
    std::vector<unsigned char> leads(tag_count);
    for (const LeadTags& leading : lead_tags)
        for (const Tag tag : leading.tags)
            leads[static_cast<std::size_t>(tag)] |= static_cast<unsigned char>(leading.lead);
    const auto kind_of = [&](const Entry& entry) {
        WordKind kind;
        for (const Sense& sense : entry.senses) {
            kind.tags.set(static_cast<std::size_t>(sense.tag));
            kind.leads |= leads[static_cast<std::size_t>(sense.tag)];
        }
        kind.silent = (kind.tags & ~silent).none() && entry.text.size() > 1;
        return kind;
    };
    kinds_.push_back({});  // none
    senses_.push_back({});
    std::map<std::pair<bool, std::vector<std::pair<Tag, std::string>>>, std::size_t> known;
    std::vector<std::size_t> kinds(entries.size());
    // The silent ones first, so that the place tells them apart.
    for (const bool silently : {true, false}) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const WordKind kind = kind_of(entries[i]);
            if (kind.silent != silently) continue;
            std::vector<std::pair<Tag, std::string>> senses;
            for (const Sense& sense : entries[i].senses) senses.emplace_back(sense.tag, sense.code);
            const auto [place, is_new] =
                known.emplace(std::pair{silently, std::move(senses)}, kinds_.size());
            kinds[i] = place->second;
            if (!is_new) continue;
            kinds_.push_back(kind);
            senses_.push_back(entries[i].senses);
        }
        if (silently) first_loud_ = static_cast<std::uint16_t>(kinds_.size());
    }
    for (std::size_t i = 0; i < kinds_.size(); ++i) kinds_[i].senses = senses_[i];
    for (std::size_t i = 0; i < entries.size(); ++i)
        words_.push_back({entries[i].text, &kinds_[kinds[i]]});
}

/// The words in the order of their letters are the automaton already: those that begin alike stand
/// together. Each group gets the first base where the places of all its letters are free.
void Lexicon::place_states() {
    struct Spelt {
        std::u32string letters;
        std::uint16_t kind;
    };
    std::vector<Spelt> spelt;
    for (const Word& word : words_) {
        spelt.push_back({word.text, static_cast<std::uint16_t>(word.kind - kinds_.data())});
        std::u32string& letters = spelt.back().letters;
        for (char32_t& c : letters) c = letter(c);
        if (letters.size() > 1) pairs_.set(pair_of(letters[0], letters[1]));
    }
    std::sort(spelt.begin(), spelt.end(), [](const Spelt& a, const Spelt& b) {
        return a.letters < b.letters;
    });
    struct Group {
        std::size_t begin, end, depth, state;
    };
    const std::size_t letters = 1 + *std::max_element(letters_.begin(), letters_.end());
    states_.resize(letters);
    states_[start].parent = nobody;
    std::size_t first_free = 1;
    std::deque<Group> waiting{{0, spelt.size(), 0, start}};
    for (; !waiting.empty(); waiting.pop_front()) {
        const Group group = waiting.front();
        std::vector<Group> parts;  // by the next letter
        std::vector<std::size_t> codes;
        for (std::size_t i = group.begin; i < group.end; ++i) {
            const std::u32string& text = spelt[i].letters;
            if (text.size() == group.depth) {
                states_[group.state].kind = spelt[i].kind;
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
        while (first_free < states_.size() && states_[first_free].parent != free) ++first_free;
        std::size_t base = first_free > codes.front() ? first_free - codes.front() : 0;
        const auto fits = [&] {
            return std::all_of(codes.begin(), codes.end(), [&](std::size_t code) {
                return base + code >= states_.size() || states_[base + code].parent == free;
            });
        };
        while (!fits()) ++base;
        // Any letter may be asked for in any state.
        if (states_.size() < base + letters) states_.resize(base + letters);
        if (states_.size() > nobody) throw LexiconError{"more words than the automaton can hold"};
        states_[group.state].base = static_cast<std::uint16_t>(base);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            parts[i].state = base + codes[i];
            states_[parts[i].state].parent = static_cast<std::uint16_t>(group.state);
            waiting.push_back(parts[i]);
        }
    }
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
    std::uint32_t first = n > 0 ? letter(at(0)) : 0;
    std::uint32_t second = 0;
    for (int begin = 0; begin < n; ++begin, first = second) {
        second = begin + 1 < n ? letter(at(begin + 1)) : 0;
        std::uint32_t state = next(start, first);
        if (state == 0 || within_word(begin)) continue;
        const std::size_t before = hits.size();
        int loud = -1;
        int end = begin + 1;
        for (bool more = pairs_[pair_of(first, second)];; more = true) {
            const std::uint16_t kind = states_[state].kind;
            if (kind != 0 && !within_word(end)) {
                if (kind >= first_loud_) loud = static_cast<int>(hits.size() - before);
                hits.push_back({begin, end, &kinds_[kind]});
            }
            if (!more || end == n) break;
            state = next(state, letter(at(end)));
            if (state == 0) break;
            ++end;
        }
        const std::size_t count = hits.size() - before;
        if (count > 1) std::reverse(hits.begin() + static_cast<std::ptrdiff_t>(before), hits.end());
        if (begin < chosen_until || loud < 0) continue;
        Hit& chosen = hits[before + count - 1 - static_cast<std::size_t>(loud)];
        chosen.chosen = true;
        chosen_until = chosen.end;
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
