#include "domain/language/reading.hpp"

#include <algorithm>
#include <utility>

namespace qingdan::language {

Reading::Reading(std::string_view text, const Lexicon& lexicon)
    : folded_{fold(text)}, hits_{lexicon.find(folded_.shadow)} {
    constexpr auto figure =
        static_cast<unsigned char>(Lead::number) | static_cast<unsigned char>(Lead::date);
    const auto n = static_cast<std::size_t>(size());
    const int count = static_cast<int>(hits_.size());
    places_.resize(n + 1);
    int next = 0;
    for (std::size_t at = 0; at < n; ++at) {
        Place& place = places_[at];
        place.first = next;
        if (is_digit(folded_.shadow[at])) place.leads = figure;
        for (; next < count && hit(next).begin == static_cast<int>(at); ++next) {
            const Hit& found = hit(next);
            place.leads |= found.kind->leads;
            present_ |= found.kind->tags;
            if (!found.chosen) continue;
            for (int over = found.begin; over < found.end; ++over)
                places_[static_cast<std::size_t>(over)].over = next;
        }
    }
    places_[n].first = count;
    // From behind: the one that begins first, the longest, comes to stand in front.
    for (int i = count - 1; i >= 0; --i) {
        Hit& found = hits_[static_cast<std::size_t>(i)];
        Place& end = places_[static_cast<std::size_t>(found.end)];
        found.same_end = std::exchange(end.ending, i);
    }
}

bool Reading::counts(const Hit& hit) const {
    if (!hit.chosen && !hit.kind->silent) return false;
    const Cover begin = place(hit.begin).cover;
    const Cover end = place(hit.end - 1).cover;
    return (begin == Cover::open && (end == Cover::open || end == Cover::date)) ||
           (begin == Cover::date && end == Cover::open);
}

Span Reading::hits_in(Span in) const {
    const auto first_from = [&](int at) { return place(std::clamp(at, 0, size())).first; };
    return {first_from(in.begin), first_from(in.end)};
}

const Hit* Reading::first_known(Span in, Tag tag) const {
    const Span hits = hits_in(in);
    for (int i = hits.begin; i < hits.end; ++i)
        if (hit(i).is(tag) && hit(i).end <= in.end && counts(hit(i))) return &hit(i);
    return nullptr;
}

const Hit* Reading::last_known(Span in, Tag tag) const {
    const Span hits = hits_in(in);
    for (int i = hits.end - 1; i >= hits.begin; --i)
        if (hit(i).is(tag) && hit(i).end <= in.end && counts(hit(i))) return &hit(i);
    return nullptr;
}

const Hit* Reading::first_anywhere(Span in, Tag tag) const {
    if (in.empty() || !knows(tag)) return nullptr;
    const Span hits = hits_in(in);
    for (int i = hits.begin; i < hits.end; ++i)
        if (hit(i).is(tag) && hit(i).end <= in.end && hit(i).chosen) return &hit(i);
    return nullptr;
}

std::vector<const Hit*> Reading::all(Span in, Tag tag) const {
    std::vector<const Hit*> found;
    if (in.empty() || !knows(tag)) return found;
    const Span hits = hits_in(in);
    for (int i = hits.begin; i < hits.end; ++i)
        if (hit(i).is(tag) && hit(i).end <= in.end && counts(hit(i))) found.push_back(&hit(i));
    return found;
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
    for (int i = std::max(0, span.begin); i < std::min(span.end, size()); ++i)
        places_[static_cast<std::size_t>(i)].cover = as;
}

bool Reading::is_open(Span span) const {
    for (int i = span.begin; i < span.end; ++i)
        if (covered(i) != Cover::open) return false;
    return true;
}

}  // namespace qingdan::language
