#include "domain/language/dates/dates.hpp"

#include "domain/language/dates/terms.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

using dates::Term;
using dates::term_at;
using Kind = Term::Kind;

constexpr int longest_listed_range = 31;

std::optional<Day> day_of(int year, int month, int day) {
    const Day made{std::chrono::year{year},
                   std::chrono::month{static_cast<unsigned>(month)},
                   std::chrono::day{static_cast<unsigned>(day)}};
    return made.ok() ? std::optional{made} : std::nullopt;
}

/// What a day is counted from: today, and the side on which it is looked for.
struct Anchor {
    Day today;
    Direction direction;
};

Day weekday_from(const Anchor& anchor, int weekday) {
    const int distance = weekday - iso_weekday(anchor.today);
    if (anchor.direction == Direction::forward) return add_days(anchor.today, (distance + 7) % 7);
    return add_days(anchor.today, (distance - 7) % 7);
}

Day weekday_in(Day today, int week, int weekday) {
    return add_days(today, 1 - iso_weekday(today) + 7 * week + weekday - 1);
}

/// The nearest such day of a month on the anchor's side; none where no month has one.
std::optional<Day> month_day_from(const Anchor& anchor, int day) {
    const int step = anchor.direction == Direction::forward ? 1 : -1;
    int year = static_cast<int>(anchor.today.year());
    int month = static_cast<int>(static_cast<unsigned>(anchor.today.month()));
    for (int tries = 0; tries < 4; ++tries) {
        if (const auto made = day_of(year, month, day)) {
            const int away = days_between(anchor.today, *made) * step;
            if (away >= 0) return made;
        }
        month += step;
        if (month == 0) month = 12, --year;
        if (month == 13) month = 1, ++year;
    }
    return std::nullopt;
}

std::optional<Day> year_day_from(const Anchor& anchor, int month, int day) {
    const int step = anchor.direction == Direction::forward ? 1 : -1;
    int year = static_cast<int>(anchor.today.year());
    for (int tries = 0; tries < 9; ++tries, year += step) {
        const auto made = day_of(year, month, day);
        if (made && days_between(anchor.today, *made) * step >= 0) return made;
    }
    return std::nullopt;
}

std::optional<Day> in_shifted_month(Day today, int shift, int day) {
    const auto month = today.year() / today.month() + std::chrono::months{shift};
    const Day made = month / std::chrono::day{static_cast<unsigned>(day)};
    return made.ok() ? std::optional{made} : std::nullopt;
}

std::optional<Day> last_of_month(const Term& term, const Anchor& anchor) {
    auto month = anchor.today.year() / anchor.today.month();
    if (term.month_shift) month += std::chrono::months{*term.month_shift};
    if (term.month != 0) {
        const int year = term.year != 0 ? term.year : static_cast<int>(anchor.today.year());
        month = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(term.month)};
        if (term.year == 0 && anchor.direction == Direction::forward &&
            month < anchor.today.year() / anchor.today.month())
            month += std::chrono::years{1};
        if (term.year == 0 && anchor.direction == Direction::backward &&
            month > anchor.today.year() / anchor.today.month())
            month -= std::chrono::years{1};
    }
    return Day{month / std::chrono::last};
}

std::optional<Day> month_day(const Term& term, int day, const Anchor& anchor) {
    if (day == 0) return last_of_month(term, anchor);
    if (term.month_shift) return in_shifted_month(anchor.today, *term.month_shift, day);
    if (term.month == 0) return month_day_from(anchor, day);
    if (term.year != 0) return day_of(term.year, term.month, day);
    return year_day_from(anchor, term.month, day);
}

