#include "domain/language/dates/terms.hpp"

#include "domain/language/numbers/numbers.hpp"

#include <algorithm>
#include <numeric>

namespace qingdan::language::dates {
namespace {

using Kind = Term::Kind;
using Found = std::optional<Term>;

constexpr char32_t middle_dot = 0xB7;
constexpr int last_day = 0;  ///< in a list of days of a month: its last one

Term make(Kind kind, int begin, int end) {
    Term term;
    term.kind = kind;
    term.span = {begin, end};
    return term;
}

/// A number of one or two places that could be a day or month; `Span` empty where there is none.
std::optional<Number> small_number(const Reading& reading, int position) {
    auto number = number_at(reading, position);
    if (!number || number->half || number->collective || number->value > 31) return std::nullopt;
    if (!number->figures && number->sequence) return std::nullopt;
    if (is_letter(reading.at(position))) return std::nullopt;
    return number;
}

bool is_measure(const Reading& reading, int position) {
    position = after_blanks(reading, position);
    return reading.word(position, Tag::portion) != nullptr ||
           reading.word(position, Tag::measure) != nullptr ||
           reading.word(position, Tag::span_unit) != nullptr;
}

std::optional<MealTime> meal_of(std::string_view code) {
    if (code.find("breakfast") != std::string_view::npos) return MealTime::breakfast;
    if (code.find("lunch") != std::string_view::npos) return MealTime::lunch;
    if (code.find("dinner") != std::string_view::npos) return MealTime::dinner;
    return std::nullopt;
}

Found relative_day(const Reading& reading, int position) {
    if (const Hit* word = reading.word(position, Tag::day_meal)) {
        Term term = make(Kind::fixed, word->begin, word->end);
        term.shift = word->sense(Tag::day_meal).value;
        term.meal = meal_of(word->sense(Tag::day_meal).code);
        const Hit* longer = reading.word(position, Tag::day_word);
        if (longer == nullptr || longer->end <= word->end) return term;
    }
    if (const Hit* pair = reading.word(position, Tag::day_pair)) {
        Term term = make(Kind::fixed, pair->begin, pair->end);
        const std::string& code = pair->sense(Tag::day_pair).code;
        term.shifts = {code.front() - '0', code.back() - '0'};
        return term;
    }
    const Hit* word = reading.word(position, Tag::day_word);
    if (word == nullptr) return std::nullopt;
    Term term = make(Kind::fixed, word->begin, word->end);
    term.shift = word->sense(Tag::day_word).value;
    return term;
}

/// The numeral of a weekday behind the word for week, `日` and `天` included.
std::optional<int> weekday_numeral(const Reading& reading, int position) {
    if (reading.word(position, Tag::sunday) != nullptr) return 7;
    const auto digit = digit_at(reading, position);
    if (!digit || *digit < 1 || *digit > 7) return std::nullopt;
    if (reading.word(position + 1, Tag::scale) != nullptr) return std::nullopt;
    return digit;
}

/// True where what stands there makes the numeral before it a number: `周一三份`, `周五3号楼`.
bool makes_a_number(const Reading& reading, int position) {
    if (is_measure(reading, position)) return true;
    if (is_digit(reading.at(position)) || reading.at(position) == U'-') return true;
    for (const Tag tag : {Tag::month_unit, Tag::place_unit, Tag::clock_unit, Tag::scale})
        if (reading.word(position, tag) != nullptr) return true;
    return reading.word(position, Tag::day_unit) != nullptr &&
           reading.word(position, Tag::sunday) == nullptr;
}

/// Further numerals behind a weekday: `周二四六`, `周一、三、五`, `周一到五`.
void more_weekdays(const Reading& reading, Term& term) {
    for (;;) {
        const int begin = term.span.end;
        const Hit* mark = reading.word(begin, Tag::list_mark);
        const Hit* range = mark == nullptr ? reading.word(begin, Tag::range_mark) : nullptr;
        const int at = mark != nullptr ? mark->end : range != nullptr ? range->end : begin;
        const auto day = weekday_numeral(reading, at);
        // `周五六日`: the last three days of a week, not the sixth of a month.
        const bool weekend = day && *day == 6 && at == begin && term.weekdays.back() == 5 &&
                             reading.word(at + 1, Tag::sunday) != nullptr;
        if (!day || (makes_a_number(reading, at + 1) && !weekend)) return;
        if (at == begin && is_digit(reading.at(at)) && !is_digit(reading.at(begin - 1))) return;
        if (range != nullptr) {
            for (int between = term.weekdays.back() + 1; between < *day; ++between)
                term.weekdays.push_back(between);
            term.is_range = true;
        }
        term.weekdays.push_back(*day);
        term.span.end = at + 1;
    }
}

struct Shift {
    int value = 0;
    int end = 0;
};

/// `上上个`, `下`, `这个`, `本`, `next`: how many weeks or months from this one.
std::optional<Shift> shift_at(const Reading& reading, int position) {
    const Hit* word = reading.word(position, Tag::shift);
    if (word == nullptr) return std::nullopt;
    Shift shift{word->sense(Tag::shift).value, word->end};
    while (shift.value != 0) {
        const Hit* next = reading.word(shift.end, Tag::shift);
        if (next == nullptr || (next->sense(Tag::shift).value > 0) != (shift.value > 0) ||
            next->sense(Tag::shift).value == 0)
            break;
        shift.value += next->sense(Tag::shift).value;
        shift.end = next->end;
    }
    shift.end = after_blanks(reading, shift.end);
    return shift;
}

/// The end of `of next week`, `next week`, `this week` behind an English weekday.
std::optional<Shift> week_behind(const Reading& reading, int position) {
    int at = after_blanks(reading, position);
    if (const Hit* of = reading.word(at, Tag::en_of)) at = after_blanks(reading, of->end);
    const auto shift = shift_at(reading, at);
    if (!shift) return std::nullopt;
    const Hit* week = reading.word(shift->end, Tag::week_unit);
    if (week == nullptr || !is_letter(reading.at(week->begin))) return std::nullopt;
    return Shift{shift->value, week->end};
}

Found english_weekday(const Reading& reading, int position, std::optional<int> week) {
    const Hit* word = reading.word(position, Tag::en_weekday);
    if (word == nullptr) return std::nullopt;
    if (reading.word_before(position - 1, Tag::en_title) != nullptr)
        return std::nullopt;  // Mrs Sun
    Term term = make(Kind::weekdays, position, word->end);
    term.week = week;
    term.weekdays = {word->sense(Tag::en_weekday).value};
    if (!week) {
        if (const auto behind = week_behind(reading, word->end)) {
            term.week = behind->value;
            term.span.end = behind->end;
        }
    }
    return term;
}

Found week_term(const Reading& reading, int position) {
    const auto shift = shift_at(reading, position);
    int at = shift ? shift->end : position;
    const auto week = shift ? std::optional{shift->value} : std::nullopt;
    if (const Hit* weekend = reading.word(at, Tag::weekend)) {
        Term term = make(Kind::weekend, position, weekend->end);
        term.week = week;
        return term;
    }
    if (auto term = english_weekday(reading, at, week)) {
        term->span.begin = position;
        return term;
    }
    const Hit* unit = reading.word(at, Tag::week_unit);
    if (unit == nullptr) return std::nullopt;
    at = after_blanks(reading, unit->end);
    if (const auto digit = weekday_numeral(reading, at)) {
        Term term = make(Kind::weekdays, position, at + 1);
        term.week = week;
        term.weekdays = {*digit};
        more_weekdays(reading, term);
        return term;
    }
    if (!shift) return std::nullopt;
    // `下周的周三`, `下周周六`, `next week Friday`, `下周工作日`
    if (const Hit* of = reading.word(at, Tag::particle_of)) at = of->end;
    if (auto inner = week_term(reading, at); inner && !inner->week && inner->kind != Kind::week) {
        inner->week = week;
        inner->span.begin = position;
        return inner;
    }
    if (const Hit* workdays = reading.word(at, Tag::workday)) {
        Term term = make(Kind::workdays, position, workdays->end);
        term.week = week;
        return term;
    }
    Term term = make(Kind::week, position, unit->end);
    term.week = week;
    return term;
}

std::vector<int> days_from_to(int first, int last) {
    std::vector<int> days(static_cast<std::size_t>(std::max(0, last - first + 1)));
    std::iota(days.begin(), days.end(), first);
    return days;
}

/// `二四六晚饭`: weekdays without the word for week, in front of a meal.
Found bare_weekdays(const Reading& reading, int position) {
    if (is_ideograph(reading.at(position - 1)) && !reading.gap(position) &&
        reading.covered(position - 1) == Cover::open &&
        reading.word(position - 1, Tag::every) == nullptr)
        return std::nullopt;
    Term term = make(Kind::every, position, position);
    int at = position;
    for (; const Hit* digit = reading.word(at, Tag::digit); at = digit->end) {
        const int value = digit->sense(Tag::digit).value;
        if (value < 1 || value > 6 || (!term.weekdays.empty() && value <= term.weekdays.back()))
            return std::nullopt;
        term.weekdays.push_back(value);
    }
    if (term.weekdays.size() < 2 || reading.word(at, Tag::meal_time) == nullptr)
        return std::nullopt;
    term.span.end = at;
    return term;
}

Found every_term(const Reading& reading, int position) {
    if (auto bare = bare_weekdays(reading, position)) return bare;
    if (const Hit* day = reading.word(position, Tag::every_day);
        day != nullptr && reading.chosen_at(position) != nullptr) {
        Term term = make(Kind::every, position, day->end);
        term.weekdays = days_from_to(1, 7);
        term.every_day = true;
        return term;
    }
    const Hit* every = reading.word(position, Tag::every);
    if (every == nullptr) {
        const Hit* plural = reading.word(position, Tag::en_weekdays);
        if (plural == nullptr) return std::nullopt;
        Term term = make(Kind::every, position, plural->end);
        term.weekdays = {plural->sense(Tag::en_weekdays).value};
        return term;
    }
    int at = after_blanks(reading, every->end);
    if (const Hit* unit = reading.word(at, Tag::week_unit);
        unit != nullptr && reading.word(unit->end, Tag::particle_of) != nullptr)
        at = reading.word(unit->end, Tag::particle_of)->end;
    const Hit* unit = reading.word(at, Tag::week_unit);
    const int behind = unit != nullptr ? after_blanks(reading, unit->end) : at;
    if (const Hit* workdays = reading.word(behind, Tag::workday)) {
        Term term = make(Kind::every, position, workdays->end);
        term.weekdays = days_from_to(1, 5);
        return term;
    }
    const auto inner = week_term(reading, at);
    if (!inner || inner->week) {
        if (unit == nullptr) return std::nullopt;
        const auto second = week_term(reading, behind);
        if (!second || second->week) return std::nullopt;
        Term term = *second;
        term.kind = Kind::every;
        term.span.begin = position;
        return term;
    }
    Term term = *inner;
    if (term.kind == Kind::weekend) term.weekdays = {6, 7};
    if (term.weekdays.empty()) return std::nullopt;
    term.kind = Kind::every;
    term.span.begin = position;
    return term;
}

/// `18、19`, `18-20`, `18到20` in front of `号`: the days; the position of the unit is the end.
struct DayList {
    std::vector<int> days;
    bool is_range = false;
    int end = 0;
    int last = 0;  ///< where the last number begins
    bool unit = false;
};

std::optional<DayList> day_list_at(const Reading& reading, int position) {
    DayList list;
    int at = position;
    for (;;) {
        const auto number = small_number(reading, after_blanks(reading, at));
        if (!number || number->value < 1) break;
        list.days.push_back(static_cast<int>(number->value));
        list.last = number->span.begin;
        list.end = number->span.end;
        const int behind = after_blanks(reading, list.end);
        if (const Hit* unit = reading.word(behind, Tag::day_unit)) {
            list.end = unit->end;
            list.unit = true;
            return list;
        }
        const Hit* mark = reading.word(behind, Tag::list_mark);
        const Hit* range = reading.word(behind, Tag::range_mark);
        if (mark == nullptr && reading.at(behind) != U',' && range == nullptr) break;
        at = mark != nullptr ? mark->end : range != nullptr ? range->end : behind + 1;
        if (range != nullptr && mark == nullptr) {
            const auto last = small_number(reading, after_blanks(reading, at));
            if (!last || last->value <= number->value) break;
            for (int day = list.days.back() + 1; day < last->value; ++day) list.days.push_back(day);
            list.is_range = true;
        }
    }
    if (list.days.empty()) return std::nullopt;
    return list;
}

bool may_follow_day_unit(const Reading& reading, int position) {
    if (reading.word(position, Tag::building) != nullptr) return false;
    if (reading.word(position, Tag::not_a_day) != nullptr) return false;
    const auto number = number_at(reading, position);
    const bool room = number && (number->figures ? number->span.size() >= 3
                                                 : number->sequence && number->span.size() >= 3);
    return !room || is_measure(reading, number->span.end);
}

/// Days of a month, with the month in front or not: begins at the number of the day.
Found month_days(
    const Reading& reading, int begin, int position, int month, std::optional<DayList> list) {
    if (!list || (!list->unit && month == 0)) return std::nullopt;
    if (list->unit && !may_follow_day_unit(reading, list->end)) return std::nullopt;
    Term term = make(Kind::month_days, begin, list->end);
    term.month = month;
    if (list->unit) {
        term.month_days = std::move(list->days);
        term.is_range = list->is_range;
        return term;
    }
    // `3月8` without a unit is a day, `3月8份` is not.
    const auto number = small_number(reading, position);
    if (!number || is_measure(reading, number->span.end)) return std::nullopt;
    term.month_days = {static_cast<int>(number->value)};
    term.is_range = false;
    term.span.end = number->span.end;
    return term;
}

Found month_days_at(const Reading& reading, int begin, int position, int month) {
    return month_days(reading, begin, position, month, day_list_at(reading, position));
}

Found month_term(const Reading& reading, int begin, int position) {
    const auto month = small_number(reading, position);
    if (!month || month->value > 12 || month->value < 1) return std::nullopt;
    const Hit* unit = reading.word(after_blanks(reading, month->span.end), Tag::month_unit);
    if (unit == nullptr) return std::nullopt;
    int at = after_blanks(reading, unit->end);
    if (const Hit* last = reading.word(at, Tag::month_end)) {
        Term term = make(Kind::month_days, begin, last->end);
        term.month = static_cast<int>(month->value);
        term.month_days = {last_day};
        return term;
    }
    if (const Hit* of = reading.word(at, Tag::particle_of)) at = of->end;
    auto term = month_days_at(reading, begin, at, static_cast<int>(month->value));
    if (term) return term;
    Term alone = make(Kind::month, begin, unit->end);
    alone.month = static_cast<int>(month->value);
    return alone;
}

/// `下个月5号`, `本月十日`, `同月9号`, and the month alone.
Found shifted_month(const Reading& reading, int position) {
    const auto shift = shift_at(reading, position);
    if (!shift) return std::nullopt;
    const Hit* unit = reading.word(shift->end, Tag::month_name);
    if (unit == nullptr) return std::nullopt;
    int at = after_blanks(reading, unit->end);
    if (const Hit* last = reading.word(at, Tag::month_end)) {
        Term term = make(Kind::month_days, position, last->end);
        term.month_shift = shift->value;
        term.month_days = {last_day};
        return term;
    }
    if (const Hit* of = reading.word(at, Tag::particle_of)) at = of->end;
    auto term = month_days_at(reading, position, at, 0);
    if (!term) {
        term = make(Kind::month, position, unit->end);
    }
    term->month_shift = shift->value;
    return term;
}

int full_year(long value, bool two_places) {
    if (two_places && value < 100) return static_cast<int>(value) + 2000;
    return static_cast<int>(value);
}

/// `2026年6月18日`, `明年3月1号`, `零七年八月二十九号`.
Found year_term(const Reading& reading, int position, Day today) {
    int year = 0;
    int at = position;
    if (const Hit* word = reading.word(position, Tag::year_word)) {
        year = static_cast<int>(today.year()) + word->sense(Tag::year_word).value;
        at = word->end;
    } else {
        const auto number = number_at(reading, position);
        if (!number || number->half) return std::nullopt;
        const Hit* unit = reading.word(after_blanks(reading, number->span.end), Tag::year_unit);
        if (unit == nullptr) return std::nullopt;
        year = full_year(number->value, number->span.size() == 2);
        if (year < 1900 || year > 2200) return std::nullopt;
        at = unit->end;
    }
    while (reading.at(at) == U' ' || reading.at(at) == U',' ||
           reading.word(at, Tag::particle_of) != nullptr)
        ++at;
    auto term = month_term(reading, position, at);
    if (!term) return std::nullopt;
    term->year = year;
    return term;
}

bool exists(int year, int month, int day) {
    return Day{std::chrono::year{year},
               std::chrono::month{static_cast<unsigned>(month)},
               std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

/// Dates in figures: `2026-06-18`, `20260618`, `6/18`, `6.18`, `6·18`, `09-01`, `11/3号`.
Found figures_term(const Reading& reading, int position) {
    if (!is_digit(reading.at(position)) || is_digit(reading.at(position - 1))) return std::nullopt;
    const auto first = number_at(reading, position);
    if (!first || !first->figures) return std::nullopt;
    if (first->span.size() == 8) {
        const int year = static_cast<int>(first->value / 10000);
        const int month = static_cast<int>(first->value / 100 % 100);
        const int day = static_cast<int>(first->value % 100);
        if (year < 1900 || year > 2200 || !exists(year, month, day)) return std::nullopt;
        Term term = make(Kind::month_days, position, first->span.end);
        term.year = year;
        term.month = month;
        term.month_days = {day};
        return term;
    }
    const char32_t mark = reading.at(first->span.end);
    if (mark != U'/' && mark != U'.' && mark != U'-' && mark != middle_dot && mark != U' ')
        return std::nullopt;
    if (!is_digit(reading.at(first->span.end + 1))) return std::nullopt;
    const auto second = number_at(reading, first->span.end + 1);
    if (!second || !second->figures || second->span.size() > 2) return std::nullopt;
    const int behind = second->span.end;
    if (first->span.size() == 4) {
        if (reading.at(behind) != mark || !is_digit(reading.at(behind + 1))) return std::nullopt;
        const auto third = number_at(reading, behind + 1);
        if (!third || third->span.size() > 2 || first->value < 1900 || first->value > 2200)
            return std::nullopt;
        if (mark == U' ' && (second->span.size() != 2 || third->span.size() != 2))
            return std::nullopt;
        if (second->value < 1 || second->value > 12) return std::nullopt;
        Term term = make(Kind::month_days, position, third->span.end);
        if (const Hit* unit = reading.word(term.span.end, Tag::day_unit)) term.span.end = unit->end;
        term.year = static_cast<int>(first->value);
        term.month = static_cast<int>(second->value);
        term.month_days = {static_cast<int>(third->value)};
        return term;
    }
    if (mark == U' ' || first->span.size() > 2 || first->value < 1 || first->value > 12 ||
        second->value < 1 || second->value > 31)
        return std::nullopt;
    if (mark == U'-' && (first->span.size() != 2 || second->span.size() != 2)) return std::nullopt;
    if (reading.at(behind) == mark && is_digit(reading.at(behind + 1))) return std::nullopt;
    if (is_measure(reading, behind) ||
        (reading.word(behind, Tag::day_unit) == nullptr &&
         reading.word(after_blanks(reading, behind), Tag::place_unit) != nullptr) ||
        reading.word(after_blanks(reading, behind), Tag::time_unit) != nullptr ||
        reading.at(behind) == U'%')
        return std::nullopt;
    Term term = make(Kind::month_days, position, behind);
    if (const Hit* unit = reading.word(behind, Tag::day_unit)) term.span.end = unit->end;
    term.month = static_cast<int>(first->value);
    term.month_days = {static_cast<int>(second->value)};
    return term;
}

/// `三天后`, `2星期前`, `in 3 days`, `two weeks from now`; `三天` alone is a duration.
Found span_term(const Reading& reading, int position, int number_position, bool run, bool ahead) {
    const auto number = number_at(reading, number_position);
    if (!number || number->collective || (number->sequence && !number->figures))
        return std::nullopt;
    const Hit* unit = reading.word(after_blanks(reading, number->span.end), Tag::span_unit);
    if (unit == nullptr || number->value > 1000) return std::nullopt;
    const int length = unit->sense(Tag::span_unit).value;
    const int days = number->half ? length / 2 : static_cast<int>(number->value) * length;
    if (days == 0) return std::nullopt;
    const int behind = after_blanks(reading, unit->end);
    {
        if (const Hit* after = reading.word(behind, Tag::span_after)) {
            Term term = make(Kind::fixed, position, after->end);
            term.shift = days;
            return term;
        }
        if (const Hit* before = reading.word(behind, Tag::span_before)) {
            Term term = make(Kind::fixed, position, before->end);
            term.shift = -days;
            return term;
        }
    }
    Term term = make(ahead ? Kind::fixed : Kind::duration, position, unit->end);
    term.shift = days;
    term.count = days;
    term.run = run;
    return term;
}

struct EnglishDay {
    int day = 0;
    int end = 0;
};

/// `2`, `2nd`, `second`, `twenty-first`.
std::optional<EnglishDay> english_day(const Reading& reading, int position, bool ordinal_only) {
    if (is_digit(reading.at(position))) {
        const auto number = number_at(reading, position);
        if (!number || number->value < 1 || number->value > 31) return std::nullopt;
        if (const Hit* suffix = reading.word(number->span.end, Tag::en_suffix))
            return EnglishDay{static_cast<int>(number->value), suffix->end};
        if (ordinal_only) return std::nullopt;
        return EnglishDay{static_cast<int>(number->value), number->span.end};
    }
    if (const Hit* ordinal = reading.word(position, Tag::en_ordinal))
        return EnglishDay{ordinal->sense(Tag::en_ordinal).value, ordinal->end};
    const Hit* tens = reading.word(position, Tag::en_number);
    if (tens == nullptr) return std::nullopt;
    const int value = tens->sense(Tag::en_number).value;
    const char32_t mark = reading.at(tens->end);
    if ((value != 20 && value != 30) || (mark != U' ' && mark != U'-')) return std::nullopt;
    const Hit* ordinal = reading.word(tens->end + 1, Tag::en_ordinal);
    if (ordinal == nullptr || ordinal->sense(Tag::en_ordinal).value > 9) return std::nullopt;
    return EnglishDay{value + ordinal->sense(Tag::en_ordinal).value, ordinal->end};
}

void take_english_year(const Reading& reading, Term& term) {
    int at = term.span.end;
    while (reading.at(at) == U' ' || reading.at(at) == U',') ++at;
    const auto number = number_at(reading, at);
    if (at == term.span.end || !number || !number->figures || number->span.size() != 4) return;
    if (number->value < 1900 || number->value > 2200) return;
    term.year = static_cast<int>(number->value);
    term.span.end = number->span.end;
}

/// `… to 20` behind a day: the last day of the range.
std::optional<EnglishDay> english_range_end(const Reading& reading, int position, int first) {
    const Hit* range = reading.word(after_blanks(reading, position), Tag::range_mark);
    if (range == nullptr) return std::nullopt;
    const auto last = english_day(reading, after_blanks(reading, range->end), false);
    if (!last || last->day <= first || is_measure(reading, last->end)) return std::nullopt;
    return last;
}

const Hit* english_month_at(const Reading& reading, int position) {
    int at = after_blanks(reading, position);
    if (const Hit* of = reading.word(at, Tag::en_of)) at = after_blanks(reading, of->end);
    return reading.word(at, Tag::en_month);
}

Found english_month_day(const Reading& reading, int position) {
    if (const Hit* month = reading.word(position, Tag::en_month)) {
        int at = month->end;
        while (reading.at(at) == U' ' || reading.at(at) == U'.') ++at;
        if (const Hit* the = reading.word(at, Tag::en_the)) at = after_blanks(reading, the->end);
        const auto day = english_day(reading, at, false);
        if (!day || is_measure(reading, day->end)) return std::nullopt;
        Term term = make(Kind::month_days, position, day->end);
        term.month = month->sense(Tag::en_month).value;
        term.month_days = {day->day};
        if (const auto last = english_range_end(reading, day->end, day->day)) {
            term.month_days = days_from_to(day->day, last->day);
            term.is_range = true;
            term.span.end = last->end;
        }
        take_english_year(reading, term);
        return term;
    }
    int at = position;
    if (const Hit* the = reading.word(at, Tag::en_the)) at = after_blanks(reading, the->end);
    const auto day = english_day(reading, at, false);
    if (!day) return std::nullopt;
    // `from 15 to 20 September`
    const auto last = english_range_end(reading, day->end, day->day);
    if (const Hit* month = last ? english_month_at(reading, last->end) : nullptr) {
        Term range = make(Kind::month_days, position, month->end);
        range.month_days = days_from_to(day->day, last->day);
        range.is_range = true;
        range.month = month->sense(Tag::en_month).value;
        take_english_year(reading, range);
        return range;
    }
    at = after_blanks(reading, day->end);
    if (const Hit* of = reading.word(at, Tag::en_of)) at = after_blanks(reading, of->end);
    Term term = make(Kind::month_days, position, day->end);
    term.month_days = {day->day};
    if (const Hit* month = reading.word(at, Tag::en_month)) {
        term.month = month->sense(Tag::en_month).value;
        term.span.end = month->end;
        take_english_year(reading, term);
        return term;
    }
    if (const auto shift = shift_at(reading, at); shift && at > day->end) {
        const Hit* unit = reading.word(shift->end, Tag::month_name);
        if (unit != nullptr) {
            term.month_shift = shift->value;
            term.span.end = unit->end;
            return term;
        }
    }
    // `the 27th` alone needs its ordinal, and figures: `the second` is no day.
    const bool ordinal = is_digit(reading.at(day->end - 3)) || is_digit(reading.at(day->end - 4));
    const int number = reading.word(position, Tag::en_the) != nullptr
                           ? after_blanks(reading, reading.word(position, Tag::en_the)->end)
                           : position;
    if (!is_digit(reading.at(number)) || is_digit(reading.at(day->end - 1)) || !ordinal)
        return std::nullopt;
    return term;
}

Found relative_span(const Reading& reading, int position) {
    if (const Hit* ahead = reading.word(position, Tag::span_ahead))
        if (auto term =
                span_term(reading, position, after_blanks(reading, ahead->end), false, true))
            return term;
    if (const Hit* run = reading.word(position, Tag::run))
        if (auto term = span_term(reading, position, after_blanks(reading, run->end), true, false))
            return term;
    if (is_digit(reading.at(position - 1)) && is_digit(reading.at(position))) return std::nullopt;
    return span_term(reading, position, position, false, false);
}

/// A weekday right behind or in brackets behind the day: `6月18日周四`, `18号（周四）`; or in
/// front.
void take_weekday_beside(const Reading& reading, Term& term) {
    if (term.kind != Kind::month_days || term.month_days.size() != 1) return;
    int at = term.span.end;
    const bool bracket = reading.at(at) == U'(';
    while (reading.at(at) == U' ' || reading.at(at) == U'(' || reading.at(at) == U',') ++at;
    const bool comma = reading.at(term.span.end) == U',';
    const auto beside = week_term(reading, at);
    // `到5月31日，周一到周五`: another thing.
    if (comma && beside &&
        (reading.word(beside->span.end, Tag::range_mark) != nullptr ||
         reading.word(beside->span.end, Tag::list_mark) != nullptr))
        return;
    if (!beside || beside->kind != Kind::weekdays || beside->weekdays.size() != 1) return;
    term.weekday_said = beside->weekdays.front();
    term.span.end = beside->span.end;
    if (bracket && reading.at(term.span.end) == U')') ++term.span.end;
}

}  // namespace

std::optional<Term> term_at(const Reading& reading, int position, Day today, Seen& seen) {
    if (!reading.may_begin(position, Lead::date)) return std::nullopt;
    Found term = relative_day(reading, position);
    if (const Hit* last = reading.word(position, Tag::month_end_word); !term && last != nullptr) {
        term = make(Kind::month_days, position, last->end);
        term->month_shift = 0;
        term->month_days = {last_day};
    }
    if (!term) term = every_term(reading, position);
    if (!term) term = year_term(reading, position, today);
    if (!term) term = figures_term(reading, position);
    if (!term) term = month_term(reading, position, position);
    if (!term) term = shifted_month(reading, position);
    if (!term) term = week_term(reading, position);
    if (!term) term = english_month_day(reading, position);
    if (!term && position >= seen.no_list_until) {
        const auto list = day_list_at(reading, position);
        if (list && !list->unit) seen.no_list_until = list->last;
        term = month_days(reading, position, position, 0, list);
    }
    if (!term) term = relative_span(reading, position);
    if (!term) {
        if (const Hit* workdays = reading.word(position, Tag::workday)) {
            term = make(Kind::workdays, position, workdays->end);
        } else {
            return std::nullopt;
        }
    }
    if (term->kind == Kind::weekdays && term->weekdays.size() == 1) {
        int at = term->span.end;
        while (reading.at(at) == U' ' || reading.at(at) == U',') ++at;
        Found day = month_term(reading, at, at);
        if (!day) day = english_month_day(reading, at);
        if (!day) day = figures_term(reading, at);
        if (!day && at == term->span.end) day = month_days_at(reading, at, at, 0);
        if (day && day->kind == Kind::month_days && day->month_days.size() == 1) {
            day->weekday_said = term->weekdays.front();
            day->span.begin = term->span.begin;
            return day;
        }
    }
    take_weekday_beside(reading, *term);
    return term;
}

}  // namespace qingdan::language::dates
