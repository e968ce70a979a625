#include "domain/language/understand.hpp"

#include "domain/language/dangers/dangers.hpp"
#include "domain/language/grammar/grammar.hpp"
#include "domain/language/intents/intents.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

Tongue tongue_of(const Folded& text) {
    if (text.ideographs == 0 && text.letters > 0) return Tongue::english;
    if (text.letters > 6 * std::max(1, text.ideographs)) return Tongue::english;
    return text.traditional > 0 && text.traditional * 8 >= text.ideographs ? Tongue::traditional
                                                                           : Tongue::simplified;
}

/// Thanks and greetings are short; in a longer message they stand beside something else.
Courtesy courtesy_of(const Scene& scene) {
    constexpr int at_most = 10;
    const Span body = scene.reading.trimmed(scene.layout.body);
    if (body.size() > at_most) return Courtesy::none;
    if (scene.reading.has(body, Tag::thanks)) return Courtesy::thanks;
    if (scene.reading.first_anywhere(scene.reading.whole(), Tag::greeting))
        return Courtesy::greeting;
    return Courtesy::none;
}

template <class T>
void put(std::vector<Record>& records, std::vector<T> of) {
    for (T& one : of) records.emplace_back(std::move(one));
}

bool is_blank(const Record& record) {
    if (const auto* visit = std::get_if<Visit>(&record)) {
        Visit blank;
        blank.method = visit->method == Method::home ? visit->method : std::nullopt;
        return *visit == blank;
    }
    if (const auto* meal = std::get_if<Meal>(&record)) return *meal == Meal{};
    const auto& burden = std::get<Burden>(record);
    Burden blank;
    blank.kind = burden.kind == BurdenKind::other ? burden.kind : std::nullopt;
    return burden == blank;
}

std::vector<Record> records_of(const Scene& scene, Intent intent) {
    std::vector<Record> records;
    switch (intent) {
        case Intent::visit_report:
            put(records, visits_of(scene));
            break;
        case Intent::meal_order:
        case Intent::meal_cancel:
        case Intent::meal_change:
        case Intent::meal_pause:
        case Intent::meal_resume:
            put(records, meals_of(scene, intent));
            break;
        case Intent::workload_report:
            put(records, burdens_of(scene));
            break;
        case Intent::record_correct:
            if (auto record = correction_of(scene)) records.push_back(std::move(*record));
            break;
        default:
            break;
    }
    std::erase_if(records, is_blank);
    return records;
}

}  // namespace

const std::string& default_bot_name() {
    static const std::string name = [] {
        for (const Word& word : builtin_lexicon().words())
            if (word.kind->tags[static_cast<std::size_t>(Tag::bot_name)]) return to_utf8(word.text);
        return std::string{};
    }();
    return name;
}

Meaning understand(std::string_view text,
                   OffsetTime written,
                   ChatKind chat,
                   std::string_view bot_name) {
    const Scene scene =
        set_scene(text,
                  written.day(),
                  chat,
                  bot_name.empty() ? std::string_view{default_bot_name()} : bot_name);
    Meaning meaning;
    meaning.intent = decide(scene).intent;
    meaning.records = records_of(scene, meaning.intent);
    for (const Reference& reference : scene.references)
        if (std::find(meaning.refs.begin(), meaning.refs.end(), reference.number) ==
            meaning.refs.end())
            meaning.refs.push_back(reference.number);
    if (meaning.intent == Intent::guide_ask) meaning.question = question_of(scene);
    if (meaning.intent == Intent::none) meaning.courtesy = courtesy_of(scene);
    meaning.dangers = dangers_in(scene.reading);
    meaning.tongue = tongue_of(scene.reading.folded());
    if (scene.layout.relay || !scene.layout.entries.empty()) {
        meaning.list_head.emplace();
        for (const Span& head : scene.layout.heads)
            *meaning.list_head += scene.reading.written(head);
    }
    meaning.folded = scene.reading.written(scene.layout.body);
    return meaning;
}

Meaning understand_as(Intent intent, std::string_view text, OffsetTime written) {
    const Scene scene = set_scene(text, written.day(), ChatKind::private_chat, default_bot_name());
    Meaning meaning;
    meaning.intent = intent;
    meaning.records = records_of(scene, intent);
    meaning.folded = scene.reading.written(scene.layout.body);
    return meaning;
}

Introduction introduction_in(std::string_view text, OffsetTime written) {
    const Scene scene = set_scene(text, written.day(), ChatKind::private_chat, default_bot_name());
    Introduction said;
    const auto name = std::ranges::find_if(scene.persons, [](const Person& person) {
        return person.kind != Person::Kind::kin && person.kind != Person::Kind::address;
    });
    if (name != scene.persons.end()) said.name = scene.reading.written(name->span);
    if (!scene.addresses.empty()) said.address = scene.reading.written(scene.addresses.front());
    return said;
}

}  // namespace qingdan::language
