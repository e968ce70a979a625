/// @file
/// What the clauses of a visit report are about.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int long_clause = 13;

/// The position behind words that only lead into a clause: `我也`, `昨天`, `下午`.
int after_lead(const Reading& reading, Span clause) {
    int at = clause.begin;
    for (;;) {
        while (at < clause.end && (reading.at(at) == U' ' || reading.at(at) == U',' ||
                                   reading.covered(at) == Cover::date))
            ++at;
        if (const Hit* part = reading.word(at, Tag::part_of_day)) {
            at = part->end;
            continue;
        }
        const Hit* we = reading.word(at, Tag::we);
        if (we == nullptr || we->end >= clause.end) return at;
        at = we->end;
    }
}

/// A word of a clause that stands for nothing by itself.
bool is_filler(const Hit& hit) {
    if (hit.is(Tag::visit_touch) && hit.is(Tag::action_start)) return false;
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

/// `二十分钟`, `502` alone.
bool is_duration(const Reading& reading, Span part) {
    const auto number = number_at(reading, part.begin);
    if (!number) return false;
    int end = number->span.end;
    if (const Hit* unit = reading.word(end, Tag::time_unit)) end = unit->end;
    return end >= part.end;
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
        const bool stated = reading.has(trimmed, Tag::state);
        if (content >= (letters && !stated ? 4 : 2) && !is_duration(reading, trimmed))
            parts.push_back(trimmed);
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
        const bool always =
            hit != nullptr && (hit->is(Tag::category) || hit->is(Tag::visit_verb) ||
                               hit->is(Tag::one_household) || hit->is(Tag::hashtag_visit));
        const bool edge = hit != nullptr && (always || (is_filler(*hit) && part.begin == at));
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

namespace {

bool is_done(const Reading& reading, int lead) {
    const Hit* action = reading.word(lead, Tag::action_start);
    if (action == nullptr) return false;
    const Hit* chosen = reading.chosen_over(lead);
    return chosen == nullptr || chosen->begin < lead || chosen->is(Tag::action_start) ||
           chosen->end <= action->end;
}

/// `跟食堂说好了`, `和社区医院对接上了`: spoken with somebody about it.
bool is_spoken_with(const Reading& reading, int lead, Span clause) {
    if (reading.word(lead, Tag::together_with) == nullptr) return false;
    const Hit* spoken = reading.first(clause, Tag::spoken_with);
    return spoken != nullptr && spoken->begin > lead;
}

/// Something in the home or the house that does not work: `水管冻了`, `煤气灶打不着`.
bool is_broken_thing(const Reading& reading, Span clause) {
    return reading.has(clause, Tag::thing) && !reading.has(clause, Tag::works) &&
           !reading.has(clause, Tag::state_alone);
}

bool lies_ahead(const Scene& scene, Span clause) {
    for (const DatePhrase& phrase : within(scene.ahead, clause)) {
        if (phrase.impossible || phrase.week) return true;
        if (!phrase.days.empty() && phrase.days.front() >= scene.today) return true;
        if (phrase.from || phrase.until) return true;
    }
    return false;
}

/// A day after today, and not one that may as well be past.
bool goes_later(const Scene& scene, Span clause) {
    for (const DatePhrase& phrase : within(scene.ahead, clause)) {
        if (phrase.days.empty() || phrase.days.front() <= scene.today) continue;
        if (days_between(scene.today, phrase.days.front()) < 100) return true;
    }
    return false;
}

}  // namespace

ClauseKind clause_kind(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    const Hit* again = reading.first(clause, Tag::revisit);
    const bool ahead = lies_ahead(scene, clause);
    const int lead = after_lead(reading, clause);
    if (reading.word(lead, Tag::they) != nullptr) return ClauseKind::nothing;
    if (reading.has(clause, Tag::no_revisit)) return ClauseKind::nothing;
    if (again != nullptr && ahead) return ClauseKind::revisit;
    if (is_spoken_with(reading, clause.begin, clause) || is_spoken_with(reading, lead, clause))
        return ClauseKind::action;
    if (is_done(reading, lead)) return ClauseKind::action;
    if (again != nullptr && again->begin - clause.begin <= 4) return ClauseKind::revisit;
    if (reading.has(clause, Tag::go_and_see) && goes_later(scene, clause) &&
        !reading.has(clause, Tag::need))
        return ClauseKind::revisit;
    if (reading.has(clause, Tag::not_then)) return ClauseKind::nothing;
    if (reading.has(clause, Tag::no_need)) return ClauseKind::nothing;
    const Hit* state = reading.first(clause, Tag::state);
    const Hit* need = reading.first(clause, Tag::need);
    const Hit* inside = reading.first(clause, Tag::action_start);
    if (need != nullptr &&
        !(state != nullptr && state->begin <= need->begin && state->end >= need->end)) {
        // `帮` in front of the wish makes it something that was done.
        if (inside != nullptr && inside->begin < need->begin && inside->end - inside->begin > 1)
            return ClauseKind::action;
        return ClauseKind::need;
    }
    const Hit* helped = reading.first(clause, Tag::helped);
    if (helped != nullptr && reading.word(clause.end - 1, Tag::perfect) != nullptr)
        return ClauseKind::action;
    if (inside != nullptr && inside->end - inside->begin > 1 && state == nullptr) {
        const bool perfect = reading.word(inside->end - 1, Tag::perfect) != nullptr ||
                             reading.word(inside->end, Tag::perfect) != nullptr;
        if (perfect) return ClauseKind::action;
    }
    if (is_broken_thing(reading, clause)) return ClauseKind::need;
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
            const Hit* over = reading.chosen_over(at);
            const bool open = reading.covered(at) == Cover::open &&
                              reading.word(at, Tag::clause_start) != nullptr &&
                              (over == nullptr || over->begin == at);
            const bool day =
                reading.covered(at) == Cover::date && reading.covered(at - 1) != Cover::date;
            // `我叫他女儿…`, `让师傅明天去看`: the clause goes on.
            if (reading.word_before(at, Tag::takes_object) != nullptr) continue;
            if (day && is_done(reading, after_lead(reading, {begin, at})) &&
                !reading.has({at, clause.end}, Tag::revisit))
                continue;
            const bool place =
                reading.covered(at) == Cover::address && reading.covered(at - 1) != Cover::address;
            if (!open && !day && !place) continue;
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
        if (reading.word_before(hit->begin, Tag::is_not) != nullptr) continue;
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
