/// @file
/// Persons by surname, form of address and position.

#include "domain/language/names/names.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

using Found = std::optional<Person>;

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

/// True where the position lies inside a longer word, or at the beginning of one that is no name.
bool inside_word(const Reading& reading, int position, int end) {
    const Hit* chosen = reading.chosen_over(position);
    if (chosen == nullptr) return false;
    if (chosen->begin < position && chosen->end > position) return true;
    return chosen->end > end && !chosen->is(Tag::surname) && !chosen->is(Tag::name_like);
}

const Hit* surname_at(const Reading& reading, int position) {
    const Hit* surname = reading.word(position, Tag::surname);
    if (surname == nullptr || reading.covered(position) != Cover::open) return nullptr;
    return inside_word(reading, position, surname->end) ? nullptr : surname;
}

bool is_rare(const Hit& surname) { return surname.sense(Tag::surname).code == "rare"; }

/// True where what stands in front makes a name likely: a verb of visiting, an address, a category,
/// a label.
bool name_is_expected(const Reading& reading, int position, Span in) {
    if (position <= in.begin || reading.gap(position)) return true;
    const char32_t before = reading.at(position - 1);
    if (!is_ideograph(before) && !is_letter(before)) return true;
    if (reading.covered(position - 1) != Cover::open) return true;
    return reading.word_before(position, Tag::before_name) != nullptr ||
           reading.word_before(position, Tag::category) != nullptr ||
           reading.word_before(position, Tag::visit_verb) != nullptr ||
           reading.word_before(position, Tag::visit_touch) != nullptr;
}

/// `暨桂香✔ 独居`: a category right behind.
bool category_follows(const Reading& reading, int position, Span in) {
    int at = position;
    while (at < in.end && at - position < 4 && !is_ideograph(reading.at(at))) ++at;
    return at > position && reading.word(at, Tag::category) != nullptr;
}

Person made(Person::Kind kind, int begin, int end) { return {kind, {begin, end}}; }

int with_couple(const Reading& reading, int end) {
    const Hit* couple = reading.word(end, Tag::couple);
    return couple != nullptr ? couple->end : end;
}

/// A form of address that may stand behind a surname at the position.
const Hit* title_at(const Reading& reading, int position, Span in) {
    const Hit* title = reading.word(position, Tag::honorific);
    if (title == nullptr || title->end > in.end) return nullptr;
    const Hit* official = reading.word(position, Tag::official_title);
    if (official != nullptr && official->end >= title->end) return nullptr;
    if (title->sense(Tag::honorific).code == "end" && !name_may_end(reading, title->end, in))
        return nullptr;
    return title;
}

/// Right behind an address, a category or a label, or at the beginning of an entry: a name has to
/// stand there, even one that looks like other words.
bool name_must_stand(const Reading& reading, int position, Span in) {
    constexpr int most_marks = 8;
    const int limit = std::max(in.begin, position - most_marks);
    int before = position;
    while (before > limit && (reading.at(before - 1) == U' ' || reading.at(before - 1) == U','))
        --before;
    return reading.covered(before - 1) == Cover::address ||
           reading.word_before(before, Tag::category) != nullptr;
}

/// `王阿婆`, `顾家阿奶`, `李秀英阿姨`, `司马老先生`.
Found titled(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr) return std::nullopt;
    int at = surname->end;
    if (reading.word(at, Tag::house) != nullptr) {
        const Hit* title = reading.word(at + 1, Tag::honorific);
        if (title == nullptr || title->sense(Tag::honorific).code == "end" || title->end > in.end)
            return std::nullopt;
        return made(Person::Kind::titled, position, with_couple(reading, title->end));
    }
    const int longest = is_rare(*surname) ? 0 : 2;
    for (int given = 0; given <= longest; ++given) {
        if (const Hit* title = title_at(reading, at + given, in)) {
            const bool weak = is_rare(*surname) && title->sense(Tag::honorific).code == "end";
            if (!weak || name_must_stand(reading, position, in))
                return made(Person::Kind::titled, position, with_couple(reading, title->end));
        }
        if (!may_stand_in_name(reading, at + given)) break;
        // `我姓蔡蔡伯伯`: the name begins with the second one.
        if (reading.at(at + given) == reading.at(position)) break;
    }
    return std::nullopt;
}