/// The days of a term in the order written; nullopt where one of them cannot exist.
std::optional<std::vector<Day>> days_of(const Term& term, const Anchor& anchor) {
    std::vector<Day> days;
    switch (term.kind) {
        case Kind::fixed:
            if (term.shifts.empty()) days.push_back(add_days(anchor.today, term.shift));
            for (const int shift : term.shifts) days.push_back(add_days(anchor.today, shift));
            break;
        case Kind::weekdays: {
            for (const int weekday : term.weekdays) {
                if (term.week) {
                    days.push_back(weekday_in(anchor.today, *term.week, weekday));
                } else if (term.is_range && !days.empty()) {
                    days.push_back(weekday_from({days.front(), Direction::forward}, weekday));
                } else {
                    days.push_back(weekday_from(anchor, weekday));
                }
            }
            break;
        }
        case Kind::month_days:
            for (const int number : term.month_days) {
                const Anchor from = term.is_range && !days.empty()
                                        ? Anchor{days.front(), Direction::forward}
                                        : anchor;
                const auto day = month_day(term, number, from);
                if (!day) return std::nullopt;
                if (term.weekday_said && iso_weekday(*day) != *term.weekday_said)
                    return std::nullopt;
                days.push_back(*day);
            }
            break;
        case Kind::weekend:
            for (const int weekday : {6, 7})
                days.push_back(term.week ? weekday_in(anchor.today, *term.week, weekday)
                                         : weekday_from(anchor, weekday));
            if (!term.week && anchor.direction == Direction::forward && days[1] < days[0])
                days.erase(days.begin());
            break;
        case Kind::workdays:
            for (int weekday = 1; weekday <= 5 && term.week; ++weekday)
                days.push_back(weekday_in(anchor.today, *term.week, weekday));
            break;
        case Kind::week:
        case Kind::month:
        case Kind::every:
        case Kind::duration:
            break;
    }
    return days;
}

/// True where it matters on which side of today the term is looked for.
bool depends_on_direction(const Term& term) {
    switch (term.kind) {
        case Kind::weekdays:
        case Kind::weekend:
            return !term.week;
        case Kind::month_days:
            return !term.month_shift && (term.year == 0 || term.month == 0);
        case Kind::fixed:
        case Kind::week:
        case Kind::month:
        case Kind::every:
        case Kind::workdays:
        case Kind::duration:
            break;
    }
    return false;
}

void tidy(std::vector<Day>& days) {
    if (days.size() < 2) return;
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
}

class Phrases {
public:
    Phrases(const Reading& reading, Span in, Anchor anchor)
        : reading_{reading}, in_{in}, anchor_{anchor} {}

    std::vector<DatePhrase> read() {
        for (int at = in_.begin; at < in_.end;) {
            if (!reading_.may_begin(at, Lead::date)) {
                ++at;
                continue;
            }
            const int end = phrase_at(at);
            at = end > at ? end : at + 1;
        }
        return std::move(phrases_);
    }

    /// True where reading them the other way may give other days.
    bool depends_on_direction() const { return depends_; }

private:
    /// The term there, if it ends in the stretch.
    std::optional<Term> term_in(int at) {
        auto term = term_at(reading_, at, anchor_.today, seen_);
        if (!term || term->span.end > in_.end) return std::nullopt;
        depends_ = depends_ || language::depends_on_direction(*term);
        return term;
    }

    bool may_begin(int at) const {
        if (!reading_.may_begin(at, Lead::date)) return false;
        const Cover cover = reading_.covered(at);
        if (cover != Cover::open && cover != Cover::date) return false;
        const Hit* chosen = reading_.chosen_at(at);
        return chosen == nullptr || !chosen->is(Tag::not_a_date);
    }

    int phrase_at(int at) {
        if (!may_begin(at)) return at;
        auto term = term_in(at);
        if (!term) return at;
        take_week_before(*term);
        DatePhrase phrase;
        phrase.span = term->span;
        take(phrase, *term, anchor_);
        int end = continue_phrase(phrase, *term);
        end = take_marks(phrase, end);
        phrase.span.end = end;
        tidy(phrase.days);
        if (join_duration(phrase)) return end;
        phrases_.push_back(std::move(phrase));
        return end;
    }

