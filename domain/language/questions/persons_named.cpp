#include "domain/language/questions/persons_named.hpp"

#include "domain/language/grammar/scene.hpp"
#include "domain/language/understand.hpp"

#include <algorithm>

namespace qingdan::language {

std::vector<std::string> persons_named(std::string_view text, Day today) {
    const Scene scene = set_scene(text, today, ChatKind::private_chat, default_bot_name());
    std::vector<std::string> names;
    for (const Person& person : scene.persons) {
        if (person.kind == Person::Kind::kin || person.kind == Person::Kind::address) continue;
        std::string name = scene.reading.written(person.span);
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

}  // namespace qingdan::language
