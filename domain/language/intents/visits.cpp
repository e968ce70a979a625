/// @file
/// Visit reports and queries.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/intents/weighing.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language::intents {
namespace {

constexpr int reach = 14;  ///< characters between a verb of visiting and the household

bool inside(const Scene& scene, int begin, int end) {
    const auto from = [begin](const auto& items) {
        return std::partition_point(items.begin(), items.end(), [begin](const auto& item) {
            return span_of(item).begin < begin;
        });
    };
    auto person = from(scene.persons);
    while (person != scene.persons.end() && person->kind == Person::Kind::kin) ++person;
    if (person != scene.persons.end() && person->span.begin <= end) return true;
    const auto address = from(scene.addresses);
    return address != scene.addresses.end() && address->begin <= end;
}

/// `屈大爷家去过啦`, `小满那边我前天去过`: nothing else is told of the way.
bool stands_alone(const Signs& signs, const Hit& verb, Span clause) {
    const Reading& reading = signs.scene.reading;
    if (reading.word(verb.end - 1, Tag::perfect) == nullptr) return false;
    int at = verb.end;
    while (at < clause.end && reading.word(at, Tag::tail_particle) != nullptr) ++at;
    return at >= clause.end;
}

/// `屈大爷家|去过`: the household in front of the verb, not who went.
bool house_before(const Signs& signs, int verb) {
    const Reading& reading = signs.scene.reading;
    return std::any_of(
        signs.scene.persons.begin(), signs.scene.persons.end(), [&](const Person& person) {
            return person.span.end < verb && verb - person.span.end <= 4 &&
                   reading.word(person.span.end, Tag::house) != nullptr;
        });
}

/// `今天跑了三家`, `走访3户`: a round, whose households are told behind it.
bool is_round(const Signs& signs, Span clause) {
    const Reading& reading = signs.scene.reading;
    if (!reading.has(clause, Tag::visit_verb) && !reading.has(clause, Tag::visit_touch) &&
        !reading.has(clause, Tag::round))
        return false;
    if (reading.has(clause, Tag::plan) || reading.has(clause, Tag::not_done)) return false;
    for (int at = clause.begin; at < clause.end; ++at) {
        const auto number = number_at(reading, at);
        if (!number || number->value > 99) continue;
        if (reading.word(number->span.end, Tag::households) != nullptr) return true;
        at = number->span.end - 1;
    }
    return false;
}

struct Verb {
    bool done = false;     ///< with a household as its object
    bool planned = false;  ///< lies ahead, or did not come about
    bool others = false;   ///< somebody else's doing
    bool any = false;
};

/// `李书记走访了…`: the subject in front of the verb is somebody else.
bool is_others(const Signs& signs, const Hit& verb, Span clause) {
    const Reading& reading = signs.scene.reading;
    // Speech is parted at days; the subject stands in front of them.
    int begin = clause.begin;
    while (begin > signs.body.begin && clause.begin - begin < reach &&
           !parts_clauses(reading.at(begin - 1)) && !reading.gap(begin))
        --begin;
    const Span before{begin, verb.begin};
    if (reading.has(before, Tag::we) || reading.has(before, Tag::self)) return false;
    if (const Hit* official = reading.first_anywhere(before, Tag::official_title)) {
        // `随书记慰问…`: we came along.
        const Hit* with = nullptr;
        for (int at = before.begin; at < official->begin && with == nullptr; ++at)
            with = reading.word(at, Tag::came_with);
        if (with == nullptr) return true;
    }
    for (const Person& person : within(signs.scene.persons, before)) {
        // `Called Lao Ji by phone`: the object of a verb further in front.
        if (reading.has({before.begin, person.span.begin}, Tag::visit_verb)) continue;
        bool object = false;  // `给五号楼的丁伯伯打了电话`
        for (int at = before.begin; at < person.span.begin; ++at)
            object = object || reading.word(at, Tag::dative) != nullptr;
        if (!object && person.span.end + 1 >= verb.begin && person.kind != Person::Kind::family)
            return true;
    }
    return false;
}

/// A day ahead in front of the verb: `明天去走访…`.
bool lies_ahead(const Signs& signs, Span clause) {
    for (const DatePhrase& phrase : within(signs.scene.ahead, clause)) {
        const bool later = (!phrase.days.empty() && phrase.days.front() > signs.scene.today) ||
                           (phrase.from && *phrase.from > signs.scene.today);
        if (!later) continue;
        // `周三` may as well be the last one.
        const auto back = within(signs.scene.back, phrase.span);
        if (back.empty() || back.front().days.empty() ||
            back.front().days.front() > signs.scene.today)
            return true;
    }
    return false;
}

/// In a group `我下午去看孙奶奶` tells of no visit: the verb is not in the past, and nothing is
/// told.
bool told(const Signs& signs, const Hit& verb) {
    const Reading& reading = signs.scene.reading;
    if (reading.word(verb.end - 1, Tag::perfect) != nullptr ||
        reading.word(verb.end, Tag::perfect) != nullptr)
        return true;
    return signs.category || signs.has(Tag::state) || signs.has(Tag::need) ||
           signs.has(Tag::action_start) || signs.placed;
}

Verb verb_in(const Signs& signs, Span clause) {
    const Scene& scene = signs.scene;
    const Reading& reading = scene.reading;
    Verb found;
    for (const Tag tag : {Tag::visit_verb, Tag::visit_touch}) {
        for (const Hit* verb : reading.all(clause, tag)) {
            if (verb->is(Tag::revisit) && lies_ahead(signs, clause)) continue;
            const bool behind = inside(scene, verb->end, std::min(clause.end, verb->end + reach));
            const bool before =
                inside(scene, std::max(clause.begin, verb->begin - reach), verb->begin);
            const bool strong = tag == Tag::visit_verb;
            if (strong) found.any = true;
            if (!(behind || (before && (strong || verb->sense(tag).code == "phone" ||
                                        stands_alone(signs, *verb, clause)))))
                continue;
            const Span lead{clause.begin, verb->begin};
            const bool thin = signs.group && tag == Tag::visit_touch && !told(signs, *verb);
            const bool planned =
                thin || reading.has(lead, Tag::plan) ||
                (signs.asks && reading.has(lead, Tag::you_bot)) ||
                reading.has(clause, Tag::not_done) ||
                (verb->is(Tag::plan) && reading.word(verb->end, Tag::perfect) == nullptr);
            if (planned)
                found.planned = true;
            else if (!(before && house_before(signs, verb->begin)) &&
                     is_others(signs, *verb, clause))
                found.others = true;
            else
                found.done = true;
        }
    }
    return found;
}

/// Address and name in one clause or in two that follow each other, and something said of them.
bool household_line(const Signs& signs, bool& content) {
    const Scene& scene = signs.scene;
    content = false;
    if (scene.addresses.empty() || !signs.named) return false;
    const Span address = scene.addresses.front();
    const bool near =
        std::any_of(scene.persons.begin(), scene.persons.end(), [&](const Person& person) {
            return std::abs(person.span.begin - address.end) <= 8 ||
                   std::abs(address.begin - person.span.end) <= 8;
        });
    if (!near) return false;
    content = signs.category || signs.has(Tag::state) || signs.has(Tag::no_need);
    return true;
}

/// A clause that begins with an address, a person or a category.
bool begins_household(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    const Cover cover = reading.covered(clause.begin);
    if (cover == Cover::address || cover == Cover::person) return true;
    return reading.word(clause.begin, Tag::category) != nullptr &&
           !within(scene.persons, clause).empty();
}

int visit_labels(const Scene& scene) {
    int count = 0;
    for (const Label& label : scene.layout.labels)
        for (const std::string_view field :
             {"person", "address", "category", "method", "condition", "need", "action", "revisit"})
            count += label.field == field ? 1 : 0;
    return count;
}

void weigh_list(const Signs& signs, Decision& decision) {
    const Scene& scene = signs.scene;
    if (scene.layout.entries.empty()) return;
    const Span head{signs.body.begin, scene.layout.entries.front().span.begin};
    const bool headed =
        scene.reading.has(head, Tag::visit_head) || scene.reading.has(head, Tag::visit_verb) ||
        (scene.reading.has(head, Tag::visit_touch) && scene.reading.has(head, Tag::households)) ||
        scene.reading.has(head, Tag::hashtag_visit);
    int households = 0;
    for (const Entry& entry : scene.layout.entries) {
        const bool named = !within(scene.persons, entry.span).empty();
        const bool placed = !within(scene.addresses, entry.span).empty();
        if (named || placed) ++households;
    }
    if (headed && households > 0)
        add(decision, Intent::visit_report, 8, "a list under a head of visits");
    else if (households > 0 && !signs.portions &&
             (signs.category || scene.reading.has(signs.body, Tag::state)))
        add(decision,
            Intent::visit_report,
            scene.layout.relay ? 2 : 4,
            "a list of households and how they are");
}

}  // namespace

