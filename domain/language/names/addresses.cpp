/// @file
/// Addresses by their units.

#include "domain/language/names/names.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int longest_place_name = 14;

/// `12`, `十二`, `三零一`, `12A`, `甲`: where the number of a house or room ends.
struct HouseNumber {
    int end = 0;
    int places = 0;
    bool figures = false;
};

std::optional<HouseNumber> house_number(const Reading& reading, int position) {
    // `19号楼甲501`, `25弄甲3号`
    if (const Hit* stem = reading.word(position, Tag::house_stem);
        stem != nullptr && reading.covered(position - 1) == Cover::open &&
        is_digit(reading.at(stem->end))) {
        auto rest = house_number(reading, stem->end);
        if (rest) return rest;
    }
    const auto number = number_at(reading, position);
    if (!number || number->half || number->collective) return std::nullopt;
    if (is_letter(reading.at(position))) return std::nullopt;
    HouseNumber house{number->span.end, number->span.size(), number->figures};
    // `4零4`: figures and numerals mixed.
    const auto named = [&] {  // `501陆大姐`
        const Hit* surname = reading.word(house.end, Tag::surname);
        return surname != nullptr && reading.word(surname->end, Tag::honorific) != nullptr;
    };
    while (house.places <= 8 && !named() &&
           (reading.word(house.end, Tag::digit) != nullptr || is_digit(reading.at(house.end)))) {
        ++house.end;
        ++house.places;
    }
    if (number->figures && is_letter(reading.at(house.end)) &&
        !is_letter(reading.at(house.end + 1)))
        ++house.end;
    return house;
}

/// A number and its unit: `88弄`, `12号楼`, `A座`, `一村`.
struct Part {
    int end = 0;
    bool alone = false;   ///< is an address by itself
    bool room = false;    ///< nothing smaller follows
    bool group = false;   ///< of a village
    bool number = false;  ///< `3号`, which may be a day
};

std::optional<Part> numbered_part(const Reading& reading, int position) {
    int at = position;
    const auto number = house_number(reading, position);
    if (number) {
        at = number->end;
    } else if (is_letter(reading.at(position)) && !is_letter(reading.at(position - 1)) &&
               !is_letter(reading.at(position + 1))) {
        at = position + 1;
        if (const auto figures = is_digit(reading.at(at)) ? number_at(reading, at) : std::nullopt)
            at = figures->span.end;
    } else {
        return std::nullopt;
    }
    const Hit* unit = reading.word(after_blanks(reading, at), Tag::place_unit);
    if (unit == nullptr) return std::nullopt;
    const Sense& sense = unit->sense(Tag::place_unit);
    if (!number && sense.code != "building") return std::nullopt;
    // `3号` may be a day; `5楼` a floor; what follows decides.
    return Part{unit->end,
                sense.code == "building" || sense.code == "lane" || sense.code == "unit" ||
                    sense.code == "room" || sense.code == "group",
                sense.code == "room",
                sense.code == "group" || sense.code == "village",
                sense.code == "number" && reading.word(unit->begin, Tag::day_unit) != nullptr};
}

/// A room without unit behind a house: `303`, `三零三`, `1202`.
std::optional<int> bare_room(const Reading& reading, int position) {
    const int at = after_blanks(reading, position);
    const auto number = house_number(reading, at);
    if (!number || number->places < 3 || number->places > 4) return std::nullopt;
    if (!number->figures && number->places < 3) return std::nullopt;
    const int behind = number->end;
    // `101周阿姨`: a name, no weeks.
    if (const Hit* surname = reading.word(behind, Tag::surname);
        surname != nullptr && reading.word(surname->end, Tag::honorific) != nullptr)
        return number->end;
    for (const Tag tag :
         {Tag::portion, Tag::clock_unit, Tag::span_unit, Tag::month_unit, Tag::time_unit})
        if (reading.word(behind, tag) != nullptr) return std::nullopt;
    // `120户` counts households; `1201张先生` names one.
    const Hit* measure = reading.word(behind, Tag::measure);
    const bool name = reading.word(behind, Tag::surname) != nullptr ||
                      (measure != nullptr &&  // `401个阿婆`: the one who lives there
                       reading.word(measure->end, Tag::honorific) != nullptr);
    if (measure != nullptr && !name) return std::nullopt;
    if (is_digit(reading.at(number->end))) return std::nullopt;
    return number->end;
}

