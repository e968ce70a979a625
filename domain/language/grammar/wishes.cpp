/// @file
/// Portions, diets, ways of getting a meal, and wishes without a code.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr long most_portions = 1000;

/// `分` where it is written for `份`: nothing but the end of the clause or a meal follows.
const Hit* mistyped_portion(const Reading& reading, int at) {
    const Hit* typo = reading.word(at, Tag::portion_typo);
    if (typo == nullptr || reading.word(at, Tag::time_unit) != nullptr) return nullptr;
    const bool ends = !is_ideograph(reading.at(typo->end)) || reading.gap(typo->end) ||
                      reading.word(typo->end, Tag::fulfilment) != nullptr ||
                      reading.word(typo->end, Tag::meal_time) != nullptr;
    return ends ? typo : nullptr;
}

/// `一份独居老人台账`: a paper, no portion.
bool is_paper(const Reading& reading, int at) {
    constexpr int reach = 9;
    for (int end = at; end < at + reach; ++end) {
        if (!is_ideograph(reading.at(end))) return false;
        const Hit* hit = reading.chosen_at(end);
        if (hit == nullptr) continue;
        if (hit->is(Tag::meal) || hit->is(Tag::meal_time) || hit->is(Tag::fulfilment)) return false;
        if (hit->is(Tag::burden)) return true;
    }
    return false;
}

/// `各1`, `x3`, `×2`: a number with a sign of portions in front and nothing counted behind.
bool is_times(const Scene& scene, int at, int end) {
    const Reading& reading = scene.reading;
    const int before = reading.at(at - 1) == U' ' ? at - 1 : at;
    if (reading.word_before(before, Tag::times_sign) == nullptr) return false;
    if (!is_digit(reading.at(at)) && is_ideograph(reading.at(end))) return false;
    return reading.word(end, Tag::measure) == nullptr &&
           reading.word(end, Tag::span_unit) == nullptr &&
           reading.word(end, Tag::place_unit) == nullptr && !is_digit(reading.at(end));
}

/// `Dinner on Friday? One, low salt`: a number in a clause of its own, in a text about meals.
bool is_lone(const Scene& scene, int at, const Number& number) {
    const Reading& reading = scene.reading;
    constexpr int most = 20;
    if (number.value < 1 || number.value > most || !is_letter(reading.at(at))) return false;
    int before = at - 1;
    while (reading.at(before) == U' ') --before;
    const char32_t behind = reading.at(number.span.end);
    const bool parted = (ends_sentence(reading.at(before)) || reading.at(before) == U',') &&
                        (behind == U',' || behind == 0 || behind == U'.');
    return parted && reading.first(scene.layout.body, Tag::meal_time) != nullptr;
}

/// `两份`, `俩`, `2 portions`, `两个人`, `lunch for two`; sets `end` behind it.
std::optional<int> portions_at(const Scene& scene, int at, int& end) {
    const Reading& reading = scene.reading;
    if (is_digit(reading.at(at)) && is_digit(reading.at(at - 1))) return std::nullopt;
    const Cover cover = reading.covered(at);
    if (cover != Cover::open && cover != Cover::date) return std::nullopt;
    const auto number = number_at(reading, at);
    if (!number || number->half || number->value < 1 || number->value > most_portions)
        return std::nullopt;
    const int behind = after_blanks(reading, number->span.end);
    const bool vague = number->sequence && !number->figures;
    const Hit* portion = reading.word(behind, Tag::portion);
    if (portion == nullptr && cover == Cover::open) portion = mistyped_portion(reading, behind);
    if (portion != nullptr && !vague) {
        if (cover == Cover::date && reading.covered(portion->begin) == Cover::date)
            return std::nullopt;
        if (is_paper(reading, portion->end)) return std::nullopt;
        end = portion->end;
        return static_cast<int>(number->value);
    }
    if (cover != Cover::open || vague) return std::nullopt;
    if (number->collective) {
        end = number->span.end;
        return static_cast<int>(number->value);
    }
    if (const Hit* eaters = reading.word(behind, Tag::eaters)) {
        end = eaters->end;
        return static_cast<int>(number->value);
    }
    if (is_times(scene, at, number->span.end) || is_lone(scene, at, *number)) {
        end = number->span.end;
        return static_cast<int>(number->value);
    }
    const Hit* before = reading.word_before(
        is_letter(reading.at(at)) || is_digit(reading.at(at)) ? at - 1 : at, Tag::for_number);
    const Hit* meal = reading.word(behind, Tag::meal_time);
    if (meal == nullptr) meal = reading.word(behind, Tag::meal);
    if (meal == nullptr && (is_letter(reading.at(behind)) || reading.at(behind) == U' ')) {
        // `one halal dinner`, `2 soft-food lunches`: up to three words stand between
        int word = behind;
        for (int words = 0; words < 4 && meal == nullptr; ++words) {
            while (is_letter(reading.at(word)) || reading.at(word) == U'-') ++word;
            if (reading.at(word) != U' ') break;
            ++word;
            if (reading.word(word, Tag::en_before_name) != nullptr) break;
            meal = reading.word(word, Tag::meal_time);
            if (meal == nullptr) meal = reading.word(word, Tag::meal);
        }
    }
    const bool english = is_letter(reading.at(at));
    const bool day_follows = reading.word(behind, Tag::span_unit) != nullptr ||
                             reading.word(behind, Tag::en_suffix) != nullptr;
    if ((meal != nullptr && (english || number->figures) && !meal->is(Tag::part_of_day)) ||
        (before != nullptr && (english || number->figures) && !day_follows)) {
        end = number->span.end;
        return static_cast<int>(number->value);
    }
    return std::nullopt;
}

