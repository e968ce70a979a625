#include "domain/language/reading.hpp"

#include <algorithm>

namespace qingdan::language {

Reading::Reading(std::string_view text, const Lexicon& lexicon)
    : folded_{fold(text)}, hits_{lexicon.find(folded_.shadow)} {
    const auto n = static_cast<std::size_t>(size());
    cover_.assign(n, Cover::open);
    first_at_.assign(n + 1, static_cast<int>(hits_.size()));
    for (int i = static_cast<int>(hits_.size()) - 1; i >= 0; --i) first_at_[hits_[i].begin] = i;
    for (int at = static_cast<int>(n) - 1; at >= 0; --at)
        first_at_[at] = std::min(first_at_[at], first_at_[at + 1]);
    beginning_.resize(n + 1);
    ending_.resize(n + 1);
    for (const Hit& hit : hits_) {
        beginning_[hit.begin] |= hit.word->tags;
        ending_[hit.end] |= hit.word->tags;
    }
    over_.assign(n, -1);
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        present_ |= hits_[i].word->tags;
        if (!hits_[i].chosen) continue;
        for (int at = hits_[i].begin; at < hits_[i].end; ++at) over_[at] = static_cast<int>(i);
    }
}

const Hit* Reading::word(int position, Tag tag) const {
    if (position < 0 || position >= size() || !beginning_[position][static_cast<std::size_t>(tag)])
        return nullptr;
    for (int i = first_at_[position]; i < first_at_[position + 1]; ++i)
        if (hits_[i].is(tag)) return &hits_[i];
    return nullptr;
}

const Hit* Reading::word_before(int position, Tag tag) const {
    constexpr int longest = 16;
    if (position <= 0 || position > size() || !ending_[position][static_cast<std::size_t>(tag)])
        return nullptr;
    for (int begin = std::max(0, position - longest); begin < position; ++begin)
        for (int i = first_at_[begin]; i < first_at_[begin + 1]; ++i)
            if (hits_[i].end == position && hits_[i].is(tag)) return &hits_[i];
    return nullptr;
}

bool Reading::counts(const Hit& hit) const {
    const Cover begin = cover_[hit.begin];
    const Cover end = cover_[hit.end - 1];
    const bool open = (begin == Cover::open && (end == Cover::open || end == Cover::date)) ||
                      (begin == Cover::date && end == Cover::open);
    return (hit.chosen || hit.word->silent) && open;
}

const Hit* Reading::first(Span in, Tag tag) const {
    if (in.empty() || !present_[static_cast<std::size_t>(tag)]) return nullptr;
    const int last = first_at_[std::min(in.end, size())];
    for (int i = first_at_[std::max(0, in.begin)]; i < last; ++i)
        if (hits_[i].is(tag) && hits_[i].end <= in.end && counts(hits_[i])) return &hits_[i];
    return nullptr;
}

const Hit* Reading::last(Span in, Tag tag) const {
    if (in.empty() || !present_[static_cast<std::size_t>(tag)]) return nullptr;
    const int first = first_at_[std::max(0, in.begin)];
    for (int i = first_at_[std::min(in.end, size())] - 1; i >= first; --i)
        if (hits_[i].is(tag) && hits_[i].end <= in.end && counts(hits_[i])) return &hits_[i];
    return nullptr;
}

const Hit* Reading::first_anywhere(Span in, Tag tag) const {
    if (in.empty() || !present_[static_cast<std::size_t>(tag)]) return nullptr;
    const int last = first_at_[std::min(in.end, size())];
    for (int i = first_at_[std::max(0, in.begin)]; i < last; ++i)
        if (hits_[i].is(tag) && hits_[i].end <= in.end && hits_[i].chosen) return &hits_[i];
    return nullptr;
}

int Reading::count(Span in, Tag tag) const { return static_cast<int>(all(in, tag).size()); }

std::vector<const Hit*> Reading::all(Span in, Tag tag) const {
    std::vector<const Hit*> found;
    if (in.empty() || !present_[static_cast<std::size_t>(tag)]) return found;
    const int last = first_at_[std::min(in.end, size())];
    for (int i = first_at_[std::max(0, in.begin)]; i < last; ++i)
        if (hits_[i].is(tag) && hits_[i].end <= in.end && counts(hits_[i]))
            found.push_back(&hits_[i]);
    return found;
}

const Hit* Reading::chosen_over(int position) const {
    if (position < 0 || position >= size() || over_[position] < 0) return nullptr;
    return &hits_[over_[position]];
}

const Hit* Reading::chosen_at(int position) const {
    if (position < 0 || position >= size()) return nullptr;
    for (int i = first_at_[position]; i < first_at_[position + 1]; ++i)
        if (hits_[i].chosen) return &hits_[i];
    return nullptr;
}

Span Reading::trimmed(Span span) const {
    const auto droppable = [&](int position) {
        const char32_t c = at(position);
        return c == U' ' || c == U'\n' || is_punctuation(c) || is_symbol(c);
    };
    while (span.begin < span.end && droppable(span.begin)) ++span.begin;
    while (span.begin < span.end && droppable(span.end - 1)) --span.end;
    return span;
}

void Reading::cover(Span span, Cover as) {
    for (int i = std::max(0, span.begin); i < std::min(span.end, size()); ++i) cover_[i] = as;
}

bool Reading::is_open(Span span) const {
    for (int i = span.begin; i < span.end; ++i)
        if (covered(i) != Cover::open) return false;
    return true;
}

bool ends_sentence(char32_t c) {
    return c == 0x3002 || c == U'!' || c == U'?' || c == U';' || c == U'\n' || c == 0x2026;
}

bool parts_clauses(char32_t c) {
    return ends_sentence(c) || c == U',' || c == U'(' || c == U')' || c == U'~';
}

bool is_punctuation(char32_t c) {
    return (c > 0x20 && c < 0x30) || (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) ||
           (c >= 0x7B && c < 0x7F) || (c >= 0x3001 && c <= 0x3003) ||
           (c >= 0x3008 && c <= 0x301F) || (c >= 0x2010 && c <= 0x2027) || c == 0xB7 ||
           c == 0x30FC || c == 0x2E3A || c == 0xFFE5;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

int after_blanks(const Reading& reading, int position) {
    while (reading.at(position) == U' ') ++position;
    return position;
}

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= 0xC0 && c < 0x250); }

}  // namespace qingdan::language