/// `3-502`, `12-3-401`.
std::optional<int> hyphenated(const Reading& reading, int position) {
    if (!is_digit(reading.at(position)) || is_digit(reading.at(position - 1)) ||
        reading.at(position - 1) == U'-' || reading.at(position - 1) == U'/' ||
        (reading.at(position - 1) == U'.' && reading.covered(position - 1) != Cover::cut))
        return std::nullopt;
    int at = position;
    int parts = 0;
    int places = 0;
    for (;;) {
        const int begin = at;
        while (is_digit(reading.at(at)) && at - begin <= 5) ++at;
        places = at - begin;
        if (places == 0 || places > 4) return std::nullopt;
        ++parts;
        if ((reading.at(at) != U'-' && reading.at(at) != U'#') || !is_digit(reading.at(at + 1)))
            break;
        ++at;
    }
    if (parts < 2 || parts > 3 || places < 3) return std::nullopt;
    if (is_letter(reading.at(at)) && !is_letter(reading.at(at + 1))) ++at;
    const int behind = after_blanks(reading, at);
    if (reading.word(behind, Tag::portion) != nullptr ||
        reading.word(behind, Tag::measure) != nullptr ||
        reading.word(behind, Tag::money) != nullptr)
        return std::nullopt;
    if (const Hit* unit = reading.word(at, Tag::place_unit); unit != nullptr) at = unit->end;
    return at;
}

/// Parts one behind the other, from the position; the end of the address, or 0.
int parts_from(const Reading& reading, int position, bool named) {
    int end = 0;
    bool alone = named;
    bool room = false;
    bool day_like = false;
    int at = position;
    int count = 0;
    while (!room) {
        const auto part = numbered_part(reading, at);
        if (!part) break;
        // A day of the month between address and meal: `送3号楼 5号午饭`.
        end = part->end;
        // `廿号廿一号` are two days.
        alone = alone || part->alone || (count > 0 && !(part->number && day_like));
        day_like = part->number;
        room = part->room;
        ++count;
        at = after_blanks(reading, end);
        if (const Hit* of = reading.word(at, Tag::particle_of);
            of != nullptr && numbered_part(reading, of->end))
            at = of->end;
    }
    if (count == 0) return 0;
    if (!room) {
        if (const auto bare = bare_room(reading, end)) {
            end = *bare;
            alone = true;
            const int behind = after_blanks(reading, end);
            if (const Hit* unit = reading.word(behind, Tag::place_unit);
                unit != nullptr && behind == end)
                end = unit->end;
        } else if (const auto tail = hyphenated(reading, after_blanks(reading, end));
                   tail && alone) {
            end = *tail;
        }
    }
    return alone ? end : 0;
}

/// `宣桥3队`, `送到金谊河畔8号楼`: a name without an ending that tells, right behind something that
/// leads to a place.
int bare_place_name(const Reading& reading, int position, int limit) {
    const auto part = numbered_part(reading, position);
    if (!part) return position;
    int begin = position;
    for (int at = position - 1; at >= limit && position - at <= 6; --at) {
        if (!is_ideograph(reading.at(at)) || reading.covered(at) != Cover::open) break;
        if (reading.word(at, Tag::place_stop) != nullptr) break;
        const Hit* over = reading.chosen_over(at);
        const bool word = over != nullptr && over->end - over->begin > 1 &&
                          !over->is(Tag::common) && !over->is(Tag::surname) &&
                          !over->is(Tag::place_name);
        const bool numeral = over != nullptr && (over->is(Tag::digit) || over->is(Tag::tens) ||
                                                 over->is(Tag::scale) || over->is(Tag::day_unit));
        if (word || numeral) break;
        begin = at;
        if (reading.gap(at)) break;
    }
    if (position - begin < 2) return position;
    const char32_t before = reading.at(begin - 1);
    const bool led = reading.word_before(begin, Tag::place_lead) != nullptr;
    const bool parted = begin == 0 || reading.gap(begin) || !is_ideograph(before);
    if (!led && !parted) return position;
    const bool village = reading.word(after_blanks(reading,
                                                   house_number(reading, position)
                                                       ? house_number(reading, position)->end
                                                       : position + 1),
                                      Tag::place_unit) != nullptr &&
                         part->group;
    // A person's name looks the same: `张三3号楼`.
    const bool name = reading.word(begin, Tag::surname) != nullptr && position - begin <= 3;
    if (name && !village && !led) return position;
    return begin;
}

