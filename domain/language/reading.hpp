#pragma once
/// @file
/// A folded text together with the words found in it: what every later stage reads.

#include "domain/language/fold/fold.hpp"
#include "domain/language/lexicon/lexicon.hpp"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// Characters from `begin` up to, not including, `end`.
struct Span {
    int begin = 0;
    int end = 0;

    bool empty() const { return end <= begin; }
    int size() const { return end - begin; }
    bool holds(int position) const { return begin <= position && position < end; }
    bool holds(Span inner) const { return begin <= inner.begin && inner.end <= end; }
    bool meets(Span other) const { return begin < other.end && other.begin < end; }
    friend bool operator==(const Span&, const Span&) = default;
};

/// What a stretch of the text was recognised as; words inside no longer count as words.
enum class Cover : unsigned char { open, reference, phone, address, date, person, cut };

/// A text, its words, and which stretches are names, dates and the like.
class Reading {
public:
    Reading(std::string_view text, const Lexicon& lexicon);

    int size() const { return folded_.size(); }
    Span whole() const { return {0, size()}; }
    const Folded& folded() const { return folded_; }
    /// The shadow character there; 0 outside the text.
    char32_t at(int position) const {
        return position >= 0 && position < size() ? folded_.shadow[position] : 0;
    }
    /// True where a blank between Chinese characters was removed before the position.
    bool gap(int position) const {
        return position > 0 && position < size() && folded_.gap[position];
    }
    /// True where a word of one of the tags begins at the position.
    bool any_begins(int position, const std::bitset<tag_count>& tags) const {
        return position >= 0 && position < size() && (beginning_[position] & tags).any();
    }
    /// The longest word of that tag that begins there; nullptr where there is none.
    const Hit* word(int position, Tag tag) const;
    /// The longest word of that tag that ends there.
    const Hit* word_before(int position, Tag tag) const;
    /// First (last) word of that tag in the reading from the left, not inside a covered stretch.
    const Hit* first(Span in, Tag tag) const;
    const Hit* last(Span in, Tag tag) const;
    bool has(Span in, Tag tag) const { return first(in, tag) != nullptr; }
    int count(Span in, Tag tag) const;
    /// Like `first`, covered stretches included.
    const Hit* first_anywhere(Span in, Tag tag) const;
    /// The first word of the reading at or after the position, whatever its tag.
    const Hit* chosen_at(int position) const;
    /// The word of the reading from the left that covers the position.
    const Hit* chosen_over(int position) const;
    /// All places of words that begin in the span.
    std::vector<const Hit*> all(Span in, Tag tag) const;

    std::string written(Span span) const {
        return std::string{folded_.piece(span.begin, span.end)};
    }
    /// Without blanks, punctuation and symbols at both ends.
    Span trimmed(Span span) const;

    void cover(Span span, Cover as);
    Cover covered(int position) const {
        return position >= 0 && position < size() ? cover_[position] : Cover::open;
    }
    bool is_open(Span span) const;

private:
    bool counts(const Hit& hit) const;

    Folded folded_;
    std::vector<Hit> hits_;
    std::vector<int> over_;  ///< index of the chosen hit over a position, -1 where there is none
    std::vector<int>
        first_at_;  ///< index of the first hit at or after a position; one more at the end
    std::vector<Cover> cover_;
    std::bitset<tag_count> present_;
    std::vector<std::bitset<tag_count>> beginning_;  ///< tags of the words that begin at a position
    std::vector<std::bitset<tag_count>>
        ending_;  ///< tags of the words that end in front of a position
};

/// Characters that end a sentence; that part a clause; that part items; brackets, quotes and the
/// rest.
bool ends_sentence(char32_t c);
bool parts_clauses(char32_t c);
bool is_punctuation(char32_t c);
bool is_digit(char32_t c);
bool is_letter(char32_t c);

/// The position behind blanks.
int after_blanks(const Reading& reading, int position);

}  // namespace qingdan::language
