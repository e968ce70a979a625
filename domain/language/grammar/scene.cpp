#include "domain/language/grammar/scene.hpp"

#include "domain/language/grammar/grammar.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int companion_reach = 20;  ///< characters from a companion to who was visited

/// `张师傅你好，…`: the person spoken to is nobody of the record.
void cut_addressee(Scene& scene) {
    const Reading& reading = scene.reading;
    if (scene.persons.empty()) return;
    const Person& first = scene.persons.front();
    if (first.span.begin != scene.layout.body.begin) return;
    int at = first.span.end;
    while (reading.at(at) == U',' || reading.at(at) == U' ') ++at;
    if (reading.word(at, Tag::greeting) == nullptr && reading.word(at, Tag::thanks) == nullptr)
        return;
    scene.persons.erase(scene.persons.begin());
}

/// `跟小邵一道去了…`, `随书记慰问…`: who came along is nobody of the record where somebody else is
/// named behind.
void drop_companions(Scene& scene) {
    const Reading& reading = scene.reading;
    std::erase_if(scene.persons, [&](const Person& person) {
        const bool with = reading.word_before(person.span.begin, Tag::came_with) != nullptr;
        if (!with) return false;
        if (reading.word(person.span.end, Tag::companion) == nullptr &&
            reading.word(person.span.end, Tag::visit_verb) == nullptr &&
            reading.word(person.span.end, Tag::visit_touch) == nullptr)
            return false;
        const int reach = person.span.end + companion_reach;
        const auto behind = [&](Span span) {
            return span.begin > person.span.end && span.begin < reach;
        };
        return std::any_of(scene.addresses.begin(), scene.addresses.end(), behind) ||
               std::any_of(scene.persons.begin(), scene.persons.end(), [&](const Person& other) {
                   return behind(other.span);
               });
    });
}

}  // namespace

Scene set_scene(std::string_view text, Day today, ChatKind chat, std::string_view bot_name) {
    Scene scene{Reading{text, builtin_lexicon()}, {}, today, chat, {}, {}, {}, {}, {}, {}, {}};
    Reading& reading = scene.reading;
    scene.layout = lay_out(reading, bot_name);
    const Span body = scene.layout.body;
    scene.references = references(reading, body);
    for (const Reference& reference : scene.references)
        reading.cover(reference.span, Cover::reference);
    scene.phones = phones(reading, body);
    for (const Phone& phone : scene.phones) reading.cover(phone.span, Cover::phone);
    scene.addresses = addresses(reading, body);
    for (const Span& address : scene.addresses) reading.cover(address, Cover::address);
    auto [ahead, back] = dates_both_ways(reading, body, today);
    scene.ahead = std::move(ahead);
    scene.back = std::move(back);
    for (const DatePhrase& phrase : scene.ahead) reading.cover(phrase.span, Cover::date);
    scene.persons = persons(reading, body);
    cut_addressee(scene);
    drop_companions(scene);
    for (const Person& person : scene.persons) reading.cover(person.span, Cover::person);
    if (reading.knows(Tag::visit_verb) || reading.knows(Tag::visit_touch) ||
        reading.knows(Tag::round) || reading.knows(Tag::plan))
        scene.thoughts = thoughts(scene, body);
    return scene;
}

}  // namespace qingdan::language
