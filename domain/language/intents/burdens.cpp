/// @file
/// Workload reports and queries.

#include "domain/language/intents/weighing.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language::intents {
namespace {

/// A number with a measure beside a burden word's clause.
bool counted(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    for (int at = signs.body.begin; at < signs.body.end; ++at) {
        if (reading.covered(at) != Cover::open) continue;
        const auto number = number_at(reading, at);
        if (!number || number->half) continue;
        int behind = number->span.end;
        while (reading.at(behind) == U' ') ++behind;
        if (reading.word(behind, Tag::burden_count) != nullptr ||
            reading.word(behind, Tag::burden) != nullptr)
            return true;
        at = number->span.end - 1;
    }
    return false;
}

/// `开了几次会`: asks what was, not what the rule is.
bool was_counted(const Signs& signs) {
    const Reading& reading = signs.scene.reading;
    for (int at = signs.body.begin; at + 1 < signs.body.end; ++at)
        if (reading.word(at, Tag::perfect) != nullptr &&
            reading.word(at + 1, Tag::which_or_when) != nullptr)
            return true;
    return false;
}

int labels_of_burdens(const Scene& scene) {
    return static_cast<int>(std::count_if(
        scene.layout.labels.begin(), scene.layout.labels.end(), [&](const Label& label) {
            return label.field == "kind" || label.field == "organizer" ||
                   label.field == "duplicate" ||
                   (label.field == "category" && scene.reading.has(label.value, Tag::burden));
        }));
}

}  // namespace

void weigh_burdens(const Signs& signs, Decision& decision) {
    if (signs.letter != 0) return;
    const Reading& reading = signs.scene.reading;
    const bool burden = signs.has(Tag::burden);
    const Intent report = Intent::workload_report;
    const bool figures =
        signs.has(Tag::workload_query) ||
        (signs.has(Tag::burden_words) && (signs.has(Tag::burden) || signs.length < 24));
    const bool rule = signs.has(Tag::guide_how) && signs.has(Tag::how_often) && !was_counted(signs);
    if (signs.addressed && figures && !rule && (signs.asks || signs.has(Tag::show_me)))
        add(decision, Intent::workload_query, 7, "asks for figures of burdens");
    if (has_label(signs.scene.layout, "organizer") && has_label(signs.scene.layout, "quantity"))
        add(decision, report, 9, "who asks and how many, labelled");
    else if (labels_of_burdens(signs.scene) >= 2 && (burden || labels_of_burdens(signs.scene) >= 3))
        add(decision, report, 9, "labelled lines of a burden");
    if (signs.has(Tag::hashtag_burden)) add(decision, report, 5, "hashtag of burdens");
    if (!burden) return;
    add(decision, report, 1, "a word of burden");
    const bool period = reading.first_anywhere(signs.body, Tag::period) != nullptr;
    if (period) add(decision, report, 1, "within which time");
    if (counted(signs)) add(decision, report, 2, "counted");
    if (signs.has(Tag::time_unit)) add(decision, report, 1, "how long it took");
    if (signs.has(Tag::complaint)) add(decision, report, 2, "told as a burden");
    if (signs.has(Tag::complaint) && signs.addressed && !signs.asks && !signs.named &&
        !signs.placed)
        add(decision, report, 1, "told in private, and of nobody");
    if (signs.has(Tag::suggest_sure)) add(decision, report, 2, "a proposal");
    if (signs.has(Tag::anonymous)) add(decision, report, 3, "not to be named");
    if (signs.has(Tag::duplicate)) add(decision, report, 1, "a repetition");
    if (signs.has(Tag::organizer)) add(decision, report, 1, "who asks for it");
    if (signs.asks && !signs.has(Tag::suggest_sure)) add(decision, report, -3, "a question");
    if (signs.broadcast) add(decision, report, -4, "spoken to many");
    if (signs.has(Tag::visit_verb) && signs.named) add(decision, report, -3, "a visit is told");
    if (signs.portions && signs.meal_word) add(decision, report, -4, "portions of a meal");
    if (signs.group && !signs.scene.layout.addressed) {
        add(decision, report, -2, "in a group");
        const bool told = signs.has(Tag::suggest_sure) || signs.has(Tag::hashtag_burden) ||
                          (signs.has(Tag::complaint) && counted(signs));
        if (!told) add(decision, report, -4, "in a group, and not told as a burden");
    }
}

}  // namespace qingdan::language::intents