void weigh_visits(const Signs& signs, Decision& decision) {
    if (signs.letter != 0) return;
    const Scene& scene = signs.scene;
    const Reading& reading = scene.reading;
    const Intent report = Intent::visit_report;
    const bool how = signs.has(Tag::guide_how) && signs.has(Tag::how_often);
    if (signs.addressed && signs.has(Tag::visit_query) && (signs.asks || signs.has(Tag::show_me)) &&
        !how)
        add(decision, Intent::visit_query, 8, "asks for visits");
    else if (signs.addressed && signs.asks && signs.has(Tag::which_or_when) &&
             (signs.has(Tag::visit_verb) || signs.has(Tag::gone)) && !signs.has(Tag::guide_how) &&
             !signs.meal_word)
        add(decision, Intent::visit_query, 7, "asks who, when or how many were visited");

    weigh_list(signs, decision);
    const int labels = visit_labels(scene);
    const bool meal_labels = has_label(scene.layout, "quantity") ||
                             has_label(scene.layout, "meal") || has_label(scene.layout, "diet");
    if (labels >= 2 && !meal_labels &&
        (has_label(scene.layout, "person") || has_label(scene.layout, "address")))
        add(decision, report, 6 + std::min(labels, 4), "labelled lines of a visit");
    if (signs.has(Tag::hashtag_visit)) add(decision, report, 5, "hashtag of visits");

    Verb verb;
    bool ahead = false;
    const auto& parts = scene.thoughts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Span clause = parts[i];
        Verb one = verb_in(signs, clause);
        // `昨天走访的，28号楼…`: the household stands in the next clause.
        if (one.any && !one.done && !one.planned && !one.others && i + 1 < parts.size() &&
            remainder(scene, clause).empty() && !reading.has(clause, Tag::plan) &&
            !reading.has(clause, Tag::not_done) && begins_household(scene, parts[i + 1]))
            one.done = true;
        // `走访3户：鲍阿婆 良好；…`
        if (!one.done && !one.others && is_round(signs, clause))
            for (std::size_t next = i + 1; next < parts.size() && next <= i + 3; ++next)
                one.done = one.done || begins_household(scene, parts[next]);
        const bool later = (one.done || one.any) && lies_ahead(signs, clause) &&
                           !reading.has(clause, Tag::revisit);
        ahead = ahead || later;
        verb.done = verb.done || (one.done && !later);
        verb.planned = verb.planned || one.planned || (one.done && later);
        verb.others = verb.others || one.others;
        verb.any = verb.any || one.any;
    }
    if (verb.done)
        add(decision, report, 5, "a verb of visiting with a household");
    else if (verb.any && (signs.named || signs.placed) && !verb.planned && !verb.others)
        add(decision, report, 4, "a verb of visiting, and a household");
    if (verb.planned && !verb.done) add(decision, report, -8, "planned or not done");
    if (!verb.done && !verb.planned && signs.has(Tag::not_done))
        add(decision, report, -8, "not done");
    if (verb.others && !verb.done) add(decision, report, -8, "other people's visit");
    if (ahead && !verb.done) add(decision, report, -6, "lies ahead");
    if (!verb.done && signs.has(Tag::plan) && std::any_of(parts.begin(), parts.end(), [&](Span s) {
            return reading.has(s, Tag::plan) && lies_ahead(signs, s);
        }))
        add(decision, report, -6, "a plan");
    if (signs.has(Tag::gathering) && !verb.done)
        add(decision, report, scene.layout.relay || signs.group ? -10 : -3, "a gathering");

    bool content = false;
    const bool line = household_line(signs, content);
    if (line && content)
        add(decision, report, 5, "address, name and state");
    else if (line)
        add(decision, report, 1, "address and name");
    const bool plain_person =
        std::any_of(scene.persons.begin(), scene.persons.end(), [](const Person& p) {
            return p.kind == Person::Kind::titled || p.kind == Person::Kind::full ||
                   p.kind == Person::Kind::family;
        });
    if (signs.titled) add(decision, report, 1, "a person is named");
    if (signs.category && signs.named) add(decision, report, 2, "a person and a category");
    if (signs.named && signs.has(Tag::state)) add(decision, report, 1, "a person and a state");
    if (signs.named && signs.has(Tag::revisit))
        add(decision, report, 1, "a next visit is promised");
    if (!signs.group && signs.named && !signs.portions && (signs.has(Tag::danger_state)))
        add(decision, report, 3, "something has happened to a person");

    if (signs.asks && !signs.has(Tag::revisit))
        add(decision, report, signs.group ? -6 : verb.done ? -1 : -3, "a question");
    if (signs.has(Tag::by_chance) && !verb.done && !(line && content && !signs.group))
        add(decision, report, -6, "only met or heard of");
    if (signs.has(Tag::by_chance)) add(decision, report, verb.any ? -2 : -8, "met or heard of");
    if (signs.has(Tag::others_do)) add(decision, report, -4, "officials' doings");
    if (signs.broadcast) add(decision, report, signs.group ? -7 : -2, "spoken to many");
    if (signs.portions && signs.meal_time) add(decision, report, -4, "portions of a meal");
    if (scene.layout.forwarded) add(decision, report, -6, "forwarded");
    if (signs.group) {
        const bool several = verb.any && !verb.planned && !verb.others &&
                             scene.persons.size() >= 2 && signs.category;
        const bool listed = scene.layout.entries.size() >= 2 && scene.addresses.size() >= 2 &&
                            scene.persons.size() >= 2 &&
                            (signs.category || signs.has(Tag::state)) && !signs.portions;
        const bool shape =
            verb.done || (line && content) || several || listed || decision.score(report) >= 10;
        if (!shape)
            add(decision, report, -6, "in a group, without the shape of a report");
        else if (!plain_person && !(signs.placed && (signs.category || signs.has(Tag::state))) &&
                 !(signs.named && signs.category) && scene.layout.entries.empty())
            add(decision, report, -6, "in a group, without a household");
    }
}

}  // namespace qingdan::language::intents