/// A character that is no known surname in front of a form of address that leaves no doubt.
Found unknown_surname(const Reading& reading, int position, Span in) {
    if (!may_stand_in_name(reading, position) || inside_word(reading, position, position + 1))
        return std::nullopt;
    const Hit* title = title_at(reading, position + 1, in);
    if (title == nullptr || title->end - title->begin < 2 || reading.gap(position + 1))
        return std::nullopt;
    return made(Person::Kind::titled, position, with_couple(reading, title->end));
}

/// `纪书记` behind a category or a verb of visiting: an official who is visited.
Found visited_official(const Reading& reading, int position) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr) return std::nullopt;
    const Hit* title = reading.word(surname->end, Tag::official_title);
    if (title == nullptr) return std::nullopt;
    if (reading.word_before(position, Tag::category) == nullptr) return std::nullopt;
    return made(Person::Kind::titled, position, title->end);
}

/// The given name may have `length` characters behind `given`.
bool given_name_fits(const Reading& reading, int given, int length, Span in) {
    const Hit* whole = reading.chosen_over(given);
    const bool known = length == 2 && whole != nullptr && whole->begin == given &&
                       whole->end == given + 2 && whole->is(Tag::name_like);
    for (int i = 0; i < length; ++i) {
        if (given + i >= in.end || (!known && !may_stand_in_name(reading, given + i))) return false;
        if (reading.gap(given + i)) return false;
    }
    for (int i = 0; i < length; ++i) {
        const Hit* inner = reading.chosen_over(given + i);
        if (inner == nullptr || inner->end - inner->begin < 2) continue;
        const bool name_like = inner->is(Tag::surname) || inner->is(Tag::common) ||
                               inner->is(Tag::holiday) || inner->is(Tag::name_like);
        if (inner->begin < given || inner->end > given + length || !name_like) return false;
    }
    return name_may_end(reading, given + length, in);
}

Found full_name(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr) return std::nullopt;
    // A surname that is mostly another word needs the place of a name and an end that can be seen.
    if (is_rare(*surname)) {
        const int end = surname->end + 2;
        const bool ends = end >= in.end || reading.gap(end) || !is_ideograph(reading.at(end)) ||
                          reading.covered(end) == Cover::address;
        const bool placed =
            name_must_stand(reading, position, in) || category_follows(reading, end, in);
        if (!placed || !ends || !given_name_fits(reading, surname->end, 2, in)) return std::nullopt;
        return made(Person::Kind::full, position, end);
    }
    if (reading.at(surname->end) == reading.at(position)) return std::nullopt;
    for (const int length : {2, 1}) {
        if (!given_name_fits(reading, surname->end, length, in)) continue;
        // `张三3号楼`: fine; `宣桥3队`: a place.
        return made(Person::Kind::full, position, with_couple(reading, surname->end + length));
    }
    return std::nullopt;
}

/// `黎家`: a household by its surname.
Found family(const Reading& reading, int position, Span in) {
    const Hit* surname = surname_at(reading, position);
    if (surname == nullptr) return std::nullopt;
    const bool parted = position == in.begin || reading.gap(position) ||
                        !is_ideograph(reading.at(position - 1)) ||
                        reading.covered(position - 1) == Cover::address ||
                        reading.word_before(position, Tag::visit_touch) != nullptr ||
                        reading.word_before(position, Tag::visit_verb) != nullptr ||
                        reading.word_before(position, Tag::category) != nullptr;
    const bool couple_follows = reading.word(surname->end + 1, Tag::couple) != nullptr;
    if (is_rare(*surname) && !couple_follows &&
        !(parted && (reading.gap(surname->end + 1) || !is_ideograph(reading.at(surname->end + 1)))))
        return std::nullopt;
    const Hit* house = reading.word(surname->end, Tag::house);
    if (house == nullptr || house->end > in.end) return std::nullopt;
    if (const Hit* couple = reading.word(house->end, Tag::couple))
        return made(Person::Kind::family, position, couple->end);
    const Hit* chosen = reading.chosen_at(surname->end);
    if (chosen != nullptr && chosen->end > house->end) return std::nullopt;
    if (!name_may_end(reading, house->end, in)) return std::nullopt;
    return made(Person::Kind::family, position, house->end);
}

