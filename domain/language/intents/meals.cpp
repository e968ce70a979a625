/// @file
/// Orders, cancellations, changes, pauses and questions about meals.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/intents/weighing.hpp"

#include <algorithm>

namespace qingdan::language::intents {
namespace {

/// A stretch of days, not a single one: what a pause needs.
bool stretch(const Scene& scene) {
    return std::any_of(scene.ahead.begin(), scene.ahead.end(), [](const DatePhrase& phrase) {
        return phrase.range || phrase.duration > 0 || phrase.week || phrase.from || phrase.until;
    });
}

/// `不用送，我自己来拿`: the way of getting it changes, not the order.
bool fetches(const Scene& scene, Span body) {
    for (const Hit* hit : scene.reading.all(body, Tag::fulfilment))
        if (hit->sense(Tag::fulfilment).code != "delivery") return true;
    return false;
}

/// A word of stopping that is no attribute: `停掉的夜饭后天恢复` stops nothing.
bool stops(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    const auto stops = reading.all(signs.body, Tag::pause_sure);
    if (!signs.has(Tag::resume)) return !stops.empty();
    return std::any_of(stops.begin(), stops.end(), [&](const Hit* stop) {
        return reading.word(stop->end, Tag::particle_of) == nullptr &&
               reading.word(stop->end, Tag::portion_typo) == nullptr;
    });
}

/// `delivered to Room 201` is English for what is wished, too.
bool has_letters(const Signs& signs) {
    const Hit* delivered = signs.scene.reading.first(signs.body, Tag::delivered);
    return delivered != nullptr && is_letter(signs.scene.reading.at(delivered->begin));
}

/// `查一下我这周的订餐`: begins with a word of looking up.
bool looks_up(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    const Hit* look = reading.word(signs.body.begin, Tag::show_me);
    return look != nullptr && reading.word(look->end, Tag::menu) == nullptr &&
           !signs.has(Tag::menu);
}

/// `How do I pause my meals?`: asked at the beginning, nothing is done.
bool asks_how(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    int at = signs.body.begin;
    if (const Hit* greeting = reading.word(at, Tag::greeting)) at = greeting->end;
    while (reading.at(at) == U' ' || reading.at(at) == U',') ++at;
    const Hit* how = reading.word(at, Tag::guide_how);
    return how != nullptr && is_letter(reading.at(at));
}

/// `switch my Friday dinner to pickup`.
bool changes_in_english(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    const Hit* verb = reading.first(signs.body, Tag::change);
    if (verb == nullptr || !is_letter(reading.at(verb->begin))) return false;
    for (int at = verb->end; at < signs.body.end; ++at)
        if (is_letter(reading.at(at)) && reading.word(at, Tag::correct_into) != nullptr)
            return true;
    return false;
}

void weigh_order(const Signs& signs, Decision& decision, bool taken_back) {
    const Scene& scene = signs.scene;
    const Intent order = Intent::meal_order;
    const bool sure = signs.has(Tag::order_sure);
    const bool verb = sure || signs.has(Tag::order_verb);
    const bool wishes = signs.has(Tag::diet) || signs.has(Tag::fulfilment);
    if (!(signs.meal_time || signs.meal_word || signs.portions || (sure && signs.ahead))) return;
    if (signs.meal_word)
        add(decision, order, 2, "a meal");
    else if (signs.meal_time)
        add(decision, order, 1, "a time of day that is a meal's");
    if (signs.portions) add(decision, order, 2, "portions");
    if (sure)
        add(decision, order, 2, "a verb of ordering");
    else if (verb)
        add(decision, order, 1, "a verb that can be one of ordering");
    if (signs.ahead) add(decision, order, 1, "a day to come");
    if (wishes) add(decision, order, 1, "a diet or a way to get it");
    if (signs.has(Tag::hashtag_meal)) add(decision, order, 2, "hashtag of meals");
    if (has_label(scene.layout, "quantity") || has_label(scene.layout, "meal"))
        add(decision, order, 4, "labelled lines of an order");
    const bool specific =
        (signs.portions && (signs.ahead || signs.meal_time)) ||
        (signs.meal_word && signs.ahead && (signs.has(Tag::diet) || signs.placed));
    // `Could my mother get lunch every weekday`: a request in the form of a question.
    const Hit* request = scene.reading.first(signs.body, Tag::order_sure);
    const bool asked_for = request != nullptr && is_letter(scene.reading.at(request->begin)) &&
                           signs.ahead && signs.meal_word;
    if (!signs.portions && !(sure || (verb && signs.meal_word)) && !specific)
        add(decision, order, -2, "neither portions nor a verb of ordering");
    if (taken_back) add(decision, order, -3, "something is taken back or changed");
    const bool of_others = signs.group && !signs.addressed && !sure;
    if (signs.asks && ((!specific && !asked_for) || of_others))
        add(decision, order, -5, "a question");
    if (signs.has(Tag::complaint_meal)) add(decision, order, -4, "about meals that were");
    const bool to_come = signs.ahead && (signs.portions || sure) && has_letters(signs);
    if (signs.has(Tag::delivered) && !to_come) add(decision, order, -4, "a meal that was brought");
    if (signs.has(Tag::not_meal) && (signs.group || !signs.meal_word))
        add(decision, order, scene.layout.relay ? -14 : -6, "other goods");
    if (signs.has(Tag::gathering) && signs.group) add(decision, order, -6, "a gathering");
    const bool relay = scene.layout.relay && scene.layout.entries.size() >= 1 && signs.meal_word;
    if (signs.broadcast && !relay) add(decision, order, signs.group ? -6 : -2, "spoken to many");
    if (scene.layout.forwarded) add(decision, order, -4, "forwarded");
    const auto entries = scene.layout.entries;
    if (!entries.empty()) {
        const Span head{signs.body.begin, entries.front().span.begin};
        const bool headed =
            scene.reading.has(head, Tag::meal_time) || scene.reading.has(head, Tag::meal);
        const bool counted = std::any_of(entries.begin(), entries.end(), [&](const Entry& e) {
            return portions_in(scene, e.span).has_value();
        });
        if (headed && (counted || signs.portions || (relay && signs.has(Tag::fulfilment))))
            add(decision, order, relay ? 8 : 6, "a list of portions under a head of meals");
        else if (!headed && signs.group)
            add(decision, order, -6, "a list of something else");
    }
    if (signs.group) {
        const bool own = sure || (verb && signs.portions && signs.ahead) ||
                         (!entries.empty() && signs.meal_word) ||
                         (signs.portions && signs.meal_word && signs.ahead);
        add(decision,
            order,
            own ? -1 : -6,
            own ? "in a group" : "in a group, and not an own order");
    }
}

}  // namespace

void weigh_meals(const Signs& signs, Decision& decision) {
    if (signs.letter != 0 && signs.letter != 'M') return;
    const Scene& scene = signs.scene;
    const bool numbered = signs.letter == 'M';
    const bool meal = signs.meal_word || signs.portions || signs.has(Tag::order_sure);
    const bool days = signs.ahead || stretch(scene);
    const bool told = signs.has(Tag::visit_verb) && signs.named;
    const bool help = signs.asks && (signs.has(Tag::guide_how) || signs.has(Tag::which_or_when)) &&
                      !(signs.has(Tag::pause_sure) && !asks_how(signs));
    const bool paper = signs.has(Tag::burden) && !meal && !signs.meal_time;
    bool taken_back = false;

    const bool dish = signs.asks &&
                      (signs.has(Tag::dish) || signs.has(Tag::meal_time) || signs.has(Tag::meal)) &&
                      signs.has(Tag::there_is) && !signs.portions;
    if (signs.addressed && dish && signs.length <= 14 && !signs.has(Tag::ordered) &&
        !signs.has(Tag::order_sure))
        add(decision, Intent::meal_menu, 5, "asks for a dish");
    if (signs.has(Tag::menu) && (signs.asks || signs.has(Tag::show_me) || signs.length <= 10)) {
        if (signs.addressed)
            add(decision,
                Intent::meal_menu,
                signs.has(Tag::ordered) ? 2 : 7,
                "asks what there is to eat");
    }
    if (signs.addressed && signs.has(Tag::meal_query) &&
        (signs.asks || signs.has(Tag::show_me) || signs.length <= 8) &&
        (meal || signs.meal_time || signs.has(Tag::ordered) || signs.has(Tag::order_verb)) &&
        !signs.has(Tag::burden_only))
        add(decision, Intent::meal_query, 7, "asks what is ordered");

    if (signs.addressed && signs.asks && (meal || signs.meal_time || signs.has(Tag::ordered)) &&
        signs.has(Tag::which_or_when) && !signs.portions && !signs.has(Tag::guide_how) &&
        !signs.has(Tag::menu))
        add(decision, Intent::meal_query, 5, "asks which or how many meals");
    if (signs.addressed && (meal || signs.has(Tag::ordered)) && !signs.portions && looks_up(signs))
        add(decision, Intent::meal_query, 7, "looks up what is ordered");
    if (signs.has(Tag::resume) && (meal || days || numbered) && !told && !help) {
        add(decision, Intent::meal_resume, 6 + (numbered ? 2 : 0), "a standing order goes on");
        taken_back = true;
    }
    if (stops(signs) && (meal || days || numbered) && !told && !(help && !stretch(scene)) &&
        !asks_how(signs) && !paper) {
        const Hit* stop = scene.reading.first(signs.body, Tag::pause_sure);
        const Hit* again = scene.reading.first(signs.body, Tag::resume);
        const bool first = again != nullptr && stop->begin < again->begin;
        add(decision,
            Intent::meal_pause,
            6 + (numbered ? 2 : 0) + (first ? 1 : 0),
            "a standing order is stopped");
        taken_back = true;
    }
    const bool fetched = signs.portions &&
                         (signs.has(Tag::order_sure) || signs.has(Tag::fulfilment)) &&
                         fetches(scene, signs.body);
    if (signs.has(Tag::cancel) && (meal || signs.meal_time || days) && !told && !help && !fetched &&
        !paper) {
        const bool away = stretch(scene) && (signs.has(Tag::pause) || !signs.meal_word);
        add(decision,
            away ? Intent::meal_pause : Intent::meal_cancel,
            5,
            away ? "not wanted for a stretch of days" : "not wanted");
        taken_back = true;
    }
    const bool changeable = !signs.group || signs.portions || days || signs.named;
    const bool orders = meal || signs.meal_time || (signs.has(Tag::fulfilment) && days);
    if ((signs.has(Tag::change_into) || changes_in_english(signs)) && orders && !told && !help &&
        changeable) {
        add(decision, Intent::meal_change, 6, "an order gets a new value");
        taken_back = true;
    }
    if (signs.broadcast || scene.layout.forwarded)
        for (const Intent intent :
             {Intent::meal_resume, Intent::meal_pause, Intent::meal_cancel, Intent::meal_change})
            add(decision, intent, signs.group ? -6 : -1, "spoken to many");
    if (signs.group && !signs.addressed) {
        for (const Intent intent :
             {Intent::meal_resume, Intent::meal_pause, Intent::meal_cancel, Intent::meal_change}) {
            if (signs.asks) add(decision, intent, -4, "a question in a group");
            if (!signs.meal_word && !signs.portions)
                add(decision, intent, -4, "in a group, and no meal named");
            const bool own =
                signs.has(Tag::my) || !scene.persons.empty() || signs.placed || numbered;
            if (!own) add(decision, intent, -4, "in a group, and nobody's own order");
        }
    }
    if (!told) weigh_order(signs, decision, taken_back);
}

}  // namespace qingdan::language::intents
