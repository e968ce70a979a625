/// @file
/// Questions to the manual, and what can be done here.

#include "domain/language/intents/weighing.hpp"

namespace qingdan::language::intents {
namespace {

/// `几点前要订好`, `what time`: asks for the rule, not for a meal.
bool asks_for_rule(const Signs& signs) {
    return signs.has(Tag::guide_how) && signs.has(Tag::which_or_when);
}

bool begins_politely(const Signs& signs) {
    return signs.scene.reading.word(signs.body.begin, Tag::greeting) != nullptr;
}

}  // namespace

void weigh_guidance(const Signs& signs, Decision& decision) {
    if (!signs.addressed || signs.letter != 0) return;
    if (const Hit* help = signs.scene.reading.first(signs.body, Tag::help)) {
        const bool whole = signs.is_only(Tag::help);
        const int rest = signs.length - (help->end - help->begin);
        if (whole || rest <= 4)
            add(decision, Intent::help, 10, "asks what can be done here");
        else if (rest <= 8)
            add(decision, Intent::help, 4, "asks what can be done here, among other things");
    } else if (signs.length <= 16 && signs.has(Tag::you_bot) && signs.has(Tag::do_what) &&
               !signs.meal_word)
        add(decision, Intent::help, 6, "asks what the bot does");
    const bool how = signs.has(Tag::guide_how);
    if (signs.asks || how) add(decision, Intent::guide_ask, 1, "a question");
    if (how && begins_politely(signs)) add(decision, Intent::guide_ask, 1, "a polite question");
    if ((signs.asks || how) && signs.has(Tag::guide_topic))
        add(decision, Intent::guide_ask, 3, "a question about a topic of the manual");
    if (signs.has(Tag::guide_how))
        add(decision, Intent::guide_ask, 2, "asks how something is done");
    if (signs.has(Tag::guide_how) && signs.has(Tag::guide_topic))
        add(decision, Intent::guide_ask, 1, "how, of a topic of the manual");
    if (signs.asks && signs.scene.layout.addressed)
        add(decision, Intent::guide_ask, 2, "asked of the bot by name");
    if (signs.ahead && signs.meal_time && (signs.portions || signs.has(Tag::order_sure)) &&
        !asks_for_rule(signs))
        add(decision, Intent::guide_ask, -4, "a meal of a day is asked for");
    if (signs.broadcast) add(decision, Intent::guide_ask, -2, "spoken to many");
}

}  // namespace qingdan::language::intents
