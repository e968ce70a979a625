/// @file
/// Persons by surname, form of address and position.

#include "domain/language/names/names.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

/// True where a name may end before the position: something begins there that is no part of a name.
bool name_may_end(const Reading& reading, int position, Span in) {
    if (position >= in.end || reading.gap(position)) return true;
    if (!is_ideograph(reading.at(position))) return true;
    if (reading.covered(position) != Cover::open) return true;
    if (reading.word(position, Tag::after_name) != nullptr) return true;
    const Hit* chosen = reading.chosen_at(position);
    return chosen != nullptr && (chosen->end - chosen->begin > 1 || chosen->is(Tag::category));
}

bool may_stand_in_name(const Reading& reading, int position) {
    return is_ideograph(reading.at(position)) && reading.covered(position) == Cover::open &&
           reading.word(position, Tag::not_in_name) == nullptr;
}

/// The surname at the position: not the beginning of an ordinary word.
const Hit* surname_at(const Reading& reading, int position) {
    const Hit* surname = reading.word(position, Tag::surname);
    if (surname == nullptr || reading.covered(position) != Cover::open) return nullptr;
    const Hit* chosen = reading.chosen_at(position);
    if (chosen != nullptr && chosen->end > surname->end && !chosen->is(Tag::surname))
        return nullptr;
    return surname;
}

/// True where what stands in front makes a name likely: a verb of visiting, an address, a category,
/// a label.
bool name_is_expected(const Reading& reading, int position, Span in) {
    if (position <= in.begin || reading.gap(position)) return true;
    const char32_t before = reading.at(position - 1);
    if (!is_ideograph(before) && !is_letter(before)) return true;
    if (reading.covered(position - 1) != Cover::open) return true;
    return reading.word_before(position, Tag::before_name) != nullptr ||
           reading.word_before(position, Tag::category) != nullptr ||
           reading.word_before(position, Tag::visit_verb) != nullptr;
}

using Found = std::optional<Person>;

Person made(Person::Kind kind, int begin, int end) { return {kind, {begin, end}}; }

int with_couple(const Reading& reading, int end) {
    const Hit* couple = reading.word(end, Tag::couple);
    return couple != nullptr ? couple->end : end;
}

/// `王阿婆`, `顾家阿奶`, `李秀英阿姨`, `司马老先生`.
Found titled(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr) return std::nullopt;
    int at = surname->end;
    if (reading.word(at, Tag::house) != nullptr && reading.word(at + 1, Tag::honorific) != nullptr)
        ++at;
    for (int given = 0; given <= 2; ++given) {
        const Hit* title = reading.word(at + given, Tag::honorific);
        if (title != nullptr && title->end <= in.end) {
            const bool open =
                title->sense(Tag::honorific).code != "end" || name_may_end(reading, title->end, in);
            if (open && reading.word(at + given, Tag::official_title) == nullptr)
                return made(Person::Kind::titled, position, with_couple(reading, title->end));
        }
        if (!may_stand_in_name(reading, at + given)) break;
    }
    return std::nullopt;
}

Found full_name(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr || surname->sense(Tag::surname).code == "rare") return std::nullopt;
    const int given = surname->end;
    for (const int length : {2, 1}) {
        bool fits = true;
        for (int i = 0; i < length; ++i)
            fits = fits && given + i < in.end && may_stand_in_name(reading, given + i) &&
                   !(i > 0 && reading.gap(given + i));
        if (!fits || reading.gap(given)) continue;
        const Hit* inner = reading.chosen_at(given);
        if (inner != nullptr && inner->end > given + length && inner->end - inner->begin > 1)
            continue;
        const Hit* second = length == 2 ? reading.chosen_at(given + 1) : nullptr;
        if (second != nullptr && second->end > given + 2 && !second->is(Tag::common)) continue;
        if (inner != nullptr && inner->end == given + length && length == 2 &&
            !inner->is(Tag::surname) && !inner->is(Tag::common) && !inner->is(Tag::holiday))
            continue;
        if (!name_may_end(reading, given + length, in)) continue;
        return made(Person::Kind::full, position, with_couple(reading, given + length));
    }
    return std::nullopt;
}

/// `黎家`: a household by its surname.
Found family(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr || surname->sense(Tag::surname).code == "rare") return std::nullopt;
    const Hit* house = reading.word(surname->end, Tag::house);
    if (house == nullptr || house->end > in.end) return std::nullopt;
    const Hit* chosen = reading.chosen_at(surname->end);
    if (chosen != nullptr && chosen->end > house->end) return std::nullopt;
    if (!name_may_end(reading, house->end, in)) return std::nullopt;
    return made(Person::Kind::family, position, house->end);
}

