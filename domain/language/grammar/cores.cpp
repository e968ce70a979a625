/// @file
/// What is kept of a clause of a visit report: its core, cut from the text.

#include "domain/language/grammar/grammar.hpp"

namespace qingdan::language {
namespace {

/// Characters that say something.
int weight(const Reading& reading, Span span) {
    int count = 0;
    for (int at = span.begin; at < span.end; ++at) {
        const char32_t c = reading.at(at);
        count += is_ideograph(c) || is_letter(c) || is_digit(c) ? 1 : 0;
    }
    return count;
}

/// The longer of two readings, unless it is more than twice as long.
Span longer_if_near(const Reading& reading, Span longer, Span core) {
    if (weight(reading, core) == 0) return longer;
    return weight(reading, longer) > 2 * weight(reading, core) ? core : longer;
}

/// Behind days, times of day and blanks at the beginning.
int after_days(const Reading& reading, Span clause) {
    int at = clause.begin;
    for (;;) {
        while (at < clause.end && (reading.at(at) == U' ' || reading.at(at) == U',' ||
                                   reading.covered(at) == Cover::date))
            ++at;
        const Hit* part = reading.word(at, Tag::part_of_day);
        if (part == nullptr || part->end >= clause.end) return at;
        at = part->end;
    }
}

/// Without a word of the tag in front, unless it is part of a longer word.
Span without(const Reading& reading, Span clause, Tag tag) {
    const Hit* word = reading.word(clause.begin, tag);
    if (word == nullptr || word->end >= clause.end) return clause;
    const Hit* chosen = reading.chosen_at(clause.begin);
    if (chosen != nullptr && chosen->end > word->end && !chosen->is(Tag::action_start) &&
        !chosen->is(Tag::filler) && !chosen->is(Tag::plan))
        return clause;
    return reading.trimmed({word->end, clause.end});
}

bool is_told(const Reading& reading, Span clause, Span rest) {
    return rest.begin > clause.begin && reading.word(clause.begin, Tag::pronoun) != nullptr;
}

}  // namespace

Span after_speaker(const Reading& reading, Span clause) {
    int at = clause.begin;
    while (at < clause.end && reading.covered(at) == Cover::person) ++at;
    if (const Hit* speaker = reading.word(at, Tag::speaker); speaker != nullptr) at = speaker->end;
    while (reading.at(at) == U' ') ++at;
    const Hit* says = reading.word(at, Tag::says);
    const bool told = says != nullptr && reading.covered(at) == Cover::open;
    if (!told && reading.word(at, Tag::wish) == nullptr) return clause;
    if (told) at = says->end;
    while (at < clause.end &&
           (reading.at(at) == U' ' || reading.at(at) == U':' || reading.at(at) == U','))
        ++at;
    return at < clause.end ? Span{at, clause.end} : clause;
}

Span core_of_condition(const Reading& reading, Span clause) {
    clause = without(reading, reading.trimmed(clause), Tag::said_lead);
    const Span said = reading.trimmed(after_speaker(reading, clause));
    if (is_told(reading, clause, said)) return said;
    if (said.begin > clause.begin) return longer_if_near(reading, clause, said);
    // `她摔了一跤`: who is meant is known.
    const Hit* pronoun = reading.word(clause.begin, Tag::pronoun);
    const Hit* chosen = reading.chosen_at(clause.begin);
    const bool alone = pronoun != nullptr && (chosen == nullptr || chosen->end <= pronoun->end);
    return alone && pronoun->end + 1 < clause.end ? reading.trimmed({pronoun->end, clause.end})
                                                  : clause;
}

Span core_of_need(const Reading& reading, Span clause) {
    clause = without(reading, reading.trimmed(clause), Tag::said_lead);
    const Span said = reading.trimmed(after_speaker(reading, clause));
    // `夫妻俩想找工作`: whose wish it is goes with `想`.
    const bool wished = said.begin > clause.begin && reading.word(said.begin, Tag::wish) != nullptr;
    const Span whole = wished || is_told(reading, clause, said) ? said : clause;
    Span core = said;
    for (;;) {
        const int lead = after_days(reading, core);
        const Span rest = without(reading, {lead, core.end}, Tag::wish);
        if (rest.begin == core.begin) break;
        core = rest;
    }
    return longer_if_near(reading, whole, core);
}

Span core_of_action(const Reading& reading, Span clause) {
    const Span whole = reading.trimmed({after_days(reading, clause), clause.end});
    Span core = whole;
    for (;;) {
        Span rest = without(reading, core, Tag::done_lead);
        rest.begin = after_days(reading, rest);
        if (rest.begin == core.begin || weight(reading, rest) < 2) break;
        core = rest;
    }
    return longer_if_near(reading, whole, core);
}

}  // namespace qingdan::language
