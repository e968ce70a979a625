/// @file
/// What the clauses of a visit report are about.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int long_clause = 13;

/// The position behind words that only lead into a clause: `她说`, `我也`, `目前`.
int after_lead(const Reading& reading, Span clause) {
    int at = clause.begin;
    for (;;) {
        while (reading.at(at) == U' ' || reading.at(at) == U',') ++at;
        const Hit* we = reading.word(at, Tag::we);
        if (we == nullptr || we->end >= clause.end) return at;
        at = we->end;
    }
}

/// A word of a clause that stands for nothing by itself.
bool is_filler(const Hit& hit) {
    for (const Tag tag : {Tag::category,
                          Tag::visit_verb,
                          Tag::visit_touch,
                          Tag::filler,
                          Tag::part_of_day,
                          Tag::we,
                          Tag::one_household,
                          Tag::visit_head,
                          Tag::hashtag_visit,
                          Tag::day_unit,
                          Tag::list_mark})
        if (hit.is(tag)) return true;
    return false;
}

bool is_content(const Reading& reading, int at) {
    const char32_t c = reading.at(at);
    return is_ideograph(c) || is_letter(c) || is_digit(c);
}

}  // namespace

std::vector<Span> remainder(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    std::vector<Span> parts;
    Span part{clause.begin, clause.begin};
    const auto close = [&](int end, int next) {
        part.end = end;
        const Span trimmed = reading.trimmed(part);
        int content = 0;
        for (int i = trimmed.begin; i < trimmed.end; ++i) content += is_content(reading, i) ? 1 : 0;
        const bool letters = !trimmed.empty() && is_letter(reading.at(trimmed.begin));
        if (content >= (letters ? 4 : 2)) parts.push_back(trimmed);
        part.begin = next;
    };
    for (int at = clause.begin; at < clause.end;) {
        if (reading.covered(at) != Cover::open) {
            close(at, at + 1);
            ++at;
            continue;
        }
        const int clock = is_digit(reading.at(at)) || reading.chosen_at(at) != nullptr
                              ? after_clock(reading, at)
                              : at;
        if (clock > at && clock <= clause.end && part.begin == at) {
            close(at, clock);
            at = clock;
            continue;
        }
        if (const auto number = number_at(reading, at); number && !is_letter(reading.at(at))) {
            if (const Hit* count = reading.word(number->span.end, Tag::households)) {
                close(at, count->end);
                at = count->end;
                continue;
            }
        }
        const Hit* hit = reading.chosen_at(at);
        const bool edge = hit != nullptr && is_filler(*hit) &&
                          (part.begin == at || hit->is(Tag::category) || hit->is(Tag::visit_verb) ||
                           hit->end == clause.end || reading.covered(hit->end) != Cover::open);
        if (edge && hit->end <= clause.end) {
            close(at, hit->end);
            at = hit->end;
            continue;
        }
        at = hit != nullptr && hit->end <= clause.end ? hit->end : at + 1;
    }
    close(clause.end, clause.end);
    return parts;
}

ClauseKind clause_kind(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    const auto days = within(scene.ahead, clause);
    if (reading.has(clause, Tag::revisit)) {
        const bool ahead = std::any_of(days.begin(), days.end(), [&](const DatePhrase& phrase) {
            return (!phrase.days.empty() && phrase.days.front() >= scene.today) || phrase.from ||
                   phrase.until || phrase.impossible;
        });
        const Hit* again = reading.first(clause, Tag::revisit);
        if (ahead || again->begin - clause.begin <= 4) return ClauseKind::revisit;
    }
    const Hit* nothing = reading.first(clause, Tag::no_need);
    const int lead = after_lead(reading, clause);
    const Hit* action = reading.word(lead, Tag::action_start);
    const bool was_done = action != nullptr && reading.chosen_at(lead) != nullptr &&
                          reading.chosen_at(lead)->end >= action->end &&
                          (reading.chosen_at(lead)->end == action->end ||
                           reading.chosen_at(lead)->is(Tag::action_start));
    if (was_done) return ClauseKind::action;
    if (nothing != nullptr) return ClauseKind::nothing;
    const Hit* state = reading.first(clause, Tag::state);
    const Hit* need = reading.first(clause, Tag::need);
    if (need != nullptr) {
        // `已` or `帮` in front of the wish makes it something that was done.
        const Hit* before = reading.first({clause.begin, need->begin}, Tag::action_start);
        if (before != nullptr && before->end - before->begin > 1) return ClauseKind::action;
        return ClauseKind::need;
    }
    if (const Hit* inside = reading.first(clause, Tag::action_start);
        inside != nullptr && state == nullptr) {
        const bool perfect = reading.at(inside->end - 1) == reading.at(inside->end) ||
                             reading.word(inside->end - 1, Tag::after_name) != nullptr ||
                             reading.word(inside->end, Tag::after_name) != nullptr;
        if (inside->end - inside->begin > 1 && perfect) return ClauseKind::action;
    }
    return ClauseKind::condition;
}

std::vector<Span> thoughts(const Scene& scene, Span in) {
    const Reading& reading = scene.reading;
    std::vector<Span> found;
    for (const Span& clause : clauses(reading, in)) {
        if (clause.size() < long_clause || is_letter(reading.at(clause.begin))) {
            found.push_back(clause);
            continue;
        }
        int begin = clause.begin;
        for (int at = clause.begin + 1; at < clause.end; ++at) {
            const Hit* hit = reading.chosen_at(at);
            const bool open =
                reading.covered(at) == Cover::open && hit != nullptr && hit->is(Tag::clause_start);
            const bool day =
                reading.covered(at) == Cover::date && reading.covered(at - 1) != Cover::date;
            if (!open && !day) continue;
            if (remainder(scene, {begin, at}).empty()) {
                // Who and where so far: a pronoun behind a name begins the first thing that is
                // said.
                const bool named = !within(scene.persons, {begin, at}).empty();
                if (!named || day) continue;
            }
            found.push_back(reading.trimmed({begin, at}));
            begin = at;
        }
        found.push_back(reading.trimmed({begin, clause.end}));
    }
    return found;
}

std::vector<std::string> categories_in(const Reading& reading, Span in) {
    std::vector<std::string> codes;
    for (const Hit* hit : reading.all(in, Tag::category)) {
        const std::string& code = hit->sense(Tag::category).code;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    return codes;
}

std::optional<Method> method_in(const Reading& reading, Span in) {
    std::optional<Method> method;
    for (const Tag tag : {Tag::visit_verb, Tag::visit_touch}) {
        for (const Hit* hit : reading.all(in, tag)) {
            const std::string& code = hit->sense(tag).code;
            if (code == "phone") return Method::phone;
            if (code == "online") method = Method::online;
            if (code == "home" && !method) method = Method::home;
        }
    }
    return method;
}

}  // namespace qingdan::language