    /// `下周午饭（周一到周五）`: weekdays of the week that was named just before.
    void take_week_before(Term& term) const {
        constexpr int reach = 10;
        if (term.kind != Kind::weekdays || term.week || phrases_.empty()) return;
        const DatePhrase& before = phrases_.back();
        if (!before.week || !before.days.empty() || !before.from) return;
        if (term.span.begin - before.span.end > reach) return;
        const Day monday = add_days(anchor_.today, 1 - iso_weekday(anchor_.today));
        term.week = days_between(monday, *before.from) / 7;
    }

    /// Puts what a term says into the phrase.
    void take(DatePhrase& phrase, const Term& term, const Anchor& anchor) const {
        if (term.kind == Kind::every) {
            phrase.weekdays.insert(
                phrase.weekdays.end(), term.weekdays.begin(), term.weekdays.end());
            std::sort(phrase.weekdays.begin(), phrase.weekdays.end());
            phrase.weekdays.erase(std::unique(phrase.weekdays.begin(), phrase.weekdays.end()),
                                  phrase.weekdays.end());
            phrase.every_day = term.every_day;
            return;
        }
        phrase.week = phrase.week || term.kind == Kind::week;
        phrase.month = phrase.month || term.kind == Kind::month;
        phrase.of_week =
            (phrase.days.empty() || phrase.of_week) && term.kind == Kind::weekdays && !term.week;
        phrase.workdays = phrase.workdays || (term.kind == Kind::workdays && !term.week);
        if (term.kind == Kind::duration) {
            phrase.duration = term.count;
            phrase.run = term.run;
        }
        if (term.meal) phrase.meal = term.meal;
        if (term.kind == Kind::week) {
            phrase.from = weekday_in(anchor.today, *term.week, 1);
            phrase.until = weekday_in(anchor.today, *term.week, 7);
        }
        auto days = days_of(term, anchor);
        if (!days) {
            phrase.impossible = true;
            return;
        }
        if (term.is_range && days->size() > 1) {
            phrase.range = true;
            phrase.from = days->front();
            phrase.until = days->back();
        }
        if (phrase.days.empty())
            phrase.days = std::move(*days);
        else
            phrase.days.insert(phrase.days.end(), days->begin(), days->end());
    }

    /// What a second term does not say it has from the first: `下周一到周五`, `9月10号，11号`.
    static Term inherited(Term second, const Term& first, bool range) {
        if (second.kind == Kind::weekdays && first.kind == Kind::weekdays && !second.week) {
            const bool wraps = range && !second.weekdays.empty() &&
                               second.weekdays.front() < first.weekdays.back();
            if (!wraps) second.week = first.week;
        }
        if (second.kind == Kind::month_days && first.kind == Kind::month_days &&
            second.month == 0 && !second.month_shift) {
            const bool wraps = range && second.month_days.front() < first.month_days.back();
            if (!wraps) {
                second.month = first.month;
                second.month_shift = first.month_shift;
            }
            if (!wraps) second.year = first.year;
        }
        if (second.kind == Kind::month_days && first.year != 0 && second.year == 0 &&
            second.month >= first.month && second.month != 0)
            second.year = first.year;
        return second;
    }

    /// Ranges and lists; returns the end.
    int continue_phrase(DatePhrase& phrase, Term term) {
        int end = term.span.end;
        for (;;) {
            const int behind = after_blanks(reading_, after_clock(reading_, end));
            if (const Hit* range = reading_.word(behind, Tag::range_mark)) {
                const int next = range_to(phrase, term, range->end);
                if (next > 0) {
                    end = next;
                    continue;
                }
            }
            const int next = list_to(phrase, term, end, behind);
            if (next == 0) return end;
            end = next;
        }
    }