/// The first of spans in order that ends behind the position.
auto first_ending_behind(const std::vector<Span>& spans, int position) {
    return std::partition_point(
        spans.begin(), spans.end(), [&](Span s) { return s.end <= position; });
}

/// `spans` is in order.
bool overlaps(const std::vector<Span>& spans, Span span) {
    const auto at = first_ending_behind(spans, span.begin);
    return at != spans.end() && at->meets(span);
}

/// A clause that holds a wish without code, cut to what is said of it.
std::optional<Span> wish_in(const Scene& scene, Span clause, const std::vector<Span>& used) {
    const Reading& reading = scene.reading;
    const Hit* wish = nullptr;
    for (const Hit* hit : reading.all(clause, Tag::note)) {
        if (overlaps(used, {hit->begin, hit->end})) continue;
        wish = hit;
        break;
    }
    if (wish == nullptr) return std::nullopt;
    Span note{wish->begin, clause.end};
    // What stands in front belongs to it, unless it is one of the order's other parts.
    for (int at = wish->begin - 1; at >= clause.begin; --at) {
        const Hit* hit = reading.chosen_over(at);
        if (reading.covered(at) != Cover::open || overlaps(used, {at, at + 1})) break;
        if (reading.word(at, Tag::note_stop) != nullptr) break;
        if (hit != nullptr &&
            (hit->is(Tag::meal_time) || hit->is(Tag::portion) || hit->is(Tag::order_verb) ||
             hit->is(Tag::digit) || hit->is(Tag::meal) || hit->is(Tag::note_stop)))
            break;
        note.begin = at;
    }
    for (auto at = first_ending_behind(used, wish->begin); at != used.end(); ++at) {
        if (at->begin <= wish->begin) continue;
        note.end = std::min(note.end, at->begin);
        break;
    }
    for (int at = wish->end; at < note.end; ++at) {
        int end = at;
        if (reading.covered(at) != Cover::open || portions_at(scene, at, end)) {
            note.end = at;
            break;
        }
    }
    note = reading.trimmed(note);
    if (note.size() < 2) return std::nullopt;
    return note;
}

}  // namespace

std::optional<int> portions_in(const Scene& scene, Span in) {
    for (int at = in.begin; at < in.end; ++at) {
        if (!scene.reading.may_begin(at, Lead::number)) continue;
        int end = at;
        if (const auto portions = portions_at(scene, at, end); portions && end <= in.end)
            return portions;
    }
    return std::nullopt;
}

MealWishes wishes_of(const Scene& scene, Span in) {
    const Reading& reading = scene.reading;
    MealWishes wishes;
    std::vector<Span> used;
    const auto add = [&](const std::string& code) {
        if (std::find(wishes.diet.begin(), wishes.diet.end(), code) == wishes.diet.end())
            wishes.diet.push_back(code);
    };
    for (const Hit* hit : reading.all(in, Tag::diet)) {
        add(hit->sense(Tag::diet).code);
        if (hit->is(Tag::diet_also)) add(hit->sense(Tag::diet_also).code);
        used.push_back({hit->begin, hit->end});
    }
    for (const Hit* hit : reading.all(in, Tag::fulfilment)) {
        const std::string& code = hit->sense(Tag::fulfilment).code;
        const Fulfilment said = code == "delivery" ? Fulfilment::delivery
                                : code == "pickup" ? Fulfilment::pickup
                                                   : Fulfilment::dine_in;
        if (hit->is(Tag::note)) {
            if (!wishes.fulfilment) wishes.fulfilment = said;
            continue;
        }
        // `自己来拿` outranks a `送` said in passing.
        if (!wishes.fulfilment || said != Fulfilment::delivery) wishes.fulfilment = said;
        used.push_back({hit->begin, hit->end});
    }
    std::sort(used.begin(), used.end(), [](Span a, Span b) { return a.begin < b.begin; });
    std::string note;
    std::optional<Span> allergy;
    for (const Span& clause : clauses(reading, in)) {
        const auto found = wish_in(scene, clause, used);
        if (!found) continue;
        if (reading.has(*found, Tag::allergy)) {
            if (!allergy) allergy = found;
            continue;
        }
        if (!note.empty()) note += "\xEF\xBC\x8C";
        note += reading.written(*found);
    }
    if (note.empty() && allergy) note = reading.written(*allergy);
    if (const Hit* holiday = reading.first(in, Tag::holiday); holiday != nullptr && note.empty())
        note = reading.written({holiday->begin, holiday->end});
    if (!note.empty()) wishes.note = note;
    return wishes;
}

bool says_nothing(const Meal& meal) { return meal == Meal{}; }

}  // namespace qingdan::language
