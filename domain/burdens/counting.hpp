#pragma once
/// @file
/// What counts as how many burdens: reports of the same thing are one burden with many voices.
/// Pure: no store, no clock. Source: workload facts, section 4, "what counts as how many burdens".

#include "domain/burdens/burden.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::burdens {

/// A calendar period for which figures are made: the day, the week from Monday, the month, the
/// quarter, the year that begins on `first`.
struct Term {
    language::Period length = language::Period::month;
    Day first{};

    /// The period of that length that `day` lies in.
    static Term around(language::Period length, Day day);
    Day last() const;
    /// The period of the same length just before.
    Term before() const;
    bool holds(Day day) const { return first <= day && day <= last(); }
    friend bool operator==(const Term&, const Term&) = default;
};
/// `2026-05-14`, `2026-W20` (of its Thursday's year), `2026-05`, `2026-Q2`, `2026`.
std::string to_text(const Term& term);

/// First and last day that a report speaks of: the period that it names, around its day.
struct Span {
    Day from, until;
};
Span span_of(const Burden& report);

/// The day that decides what a report belongs to: of a week its Thursday, of a longer span its
/// first day, else its day.
Day counted_on(const Burden& report);
/// Whether a report is counted in `term`: what is longer than the term never is.
bool belongs(const Burden& report, const Term& term);

/// A name of an office or a topic as it is compared: folded, simplified, without blanks.
std::string text_key(std::string_view text);

/// Reports that are one burden: community, kind, organizer and topic are equal (nothing equals
/// nothing) and their spans overlap, also through each other.
struct Group {
    std::vector<const Burden*> reports;  ///< in the order given
    int count = 0;                       ///< the largest that one of them says; nothing said is 1
};
/// The groups of `reports`, in the order in which their first report stands there; withdrawn ones
/// are in none. The groups point into `reports`.
std::vector<Group> groups_of(const std::vector<Burden>& reports);

/// How many burdens reports stand for: the sum over their groups.
int how_many(const std::vector<Burden>& reports);
/// A stock (systems, signs) on `today`: of each organizer the latest number told in the last `days`
/// days, today among them; those of different organizers add. An organizer of whom no number was
/// told has one.
int stock(const std::vector<Burden>& reports, Day today, int days);

/// How many people tell it: named ones by user, anonymous ones by voice; an anonymous report
/// without a voice is nobody's.
int voices(const std::vector<Burden>& reports);

}  // namespace qingdan::burdens