/// `小雨`, `老王`, `阿福`, `蔺某某`, `老严头`.
Found nick(const Reading& reading, int position, Span in) {
    if (const Hit* surname = surname_at(reading, position)) {
        if (const Hit* some = reading.word(surname->end, Tag::somebody))
            return made(Person::Kind::nick, position, some->end);
    }
    const Hit* prefix = reading.word(position, Tag::nick_prefix);
    if (prefix == nullptr || reading.covered(position) != Cover::open) return std::nullopt;
    if (inside_word(reading, position, prefix->end)) return std::nullopt;
    const Hit* surname = reading.word(prefix->end, Tag::surname);
    if (prefix->sense(Tag::nick_prefix).code == "old" && surname == nullptr) return std::nullopt;
    if (!may_stand_in_name(reading, prefix->end) || reading.gap(prefix->end)) return std::nullopt;
    for (const int length : {1, 2}) {
        const int end = prefix->end + length;
        if (end > in.end ||
            (length == 2 && (!may_stand_in_name(reading, end - 1) || reading.gap(end - 1))))
            break;
        if (const Hit* title = title_at(reading, end, in))
            return made(Person::Kind::nick, position, title->end);
        if (name_may_end(reading, end, in)) return made(Person::Kind::nick, position, end);
    }
    return std::nullopt;
}

/// The position itself, or the end of what stands in front of blanks and commas before it.
int behind_mark(const Reading& reading, int position) {
    constexpr int most_marks = 8;
    for (int i = 0; i < most_marks; ++i, --position)
        if (reading.at(position - 1) != U' ' && reading.at(position - 1) != U',') break;
    return position;
}

/// `困境儿童桐桐`, `孤儿 豆豆`: a child's name without a surname.
Found child(const Reading& reading, int position, Span in) {
    const Hit* category = reading.word_before(behind_mark(reading, position), Tag::category);
    const bool doubled = reading.at(position) == reading.at(position + 1);
    const Hit* known = reading.word(position, Tag::name_like);
    if (doubled && known != nullptr && name_may_end(reading, known->end, in))
        return made(Person::Kind::nick, position, known->end);
    if (category == nullptr) return std::nullopt;
    // `困境儿童果果`: doubled, whatever the character means elsewhere.
    if (doubled && behind_mark(reading, position) == position &&
        is_ideograph(reading.at(position)) && name_may_end(reading, position + 2, in))
        return made(Person::Kind::nick, position, position + 2);
    if (category->sense(Tag::category).code != "child_hardship" && !doubled) return std::nullopt;
    for (const int length : {3, 2}) {
        bool fits = position + length <= in.end && name_may_end(reading, position + length, in);
        for (int i = 0; i < length; ++i) {
            fits = fits && may_stand_in_name(reading, position + i) &&
                   !(i > 0 && reading.gap(position + i));
            const Hit* inner = reading.chosen_over(position + i);
            fits = fits && (inner == nullptr || inner->end - inner->begin < 2 ||
                            inner->is(Tag::common) || inner->is(Tag::name_like));
        }
        if (fits) return made(Person::Kind::nick, position, position + length);
    }
    return std::nullopt;
}