    int range_to(DatePhrase& phrase, Term& first, int position) {
        const int at = after_blanks(reading_, position);
        const auto second = term_in(at);
        if (!second || second->shifts.size() > 1) return 0;
        if (first.kind == Kind::every && second->kind == Kind::weekdays) {
            for (int day = first.weekdays.back() + 1; day <= second->weekdays.back(); ++day)
                phrase.weekdays.push_back(day);
            first.span.end = second->span.end;
            return second->span.end;
        }
        if (second->kind == Kind::every || second->kind == Kind::duration ||
            second->kind == Kind::month || (phrase.days.empty() && !phrase.impossible))
            return 0;
        phrase.range = true;
        phrase.of_week = phrase.of_week && second->kind == Kind::weekdays && !second->week;
        const Term resolved = inherited(*second, first, true);
        const bool fixed = resolved.kind == Kind::fixed || resolved.week || resolved.month_shift;
        const Day begin = phrase.days.empty() ? anchor_.today : phrase.days.front();
        const auto last = days_of(resolved, fixed ? anchor_ : Anchor{begin, Direction::forward});
        phrase.meal = std::nullopt;
        if (phrase.impossible || !last || last->empty() || last->back() < begin ||
            days_between(begin, last->back()) > 800) {
            phrase.impossible = true;
            phrase.days.clear();
            return second->span.end;
        }
        phrase.from = begin;
        phrase.until = last->back();
        phrase.days.clear();
        if (days_between(begin, *phrase.until) < longest_listed_range)
            for (Day day = begin; day <= *phrase.until; day = add_days(day, 1))
                phrase.days.push_back(day);
        first = resolved;
        first.span.end = second->span.end;
        return second->span.end;
    }

    int list_to(DatePhrase& phrase, Term& first, int end, int behind) {
        if (first.kind == Kind::duration || first.kind == Kind::week || first.kind == Kind::month)
            return 0;
        // A time of day between two days belongs to the first alone: `明天中午和后天晚上` are two
        // phrases.
        if (behind != after_blanks(reading_, end)) return 0;
        int at = behind;
        if (reading_.at(at) == U',') at = after_blanks(reading_, at + 1);
        if (const Hit* mark = reading_.word(at, Tag::list_mark))
            at = after_blanks(reading_, mark->end);
        if (at >= in_.end || !may_begin(at)) return 0;
        auto second = term_in(at);
        if (!second || second->meal) return 0;
        // `从3月1日到5月31日，周一到周五`: limits and weekdays are two things.
        if (phrase.range && first.kind != second->kind) return 0;
        const bool both_every = first.kind == Kind::every &&
                                (second->kind == Kind::every || second->kind == Kind::weekdays);
        const bool both_days = (first.kind == Kind::fixed || first.kind == Kind::weekdays ||
                                first.kind == Kind::month_days || first.kind == Kind::weekend) &&
                               (second->kind == Kind::fixed || second->kind == Kind::weekdays ||
                                second->kind == Kind::month_days || second->kind == Kind::weekend);
        if (!both_every && !both_days) return 0;
        if (phrase.range && both_days && phrase.days.empty()) return 0;
        if (first.meal) return 0;
        if (both_every) second->kind = Kind::every;
        const Term resolved = inherited(*second, first, false);
        take(phrase, resolved, anchor_);
        first = resolved;
        return second->span.end;
    }

    /// `从…`, `…起`, `到…为止`.
    int take_marks(DatePhrase& phrase, int end) {
        int begin = phrase.span.begin;
        while (reading_.at(begin - 1) == U' ') --begin;
        const Hit* from = reading_.word_before(begin, Tag::from_mark);
        const Hit* until = reading_.word_before(begin, Tag::until_mark);
        const int behind = after_blanks(reading_, after_clock(reading_, end));
        const Hit* start = reading_.word(behind, Tag::start_mark);
        const Hit* stop = reading_.word(behind, Tag::stop_mark);
        if (phrase.range || phrase.days.empty()) {
            return stop != nullptr && phrase.range ? stop->end : end;
        }
        if (from != nullptr || start != nullptr) {
            phrase.from = phrase.days.front();
            phrase.days.clear();
            return start != nullptr ? start->end : end;
        }
        if (until != nullptr || stop != nullptr) {
            phrase.until = phrase.days.back();
            phrase.days.clear();
            return stop != nullptr ? stop->end : end;
        }
        return end;
    }

