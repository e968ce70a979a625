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
        return is_inside(position) ? folded_.shadow[static_cast<std::size_t>(position)] : 0;
    }
    /// True where a blank between Chinese characters was removed before the position.
    bool gap(int position) const {
        return is_inside(position) && folded_.gap[static_cast<std::size_t>(position)] != 0;
    }
    /// True where the text has that ASCII character anywhere; how stages see that they have nothing
    /// to look for.
    bool holds(char32_t character) const { return folded_.holds(character); }
    /// True where a word with that lead begins at the position, or a figure that is one.
    bool may_begin(int position, Lead what) const {
        return is_inside(position) &&
               (place(position).leads & static_cast<unsigned char>(what)) != 0;
    }
    /// True where the text has a word of that tag at all.
    bool knows(Tag tag) const { return present_[static_cast<std::size_t>(tag)]; }
    /// The longest word of that tag that begins there; nullptr where there is none.
    const Hit* word(int position, Tag tag) const {
        if (!is_inside(position)) return nullptr;
        const int end = place(position + 1).first;
        for (int i = place(position).first; i < end; ++i)
            if (hit(i).is(tag)) return &hit(i);
        return nullptr;
    }
    /// The longest word of that tag that ends there.
    const Hit* word_before(int position, Tag tag) const {
        constexpr int longest = 16;
        if (position <= 0 || position > size()) return nullptr;
        for (int i = place(position).ending; i >= 0; i = hit(i).same_end)
            if (hit(i).is(tag) && hit(i).begin >= position - longest) return &hit(i);
        return nullptr;
    }
    /// First (last) word of that tag in the reading from the left, not inside a covered stretch.
    const Hit* first(Span in, Tag tag) const {
        return knows(tag) && !in.empty() ? first_known(in, tag) : nullptr;
    }
    const Hit* last(Span in, Tag tag) const {
        return knows(tag) && !in.empty() ? last_known(in, tag) : nullptr;
    }
    bool has(Span in, Tag tag) const { return first(in, tag) != nullptr; }
    /// Like `first`, covered stretches included.
    const Hit* first_anywhere(Span in, Tag tag) const;
    /// The word of the reading from the left that begins at the position, whatever its tag.
    const Hit* chosen_at(int position) const {
        const Hit* over = chosen_over(position);
        return over != nullptr && over->begin == position ? over : nullptr;
    }
    /// The word of the reading from the left that covers the position.
    const Hit* chosen_over(int position) const {
        if (!is_inside(position) || place(position).over < 0) return nullptr;
        return &hit(place(position).over);
    }
    /// All places of words that begin in the span.
    std::vector<const Hit*> all(Span in, Tag tag) const;

    std::string written(Span span) const {
        return std::string{folded_.piece(span.begin, span.end)};
    }
    /// Without blanks, punctuation and symbols at both ends.
    Span trimmed(Span span) const;

    void cover(Span span, Cover as);
    Cover covered(int position) const {
        return is_inside(position) ? place(position).cover : Cover::open;
    }
    bool is_open(Span span) const;

private:
    /// What is known of a position; one more stands behind the text.
    struct Place {
        int first = 0;    ///< index of the first hit at or after it
        int over = -1;    ///< index of the chosen hit over it
        int ending = -1;  ///< index of the longest hit that ends in front of it
        Cover cover = Cover::open;
        unsigned char leads = 0;  ///< what may begin here
    };

    bool is_inside(int position) const {
        return static_cast<std::size_t>(static_cast<unsigned>(position)) < folded_.shadow.size();
    }
    const Place& place(int position) const { return places_[static_cast<std::size_t>(position)]; }
    const Hit& hit(int index) const { return hits_[static_cast<std::size_t>(index)]; }
    /// The indices of the hits that begin in the span.
    Span hits_in(Span in) const;
    const Hit* first_known(Span in, Tag tag) const;
    const Hit* last_known(Span in, Tag tag) const;
    bool counts(const Hit& hit) const;

    Folded folded_;
    std::vector<Hit> hits_;
    std::vector<Place> places_;
    std::bitset<tag_count> present_;
};

/// Characters that end a sentence; that part a clause; that part items; brackets, quotes and the
/// rest.
inline bool ends_sentence(char32_t c) {
    return c == 0x3002 || c == U'!' || c == U'?' || c == U';' || c == U'\n' || c == 0x2026;
}
inline bool parts_clauses(char32_t c) {
    return ends_sentence(c) || c == U',' || c == U'(' || c == U')' || c == U'~';
}
inline bool is_punctuation(char32_t c) {
    if (c >= 0x3400) return c == 0xFFE5;
    if (c < 0x80)
        return (c > 0x20 && c < 0x30) || (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) ||
               (c >= 0x7B && c < 0x7F);
    return (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x301F) ||
           (c >= 0x2010 && c <= 0x2027) || c == 0xB7 || c == 0x30FC || c == 0x2E3A;
}
inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// The position behind blanks.
inline int after_blanks(const Reading& reading, int position) {
    while (reading.at(position) == U' ') ++position;
    return position;
}

}  // namespace qingdan::language
