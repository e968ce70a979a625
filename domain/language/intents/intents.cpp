#include "domain/language/intents/intents.hpp"

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/intents/weighing.hpp"

#include <algorithm>
#include <array>

namespace qingdan::language {
namespace intents {
namespace {

constexpr int threshold = 4;
constexpr std::size_t usual_evidence = 16;

/// English words of asking ask at the beginning of a clause: `all that we must fill in` asks
/// nothing.
bool asks_in_english(const Reading& reading, Span body, int at) {
    if (at == body.begin || !is_letter(reading.at(at - 2))) return true;
    const Hit* before = reading.word_before(at - 1, Tag::greeting);
    if (before == nullptr) before = reading.word_before(at - 1, Tag::show_me);
    return before != nullptr;
}

bool asks_something(const Scene& scene, Span body) {
    const Reading& reading = scene.reading;
    for (int at = body.begin; reading.holds(U'?') && at < reading.size() && at <= body.end; ++at)
        if (reading.at(at) == U'?' && reading.covered(at) == Cover::open) return true;
    for (int at = body.begin; at < body.end && reading.knows(Tag::question_word); ++at) {
        const Hit* word = reading.word(at, Tag::question_word);
        if (word == nullptr ||
            (reading.covered(at) != Cover::open && reading.covered(at) != Cover::date))
            continue;
        if (is_letter(reading.at(at)) && !asks_in_english(reading, body, at)) continue;
        const Hit* over = reading.chosen_over(at);
        // `没什么需要`, `不怎么出门`, `缺什么`: no questions
        const bool inside = over != nullptr && over->end - over->begin > word->end - word->begin &&
                            (over->is(Tag::no_need) || over->is(Tag::state) ||
                             over->is(Tag::need) || over->is(Tag::common) || over->is(Tag::filler));
        if (!inside) return true;
    }
    if (!reading.knows(Tag::question_end)) return false;
    int end = body.end;
    while (end > body.begin && (is_symbol(reading.at(end - 1)) || reading.at(end - 1) == U' '))
        --end;
    for (const Span& clause : clauses(reading, body)) {
        const Hit* word = reading.word_before(clause.end, Tag::question_end);
        if (word != nullptr && word->begin > clause.begin &&
            word->sense(Tag::question_end).code == "sure")
            return true;
    }
    const Hit* last = reading.word_before(end, Tag::question_end);
    if (last == nullptr)  // `订上了没有呀`
        if (const Hit* tail = reading.word_before(end, Tag::tail_particle))
            last = reading.word_before(tail->begin, Tag::question_end);
    return last != nullptr && last->begin > body.begin;
}

}  // namespace

Signs::Signs(const Scene& of)
    : scene{of},
      body{of.layout.body},
      group{of.in_group()},
      addressed{!group || of.layout.addressed},
      asks{asks_something(of, body)},
      portions{portions_in(of, body).has_value()} {
    const Reading& reading = scene.reading;
    meal_time = has(Tag::meal_time);
    meal_word = has(Tag::meal);
    for (const Hit* hit : reading.all(body, Tag::meal_time))
        meal_word = meal_word || !hit->is(Tag::part_of_day);
    ahead = false;
    for (const DatePhrase& phrase : scene.ahead) {
        meal_time = meal_time || phrase.meal.has_value();
        ahead = ahead || !phrase.weekdays.empty() || phrase.impossible || phrase.duration > 0 ||
                phrase.week || (!phrase.days.empty() && phrase.days.back() >= scene.today) ||
                (phrase.from && *phrase.from >= scene.today) ||
                (phrase.until && *phrase.until >= scene.today);
    }
    titled = named = false;
    for (const Person& person : scene.persons) {
        if (person.kind == Person::Kind::kin || person.kind == Person::Kind::address) continue;
        named = true;
        titled = titled || person.kind == Person::Kind::titled;
    }
    placed = !scene.addresses.empty();
    category = has(Tag::category);
    broadcast = has(Tag::broadcast) || scene.layout.names_others;
    if (reading.knows(Tag::broadcast_start) && !broadcast)
        for (const Span& line : sentences(reading, body))
            broadcast = broadcast || (reading.word(line.begin, Tag::broadcast_start) != nullptr &&
                                      reading.word(line.begin, Tag::greeting) == nullptr &&
                                      reading.word(line.begin, Tag::order_sure) == nullptr);
    length = 0;
    for (int at = body.begin; at < body.end; ++at)
        length += is_ideograph(reading.at(at)) || is_letter(reading.at(at)) ? 1 : 0;
    if (!scene.references.empty()) letter = scene.references.front().letter;
}

bool Signs::is_only(Tag tag) const {
    const Reading& reading = scene.reading;
    Span rest = reading.trimmed(body);
    const Hit* word = reading.word(rest.begin, tag);
    while (word != nullptr) {
        int end = word->end;
        if (reading.trimmed({end, rest.end}).empty()) return true;
        // particles and thanks behind it
        rest.begin = end;
        rest = reading.trimmed(rest);
        const Hit* tail = reading.word(rest.begin, Tag::tail_particle);
        if (tail == nullptr) tail = reading.word(rest.begin, Tag::thanks);
        if (tail == nullptr) tail = reading.word(rest.begin, tag);
        word = tail;
    }
    return false;
}

}  // namespace intents

int Decision::score(Intent of) const {
    int sum = 0;
    for (const Evidence& piece : evidence)
        if (piece.intent == of) sum += piece.points;
    return sum;
}

Decision decide(const Scene& scene) {
    Decision decision;
    if (scene.layout.body.empty()) return decision;
    decision.evidence.reserve(intents::usual_evidence);
    const intents::Signs signs{scene};
    intents::weigh_service(signs, decision);
    intents::weigh_follow_ups(signs, decision);
    intents::weigh_numbers(signs, decision);
    intents::weigh_visits(signs, decision);
    intents::weigh_meals(signs, decision);
    intents::weigh_burdens(signs, decision);
    intents::weigh_guidance(signs, decision);
    constexpr auto intents = static_cast<std::size_t>(Intent::service_cancel_last) + 1;
    std::array<int, intents> scores{};
    for (const Evidence& piece : decision.evidence)
        scores[static_cast<std::size_t>(piece.intent)] += piece.points;
    int best = intents::threshold - 1;
    // Of two that are as good, the one that was thought of first.
    for (const Evidence& piece : decision.evidence) {
        const int score = scores[static_cast<std::size_t>(piece.intent)];
        if (score <= best) continue;
        best = score;
        decision.intent = piece.intent;
    }
    return decision;
}

}  // namespace qingdan::language