    /// `明天开始三天`, `下周二起连续三天`: the duration becomes days of the phrase before it.
    bool join_duration(DatePhrase& phrase) {
        if (phrase.duration == 0 || phrases_.empty()) return false;
        DatePhrase& before = phrases_.back();
        const bool single = before.days.size() == 1 || (before.from && !before.until);
        if (!single || before.range || !before.weekdays.empty()) return false;
        int at = before.span.end;
        while (at < phrase.span.begin && (reading_.at(at) == U' ' || reading_.at(at) == U',' ||
                                          reading_.word(at, Tag::particle_of) != nullptr))
            ++at;
        if (at != phrase.span.begin && !phrase.run) return false;
        if (phrase.span.begin - before.span.end > 8) return false;
        const Day begin = before.from ? *before.from : before.days.front();
        before.range = true;
        before.from = begin;
        before.until = add_days(begin, phrase.duration - 1);
        before.days.clear();
        for (int i = 0; i < phrase.duration && phrase.duration <= longest_listed_range; ++i)
            before.days.push_back(add_days(begin, i));
        before.span.end = phrase.span.end;
        return true;
    }

    const Reading& reading_;
    Span in_;
    Anchor anchor_;
    bool depends_ = false;
    dates::Seen seen_;
    std::vector<DatePhrase> phrases_;
};

/// One clock time without a range.
int one_clock(const Reading& reading, int position) {
    int at = after_blanks(reading, position);
    const int begin = at;
    while (const Hit* part = reading.word(at, Tag::part_of_day))
        at = after_blanks(reading, part->end);
    const int part_end = at;
    const auto number = number_at(reading, at);
    if (!number || number->value > 24 || number->half)
        return part_end > begin ? part_end : position;
    int end = number->span.end;
    if (reading.at(end) == U':' && is_digit(reading.at(end + 1))) {
        // minutes, seconds
        for (int i = 0; i < 2 && reading.at(end) == U':' && is_digit(reading.at(end + 1)); ++i) {
            const auto part = number_at(reading, end + 1);
            if (!part) break;
            end = part->span.end;
        }
    } else {
        const Hit* unit = reading.word(after_blanks(reading, end), Tag::clock_unit);
        if (unit == nullptr) return part_end > begin ? part_end : position;
        end = unit->end;
        for (;;) {  // minutes, seconds, quarters, a half
            if (const Hit* rest = reading.word(end, Tag::clock_rest)) {
                end = rest->end;
                continue;
            }
            const auto more = number_at(reading, end);
            if (!more) break;
            const Hit* small = reading.word(more->span.end, Tag::clock_rest);
            if (small == nullptr &&
                (reading.word(more->span.end, Tag::portion) != nullptr || more->value > 59 ||
                 reading.word(more->span.end, Tag::place_unit) != nullptr))
                break;
            end = small != nullptr ? small->end : more->span.end;
        }
    }
    if (const Hit* half = reading.word(after_blanks(reading, end), Tag::am_pm)) end = half->end;
    return end;
}

}  // namespace

int after_clock(const Reading& reading, int position) {
    const int begin = after_blanks(reading, position);
    if (!reading.may_begin(begin, Lead::number) && reading.word(begin, Tag::part_of_day) == nullptr)
        return position;
    int end = one_clock(reading, position);
    if (end == position) return position;
    const int behind = after_blanks(reading, end);
    if (const Hit* range = reading.word(behind, Tag::range_mark)) {
        const int second = one_clock(reading, range->end);
        if (second > range->end) end = second;
    }
    return end;
}

std::vector<DatePhrase> date_phrases(const Reading& reading,
                                     Span in,
                                     Day today,
                                     Direction direction) {
    return Phrases{reading, in, {today, direction}}.read();
}

DatesBothWays dates_both_ways(const Reading& reading, Span in, Day today) {
    DatesBothWays dates;
    Phrases ahead{reading, in, {today, Direction::forward}};
    dates.ahead = ahead.read();
    dates.back = ahead.depends_on_direction()
                     ? date_phrases(reading, in, today, Direction::backward)
                     : dates.ahead;
    return dates;
}

}  // namespace qingdan::language
