/// @file
/// Corrections of a record, and the question to the manual.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

class Correction {
public:
    explicit Correction(const Scene& scene) : scene_{scene}, reading_{scene.reading} {}

    std::optional<Record> read() {
        const char letter =
            scene_.references.empty() ? guessed_letter() : scene_.references.front().letter;
        if (letter == 'M') return meal();
        if (letter == 'W') return burden();
        return visit();
    }

private:
    char guessed_letter() const {
        const Span body = scene_.layout.body;
        if (reading_.has(body, Tag::meal_time) || reading_.has(body, Tag::meal) ||
            portions_in(scene_, body))
            return 'M';
        if (reading_.has(body, Tag::burden) && !reading_.has(body, Tag::visit_verb)) return 'W';
        return 'V';
    }

    /// Behind the last word that says what comes now is right: `应该是`, `改成`, a colon; the whole
    /// where there is none.
    Span right_part() const {
        Span part = scene_.layout.body;
        for (const Hit* hit : reading_.all(part, Tag::correct_into)) part.begin = hit->end;
        return reading_.trimmed(part).empty() ? scene_.layout.body : reading_.trimmed(part);
    }

    /// The field that is named last before the value.
    std::string field_named() const {
        std::string field;
        for (const Label& label : scene_.layout.labels) field = label.field;
        for (int at = scene_.layout.body.begin; at < scene_.layout.body.end; ++at) {
            const Hit* hit = reading_.word(at, Tag::label);
            if (hit == nullptr || reading_.covered(at) == Cover::reference) continue;
            const bool named = reading_.word(hit->end, Tag::field_mark) != nullptr ||
                               reading_.at(hit->end) == U':' ||
                               reading_.word(hit->end, Tag::correct) != nullptr ||
                               hit->end == scene_.layout.body.end ||
                               reading_.at(hit->end) == U' ' || reading_.at(hit->end) == U',';
            if (named) field = hit->sense(Tag::label).code;
            at = hit->end - 1;
        }
        return field;
    }

    std::optional<Record> visit() const {
        Visit visit;
        const Span part = right_part();
        const std::string field = field_named();
        if (const auto phones = within(scene_.phones, part); !phones.empty())
            visit.phone = phones.back().digits;
        if (const auto places = within(scene_.addresses, part); !places.empty())
            visit.address = reading_.written(places.back());
        visit.categories = categories_in(reading_, part);
        const auto days = within(field == "revisit" ? scene_.ahead : scene_.back, part);
        for (const DatePhrase& phrase : days) {
            if (phrase.days.empty()) continue;
            (field == "revisit" ? visit.revisit : visit.date) = phrase.days.front();
        }
        const auto people = within(scene_.persons, part);
        if (field == "condition" || field == "need" || field == "action") {
            const std::string value = reading_.written(part);
            if (field == "condition") visit.condition = value;
            if (field == "need") visit.needs.push_back(value);
            if (field == "action") visit.actions.push_back(value);
            visit.date = std::nullopt;
            visit.categories.clear();
        } else if (!people.empty()) {
            visit.person = reading_.written(people.back().span);
        } else if (field == "person") {
            visit.person = reading_.written(part);
        } else if (field == "address" && !visit.address) {
            visit.address = reading_.written(part);
        }
        if (const auto method = method_in(reading_, part);
            method && (field == "method" || !reading_.has(part, Tag::visit_touch)))
            if (!visit.phone) visit.method = method;
        if (field == "method" && !visit.method &&
            reading_.word(part.begin, Tag::label) != nullptr &&
            reading_.word(part.begin, Tag::label)->sense(Tag::label).code == "phone")
            visit.method = Method::phone;
        if (!visit.method) visit.method = way_alone(part);
        if (visit == Visit{}) return std::nullopt;
        return visit;
    }

    /// `是电话`, `应该是上门`: nothing but a way of visiting.
    std::optional<Method> way_alone(Span part) const {
        const Hit* label = reading_.word(part.begin, Tag::label);
        if (label != nullptr && label->sense(Tag::label).code == "phone" && label->end >= part.end)
            return Method::phone;
        const Hit* verb = reading_.word(part.begin, Tag::visit_verb);
        return verb != nullptr && verb->end >= part.end ? method_in(reading_, part) : std::nullopt;
    }

    std::optional<Record> meal() const {
        Scene half = scene_;
        half.layout.body = right_part();
        half.layout.entries.clear();
        auto meals = meals_of(half, Intent::meal_order);
        Meal meal = meals.empty() ? Meal{} : meals.front();
        const std::string field = field_named();
        if (!meal.quantity && field == "quantity") {
            for (int at = half.layout.body.begin; at < half.layout.body.end && !meal.quantity; ++at)
                if (const auto number = number_at(reading_, at);
                    number && reading_.covered(at) == Cover::open)
                    meal.quantity = static_cast<int>(number->value);
        }
        if (says_nothing(meal)) return std::nullopt;
        return meal;
    }

    std::optional<Record> burden() const {
        Scene half = scene_;
        half.layout.body = right_part();
        const std::string field = field_named();
        const auto burdens = burdens_of(half);
        Burden burden = burdens.empty() ? Burden{} : burdens.front();
        const bool kind_said = reading_.has(half.layout.body, Tag::burden);
        if (!kind_said) burden.kind = std::nullopt;
        if (field == "organizer" && !burden.organizer)
            burden.organizer = reading_.written(half.layout.body);
        if (field == "topic" && !burden.topic) burden.topic = reading_.written(half.layout.body);
        if (!burden.count && !burden.minutes && burden.organizer == std::nullopt && !burden.topic) {
            for (int at = half.layout.body.begin; at < half.layout.body.end && !burden.count; ++at)
                if (const auto number = number_at(reading_, at);
                    number && reading_.covered(at) == Cover::open && !number->half)
                    burden.count = static_cast<int>(number->value), at = number->span.end;
        }
        if (burden == Burden{}) return std::nullopt;
        return burden;
    }

    const Scene& scene_;
    const Reading& reading_;
};

}  // namespace

std::optional<Record> correction_of(const Scene& scene) { return Correction{scene}.read(); }

std::string question_of(const Scene& scene) {
    const Reading& reading = scene.reading;
    Span question = scene.layout.body;
    for (;;) {
        question = reading.trimmed(question);
        const Hit* greeting = reading.word(question.begin, Tag::greeting);
        if (greeting == nullptr || greeting->end >= question.end) break;
        // `早上几点` begins with a time, not with a greeting.
        const Hit* chosen = reading.chosen_at(question.begin);
        if (chosen != nullptr && chosen->end > greeting->end) break;
        question.begin = greeting->end;
    }
    // Thanks behind the question.
    for (const Span& clause : clauses(reading, question)) {
        const Hit* thanks = reading.word(clause.begin, Tag::thanks);
        if (thanks != nullptr && clause.end - thanks->end <= 1 && clause.begin > question.begin &&
            clause.end == question.end)
            question.end = clause.begin;
    }
    return reading.written(reading.trimmed(question));
}

}  // namespace qingdan::language
