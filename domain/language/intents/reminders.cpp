/// @file
/// Steps of the supervision loop beside a reminder's number.

#include "domain/language/intents/weighing.hpp"
#include "domain/language/reminder_step.hpp"
#include "domain/language/understand.hpp"

#include <algorithm>

namespace qingdan::language {

std::string intents::reminder_step_in(const Scene& scene) {
    const Reading& reading = scene.reading;
    // What stands first, the number itself and its punctuation aside.
    Span rest = reading.trimmed(scene.layout.body);
    for (const Reference& reference : scene.references) {
        if (reference.letter != 'R') return {};
        if (reference.span.begin <= rest.begin)
            rest = reading.trimmed({std::max(rest.begin, reference.span.end), rest.end});
    }
    const Hit* word = reading.word(rest.begin, Tag::reminder_step);
    return word ? word->sense(Tag::reminder_step).code : std::string{};
}

std::string reminder_step(std::string_view text) {
    return intents::reminder_step_in(
        set_scene(text, Day{}, ChatKind::private_chat, default_bot_name()));
}

}  // namespace qingdan::language
