#pragma once
/// @file
/// The words that the grammar knows, and what each of them can be (the lexicon, data in TOML).

#include "domain/language/lexicon/tags.hpp"

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qingdan::language {

/// The tags as a set.
std::bitset<tag_count> tags_of(std::initializer_list<Tag> tags);

/// What can begin with a word: asked at every position of a text, before anything else is tried.
enum class Lead : unsigned char { number = 1, date = 2, person = 4 };

/// One thing that a word can be: a tag that the grammar asks for, and a code where the tag has
/// several.
struct Sense {
    Tag tag;
    std::string code;
    int value = 0;  ///< the code as a number, where it is one
};

/// A word of the lexicon, in its shadow form.
struct alignas(64) Word {
    // What every question asks stands in one line of the cache.
    std::bitset<tag_count> tags;
    bool silent = false;  ///< only looked at in a place of its own; takes no part in the reading
                          ///< from the left
    unsigned char leads = 0;  ///< the `Lead`s, one bit each
    std::vector<Sense> senses;
    std::u32string text;
};

/// A place in a text where a word of the lexicon stands.
struct Hit {
    int begin = 0;
    int end = 0;
    const Word* word = nullptr;
    int same_end = -1;    ///< a shorter one that ends at the same place, for the Reading
    bool chosen = false;  ///< part of the reading from the left that always takes the longest word

    bool is(Tag tag) const { return word->tags[static_cast<std::size_t>(tag)]; }
    /// The sense of that tag; only where `is(tag)`.
    const Sense& sense(Tag tag) const;
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
    void add(std::u32string text, Sense sense, bool decided, std::string_view where);
    void build();

    /// A state of the automaton. The state behind `state` and a letter is `base` + the letter's
    /// number, if that one's parent is `state`: two loads for each character of a text.
    struct State {
        std::int32_t base = 0;
        std::int32_t parent = -1;
    };
    static constexpr std::int32_t start = 0;
    std::int32_t next(std::int32_t state, std::uint16_t letter) const {
        const auto place =
            static_cast<std::size_t>(states_[static_cast<std::size_t>(state)].base + letter);
        return states_[place].parent == state ? static_cast<std::int32_t>(place) : -1;
    }
    std::uint16_t letter(char32_t character) const {
        return character < letters_.size() ? letters_[character] : 0;
    }
    void number_letters();
    void place_states();

    std::vector<Word> words_;
    std::vector<bool> decided_;  ///< by word: one of its groups says what decides
    std::unordered_map<std::u32string, std::size_t> index_;
    std::vector<std::uint16_t> letters_;  ///< number of each letter that words are written with, 0
                                          ///< where there is none; basic plane
    std::vector<State> states_;
    std::vector<std::int32_t> word_of_;  ///< by state: the word that ends in it, or -1
};

/// The lexicon that is built into the program. Made on first use; any thread.
const Lexicon& builtin_lexicon();

/// Tag of that name in the files; throws LexiconError where there is none.
Tag tag_named(std::string_view name);
std::string_view to_text(Tag tag);

}  // namespace qingdan::language