/// `我妈`, `爸爸`, `我外婆`, `my mother`.
Found kin(const Reading& reading, int position) {
    int at = position;
    const Hit* mine = reading.word(position, Tag::my);
    if (mine != nullptr) at = after_blanks(reading, mine->end);
    const Hit* relative = reading.word(at, Tag::kin);
    if (relative == nullptr || reading.covered(at) != Cover::open) return std::nullopt;
    if (mine == nullptr) {
        if (relative->sense(Tag::kin).code != "elder") return std::nullopt;
        const Hit* chosen = reading.chosen_over(position);
        if (chosen != nullptr && (chosen->begin < position || chosen->end > relative->end))
            return std::nullopt;
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

/// `Mrs Chen`, `old Mr Wang`, `Grandma Li`, `Li Xiuying` behind a verb or category.
Found english_name(const Reading& reading, int position) {
    if (!is_letter(reading.at(position)) || is_letter(reading.at(position - 1)))
        return std::nullopt;
    if (reading.covered(position) != Cover::open) return std::nullopt;
    const Hit* title = reading.word(position, Tag::en_title);
    int at = position;
    if (title != nullptr) {
        at = title->end;
        while (reading.at(at) == U'.' || reading.at(at) == U' ') ++at;
    } else if (reading.word_before(position - 1, Tag::en_before_name) == nullptr &&
               reading.word_before(position - 1, Tag::category) == nullptr &&
               reading.word_before(position - 1, Tag::visit_verb) == nullptr) {
        return std::nullopt;
    }
    int end = 0;
    int count = 0;
    for (int words = 0; words < 3 && is_capital(reading, at); ++words) {
        if (reading.covered(at) != Cover::open) break;
        const Hit* known = reading.chosen_at(at);
        if (title == nullptr && known != nullptr) break;
        if (words > 0 && known != nullptr && !known->is(Tag::en_title)) break;
        end = word_end(reading, at);
        ++count;
        if (reading.at(end) != U' ') break;
        at = end + 1;
    }
    if (end == 0) return std::nullopt;
    if (title == nullptr && count < 2 &&
        (reading.word_before(position - 1, Tag::visit_touch) != nullptr ||
         reading.word_before(position - 1, Tag::en_in) != nullptr))
        return std::nullopt;
    return made(title != nullptr ? Person::Kind::titled : Person::Kind::full, position, end);
}

Found any_person(const Reading& reading, int position, Span in, bool expected) {
    if (is_letter(reading.at(position))) {
        if (auto found = english_name(reading, position)) return found;
        return kin(reading, position);
    }
    if (auto found = titled(reading, position, in)) return found;
    if (auto found = visited_official(reading, position)) return found;
    if (expected) {
        if (auto found = nick(reading, position, in)) return found;
        if (auto found = family(reading, position, in)) return found;
        if (auto found = full_name(reading, position, in)) return found;
        if (auto found = unknown_surname(reading, position, in)) return found;
        if (auto found = child(reading, position, in)) return found;
    }
    if (auto found = kin(reading, position)) return found;
    const Hit* title = reading.word(position, Tag::honorific);
    const Hit* chosen = reading.chosen_at(position);
    if (expected && title != nullptr && title->sense(Tag::honorific).code == "alone" &&
        chosen != nullptr && chosen->end == title->end)
        return made(Person::Kind::address, position, title->end);
    return std::nullopt;
}

/// False where surely no naming begins, which is nearly everywhere: no word that leads one here or
/// right behind, no letter, and no category in front of a child's name.
bool may_begin_naming(const Reading& reading, int position) {
    if (is_letter(reading.at(position))) return !is_letter(reading.at(position - 1));
    if (reading.may_begin(position, Lead::person) || reading.may_begin(position + 1, Lead::title))
        return true;
    return reading.knows(Tag::category) &&
           reading.word_before(behind_mark(reading, position), Tag::category) != nullptr;
}

}  // namespace

std::vector<Person> persons(const Reading& reading, Span in) {
    std::vector<Person> found;
    for (int at = in.begin; at < in.end; ++at) {
        if (reading.covered(at) != Cover::open || !may_begin_naming(reading, at)) continue;
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
