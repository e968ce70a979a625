#pragma once
/// @file
/// The words that the grammar knows, and what each of them can be (the lexicon, data in TOML).

#include "domain/language/lexicon/tags.hpp"

#include <bitset>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// What can begin with a word: asked at every position of a text, before anything else is tried.
enum class Lead : unsigned char { number = 1, date = 2, person = 4, title = 8 };

/// One thing that a word can be: a tag that the grammar asks for, and a code where the tag has
/// several.
struct Sense {
    Tag tag;
    std::string code;
    int value = 0;  ///< the code as a number, where it is one
};

/// What a word can be. Thousands of words are of a few hundred kinds, so that what a text asks of
/// its words stays in the cache.
struct alignas(64) WordKind {
    std::bitset<tag_count> tags;
    std::span<const Sense> senses;
    bool silent = false;  ///< only looked at in a place of its own; takes no part in the reading
                          ///< from the left
    unsigned char leads = 0;  ///< the `Lead`s, one bit each
};

/// A word of the lexicon, in its shadow form.
struct Word {
    std::u32string text;
    const WordKind* kind = nullptr;
};

/// A place in a text where a word of the lexicon stands.
struct Hit {
    int begin = 0;
    int end = 0;
    const WordKind* kind = nullptr;
    int same_end = -1;    ///< a shorter one that ends at the same place, for the Reading
    bool chosen = false;  ///< part of the reading from the left that always takes the longest word

    bool is(Tag tag) const { return kind->tags[static_cast<std::size_t>(tag)]; }
    /// The sense of that tag; only where `is(tag)`.
    const Sense& sense(Tag tag) const {
        for (const Sense& sense : kind->senses)
            if (sense.tag == tag) return sense;
        return kind->senses.front();
    }
};

/// A mistake in the lexicon's files, with the place.
class LexiconError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One lexicon file: its name for messages, and its TOML.
struct LexiconFile {
    std::string_view name;
    std::string_view toml;
};

/// The whole vocabulary in one automaton.
///
/// A file is a list of `[[group]]`s with `tag`, optionally `code`, and `words` separated by blanks
/// (`_` is a blank inside a word). A word may stand in one group of a tag only, and with a second
/// tag only where that group names in `when` what decides between them; both are checked here, so a
/// wrong file fails the build's tests by name.
class Lexicon {
public:
    /// Throws LexiconError naming file, group and word.
    explicit Lexicon(std::span<const LexiconFile> files);
    ~Lexicon();
    Lexicon(const Lexicon&) = delete;
    Lexicon& operator=(const Lexicon&) = delete;

    /// Every place of every word in `shadow`, sorted by begin, longer first. English words only as
    /// whole words.
    std::vector<Hit> find(std::u32string_view shadow) const;

    std::span<const Word> words() const { return words_; }

private:
    struct Entry;
    class Vocabulary;
    void number_letters(std::span<const Entry> entries);
    void make_kinds(std::span<const Entry> entries);
    void place_states();

    /// A state of the automaton, in which a word ends where it has a kind. The state behind it and
    /// a letter is `base` + the letter's number, if that one's parent it is: one load for each
    /// character of a text.
    struct State {
        std::uint16_t base = 0;
        std::uint16_t parent = free;
        std::uint16_t kind = 0;  ///< place in `kinds_`; 0 is none
    };
    static constexpr std::uint16_t start = 0;
    static constexpr std::uint16_t free = 0xFFFF;
    static constexpr std::uint16_t nobody = 0xFFFE;
    /// 0 where there is none: nothing leads back to the start.
    std::uint32_t next(std::uint32_t state, std::uint32_t letter) const {
        const std::uint32_t place = states_[state].base + letter;
        return states_[place].parent == state ? place : 0;
    }
    /// Most pairs of letters begin no word; a few bits in the nearest cache tell them from those
    /// that may.
    static std::size_t pair_of(std::uint32_t first, std::uint32_t second) {
        return (first * 40503U + second) & 0xFFFFU;
    }
    std::uint32_t letter(char32_t character) const {
        return character < letters_.size() ? letters_[character] : 0;
    }

    std::vector<Word> words_;
    std::vector<WordKind> kinds_;
    std::vector<std::vector<Sense>> senses_;  ///< of the kinds
    std::vector<std::uint16_t> letters_;  ///< number of each letter that words are written with, 0
                                          ///< where there is none; basic plane
    std::vector<State> states_;
    std::bitset<0x10000> pairs_;    ///< by `pair_of`: whether words may begin with the two letters
    std::uint16_t first_loud_ = 0;  ///< place in `kinds_` from which on they are not silent
};

/// The lexicon that is built into the program. Made on first use; any thread.
const Lexicon& builtin_lexicon();

/// Tag of that name in the files; throws LexiconError where there is none.
Tag tag_named(std::string_view name);
std::string_view to_text(Tag tag);

}  // namespace qingdan::language