/// `小雨`, `老王`, `阿福`, `蔺某某`.
Found nick(const Reading& reading, int position, Span in) {
    if (const Hit* surname = surname_at(reading, position)) {
        if (const Hit* some = reading.word(surname->end, Tag::somebody))
            return made(Person::Kind::nick, position, some->end);
    }
    const Hit* prefix = reading.word(position, Tag::nick_prefix);
    if (prefix == nullptr || reading.covered(position) != Cover::open) return std::nullopt;
    const Hit* chosen = reading.chosen_at(position);
    if (chosen != nullptr && chosen->end > prefix->end) return std::nullopt;
    const Hit* surname = reading.word(prefix->end, Tag::surname);
    if (prefix->sense(Tag::nick_prefix).code == "old" && surname == nullptr) return std::nullopt;
    if (!may_stand_in_name(reading, prefix->end)) return std::nullopt;
    for (const int length : {1, 2}) {
        const int end = prefix->end + length;
        if (end > in.end || (length == 2 && !may_stand_in_name(reading, end - 1))) break;
        if (const Hit* title = reading.word(end, Tag::honorific);
            title != nullptr && title->end <= in.end)
            return made(Person::Kind::nick, position, title->end);
        if (name_may_end(reading, end, in)) return made(Person::Kind::nick, position, end);
    }
    return std::nullopt;
}

/// `我妈`, `爸爸`, `我外婆`, `my mother`.
Found kin(const Reading& reading, int position) {
    int at = position;
    const Hit* mine = reading.word(position, Tag::my);
    if (mine != nullptr) {
        at = mine->end;
        while (reading.at(at) == U' ') ++at;
    }
    const Hit* relative = reading.word(at, Tag::kin);
    if (relative == nullptr || reading.covered(at) != Cover::open) return std::nullopt;
    if (mine == nullptr && relative->sense(Tag::kin).code != "elder") return std::nullopt;
    if (mine == nullptr) {
        const Hit* chosen = reading.chosen_at(position);
        if (chosen == nullptr || chosen->end != relative->end) return std::nullopt;
    }
    return made(Person::Kind::kin, position, relative->end);
}

bool is_capital(const Reading& reading, int position) {
    const Folded& folded = reading.folded();
    if (position >= reading.size()) return false;
    const char c = folded.written[folded.offset[position]];
    return c >= 'A' && c <= 'Z';
}

int word_end(const Reading& reading, int position) {
    while (is_letter(reading.at(position)) || reading.at(position) == U'\'') ++position;
    if (reading.at(position - 1) == U's' && reading.at(position - 2) == U'\'') position -= 2;
    return position;
}

/// `Mrs Chen`, `old Mr Wang`, `Grandma Li`, `Li Xiuying` behind a verb.
Found english_name(const Reading& reading, int position) {
    if (!is_letter(reading.at(position)) || is_letter(reading.at(position - 1)))
        return std::nullopt;
    const Hit* title = reading.word(position, Tag::en_title);
    int at = position;
    if (title != nullptr) {
        at = title->end;
        while (reading.at(at) == U'.' || reading.at(at) == U' ') ++at;
    } else if (reading.word_before(position - 1, Tag::en_before_name) == nullptr) {
        return std::nullopt;
    }
    int end = 0;
    for (int words = 0; words < 3 && is_capital(reading, at); ++words) {
        if (title == nullptr && reading.chosen_at(at) != nullptr) break;
        if (words > 0 && reading.chosen_at(at) != nullptr &&
            !reading.chosen_at(at)->is(Tag::en_title))
            break;
        end = word_end(reading, at);
        if (reading.at(end) != U' ') break;
        at = end + 1;
    }
    if (end == 0) return std::nullopt;
    return made(title != nullptr ? Person::Kind::titled : Person::Kind::full, position, end);
}

Found any_person(const Reading& reading, int position, Span in, bool expected) {
    if (auto found = english_name(reading, position)) return found;
    if (auto found = titled(reading, position, in)) return found;
    if (auto found = nick(reading, position, in); found && expected) return found;
    if (expected) {
        if (auto found = family(reading, position, in)) return found;
        if (auto found = full_name(reading, position, in)) return found;
    }
    if (auto found = kin(reading, position)) return found;
    const Hit* title = reading.word(position, Tag::honorific);
    const Hit* chosen = reading.chosen_at(position);
    if (expected && title != nullptr && title->sense(Tag::honorific).code == "alone" &&
        chosen != nullptr && chosen->end == title->end)
        return made(Person::Kind::address, position, title->end);
    return std::nullopt;
}

}  // namespace

std::vector<Person> persons(const Reading& reading, Span in) {
    std::vector<Person> found;
    for (int at = in.begin; at < in.end; ++at) {
        if (reading.covered(at) != Cover::open) continue;
        const bool after_person = !found.empty() && found.back().span.end == at - 1 &&
                                  reading.word(at - 1, Tag::list_mark) != nullptr;
        if (auto person =
                any_person(reading, at, in, after_person || name_is_expected(reading, at, in))) {
            found.push_back(*person);
            at = person->span.end - 1;
        }
    }
    return found;
}

std::vector<Person> person_at(const Reading& reading, int position, Span in) {
    if (auto person = any_person(reading, position, in, true)) return {*person};
    return {};
}

}  // namespace qingdan::language
