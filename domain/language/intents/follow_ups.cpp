/// @file
/// What follows from visits: tasks handed on and put off, questions about households, entries of
/// the register.

#include "domain/language/intents/weighing.hpp"

#include <algorithm>

namespace qingdan::language::intents {
namespace {

constexpr int certain = 12;

/// The first word of the message is one of the tag.
bool begins_with(const Signs& signs, Tag tag) {
    const Span body = signs.scene.reading.trimmed(signs.body);
    return signs.scene.reading.word(body.begin, tag) != nullptr;
}

bool has_code(const Signs& signs, Tag tag, std::string_view code) {
    const auto hits = signs.scene.reading.all(signs.body, tag);
    return std::any_of(
        hits.begin(), hits.end(), [&](const Hit* hit) { return hit->sense(tag).code == code; });
}

int persons_named(const Signs& signs) {
    return static_cast<int>(std::count_if(
        signs.scene.persons.begin(), signs.scene.persons.end(), [](const Person& person) {
            return person.kind != Person::Kind::kin && person.kind != Person::Kind::address;
        }));
}

/// `3号楼情况`: an address, and nothing behind it but the question.
bool asks_for_building(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    if (signs.named || signs.scene.addresses.empty()) return false;
    const Span body = reading.trimmed(signs.body);
    const Span place = signs.scene.addresses.front();
    if (place.begin != body.begin) return false;
    const Hit* word = nullptr;
    for (int at = place.end; at < body.end && word == nullptr; ++at) {
        word = reading.word(at, Tag::household_query);
        if (word == nullptr && at > place.end + 1) return false;
    }
    if (word == nullptr || word->sense(Tag::household_query).code != "building") return false;
    const Span rest = reading.trimmed({word->end, body.end});
    return rest.empty() || rest.size() <= 2;
}

void weigh_person(const Signs& signs, Decision& decision) {
    if (signs.asks) return;
    const int named = persons_named(signs);
    const bool of_visit = signs.letter == 'V';
    if (signs.has(Tag::not_same_person) && named >= 2) {
        add(decision, Intent::service_not_same_person, certain + 1, "two entries are two persons");
    } else if (signs.has(Tag::same_person) && (named >= 2 || (of_visit && named >= 1))) {
        add(decision, Intent::service_same_person, certain, "two entries are one person");
    }
    if (of_visit && signs.has(Tag::new_household))
        add(decision, Intent::service_new_household, certain, "an entry of the register is right");
}

}  // namespace

void weigh_follow_ups(const Signs& signs, Decision& decision) {
    constexpr int short_message = 24;
    if (signs.letter == 'T') {
        if (signs.has(Tag::postpone) && !signs.asks)
            add(decision, Intent::service_task_postpone, certain, "put off, beside T-");
        return;
    }
    if (!signs.addressed || signs.length > short_message) return;
    if (signs.letter == 0 || signs.letter == 'V') weigh_person(signs, decision);
    if (signs.letter != 0) return;
    if (signs.is_only(Tag::list_all))
        add(decision, Intent::service_list_all, certain, "only: all of the list");
    if (signs.has(Tag::my_tasks) && signs.length <= 10)
        add(decision, Intent::service_my_tasks, certain, "asks for own tasks");
    if (begins_with(signs, Tag::assign) && (signs.named || signs.titled))
        add(decision, Intent::service_task_assign, certain - 2, "handed on");
    if (begins_with(signs, Tag::postpone) && !signs.scene.ahead.empty() && !signs.meal_time)
        add(decision, Intent::service_task_postpone, certain - 2, "put off");
    if (signs.has(Tag::visit_figures) && signs.length <= 16)
        add(decision, Intent::visit_query, certain, "asks how far the visits are");
    if (signs.named && has_code(signs, Tag::household_query, "history") && !signs.meal_word &&
        signs.scene.layout.entries.empty())
        add(decision, Intent::visit_query, certain, "asks for the visits to a household");
    if (asks_for_building(signs))
        add(decision, Intent::visit_query, certain, "asks for the households of a building");
}

}  // namespace qingdan::language::intents