/// Where the name of a road, village or estate in front of the position begins; the position where
/// there is none.
int place_name_before(const Reading& reading, int position, int limit) {
    const int end = position;
    if (reading.word_before(end, Tag::place_name) == nullptr)
        return bare_place_name(reading, position, limit);
    int begin = end;
    for (int at = end - 1; at >= limit && end - at <= longest_place_name; --at) {
        if (!is_ideograph(reading.at(at)) || reading.covered(at) != Cover::open) break;
        bool stops = reading.word(at, Tag::place_stop) != nullptr;
        for (int start = std::max(limit, at - 5); start <= at && !stops; ++start) {
            const Hit* hit = reading.chosen_at(start);
            stops = hit != nullptr && hit->end > at && hit->end - hit->begin > 1 &&
                    !hit->is(Tag::place_name) && !hit->is(Tag::organizer) &&
                    !hit->is(Tag::surname) && !hit->is(Tag::common);
        }
        if (stops) break;
        begin = at;
        if (reading.gap(at)) break;
    }
    const bool only_suffix = reading.word_before(end, Tag::place_name)->begin <= begin;
    return only_suffix ? position : begin;
}

/// `Room 1203, Building 8`, `Bldg 3 Room 502`, `No. 12, Lane 88`.
int english_address(const Reading& reading, int position) {
    int end = 0;
    int at = position;
    for (;;) {
        const Hit* unit = reading.word(at, Tag::en_place_unit);
        if (unit == nullptr) break;
        int number = unit->end;
        while (reading.at(number) == U' ' || reading.at(number) == U'.' ||
               reading.at(number) == U'#')
            ++number;
        int stop = number;
        while (is_digit(reading.at(stop)) ||
               (reading.at(stop) == U'-' && is_digit(reading.at(stop + 1))))
            ++stop;
        if (is_letter(reading.at(stop)) && !is_letter(reading.at(stop + 1))) ++stop;
        if (stop == number) break;
        end = stop;
        at = end;
        while (reading.at(at) == U' ' || reading.at(at) == U',') ++at;
        if (const Hit* of = reading.word(at, Tag::en_in)) at = after_blanks(reading, of->end);
        // a road behind the lane's number
    }
    return end;
}

/// `502 包爷爷`: a room alone in front of a name.
std::optional<int> room_before_name(const Reading& reading, int position) {
    const char32_t before = reading.at(position - 1);
    if (position > 0 && before != U' ' && before != U',' && before != U'\n' && before != U';' &&
        before != U':' && !reading.gap(position))
        return std::nullopt;
    const auto room = bare_room(reading, position);
    if (!room || !is_digit(reading.at(position))) return std::nullopt;
    const Hit* surname = reading.word(after_blanks(reading, *room), Tag::surname);
    if (surname == nullptr || reading.word(surname->end, Tag::honorific) == nullptr)
        return std::nullopt;
    return room;
}

}  // namespace

std::vector<Span> addresses(const Reading& reading, Span in) {
    std::vector<Span> found;
    const bool english = reading.knows(Tag::en_place_unit);
    int limit = in.begin;
    for (int at = in.begin; at < in.end; ++at) {
        const bool named = english && reading.word(at, Tag::en_place_unit) != nullptr;
        if (!named && !reading.may_begin(at, Lead::number) && !is_letter(reading.at(at)) &&
            reading.word(at, Tag::house_stem) == nullptr)
            continue;
        if (reading.covered(at) != Cover::open) continue;
        if (is_digit(reading.at(at)) && is_digit(reading.at(at - 1))) continue;
        int begin = at;
        int end = named ? english_address(reading, at) : 0;
        if (end == 0) {
            const bool letter = is_letter(reading.at(at)) && !is_letter(reading.at(at - 1)) &&
                                !is_letter(reading.at(at + 1));
            if (!letter && !house_number(reading, at)) continue;
            begin = place_name_before(reading, at, limit);
            end = parts_from(reading, at, begin < at);
            if (end == 0) {
                const auto tail = hyphenated(reading, at);
                end = tail.value_or(0);
            }
            if (end == 0 && begin < at) end = bare_room(reading, at).value_or(0);
            if (end == 0) end = room_before_name(reading, at).value_or(0);
        }
        if (end == 0 || end > in.end) continue;
        found.push_back({begin, end});
        limit = end;
        at = end - 1;
    }
    return found;
}

}  // namespace qingdan::language
