#include "domain/language/days_named.hpp"

#include "domain/language/grammar/scene.hpp"
#include "domain/language/understand.hpp"

namespace qingdan::language {

std::vector<Day> days_named(std::string_view text, OffsetTime written, bool back) {
    const Scene scene = set_scene(text, written.day(), ChatKind::private_chat, default_bot_name());
    std::vector<Day> days;
    for (const DatePhrase& phrase : back ? scene.back : scene.ahead)
        days.insert(days.end(), phrase.days.begin(), phrase.days.end());
    return days;
}

}  // namespace qingdan::language
