/// @file
/// Steps of the supervision loop beside a reminder's number.

#include "domain/language/intents/weighing.hpp"
#include "domain/language/reminder_step.hpp"
#include "domain/language/understand.hpp"

#include <algorithm>

namespace qingdan::language {

namespace {

/// What is said beside the reminder's number and its punctuation; empty where another record is
/// named.
Span beside_number(const Scene& scene) {
    Span rest = scene.reading.trimmed(scene.layout.body);
    for (const Reference& reference : scene.references) {
        if (reference.letter != 'R') return {};
        if (reference.span.begin <= rest.begin)
            rest = scene.reading.trimmed({std::max(rest.begin, reference.span.end), rest.end});
    }
    return rest;
}

const Hit* step_word(const Scene& scene, Span beside) {
    return beside.empty() ? nullptr : scene.reading.word(beside.begin, Tag::reminder_step);
}

}  // namespace

std::string intents::reminder_step_in(const Scene& scene) {
    const Hit* word = step_word(scene, beside_number(scene));
    return word ? word->sense(Tag::reminder_step).code : std::string{};
}

bool intents::is_reminder_step_alone(const Scene& scene) {
    const Span beside = beside_number(scene);
    const Hit* word = step_word(scene, beside);
    return word != nullptr && word->end >= beside.end;
}

std::string reminder_step(std::string_view text) {
    return intents::reminder_step_in(
        set_scene(text, Day{}, ChatKind::private_chat, default_bot_name()));
}

}  // namespace qingdan::language
