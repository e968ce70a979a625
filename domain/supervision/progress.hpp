#pragma once
/// @file
/// How far a reminder has got, and what an event makes of it: the table of states with the rules
/// that stand beside it. Pure: the day is handed in. Source: workload facts, section 5.

#include "domain/calendar/calendar.hpp"
#include "domain/clock.hpp"
#include "domain/settings.hpp"
#include "domain/supervision/states.hpp"

#include <tl/expected.hpp>

#include <optional>

namespace qingdan::supervision {

/// Where a reminder stands. Days are local ones.
struct Progress {
    State state = State::none;
    WaitsFor waits_for = WaitsFor::nobody;
    std::optional<Day> due_on;   ///< the last day for whom it waits for; empty where it ended
    std::optional<Day> base_on;  ///< issuing, relapse or upholding: deadlines count from it
    Day event_on{};              ///< of the last move
    std::optional<Day> confirmed_on;
    int level = 0;           ///< how often it was raised since it was last closed
    bool late_told = false;  ///< the unit was reminded again about this due day
    bool objected = false;   ///< an objection for this issuing was decided or is being
    int relapses = 0;
    bool proposed = false;  ///< publishing waits for a person's yes or no
    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Why an event changes nothing.
enum class Denied {
    not_here,      ///< the table has no such move
    too_late,      ///< an objection after its days
    once_already,  ///< a second objection
    not_proposed,  ///< publishing that nobody proposed
    too_long_ago,  ///< a relapse after `relapse_days`: it is a new reminder
    not_yet,       ///< the clock has not got there
};

struct LoopRules {
    const WorkloadSettings& settings;
    const calendar::Calendar& calendar;
};

/// What `event` on `day` makes of `progress`; why not, where it makes nothing of it.
tl::expected<Progress, Denied> after(const Progress& progress,
                                     Event event,
                                     Day day,
                                     const LoopRules& rules);

/// What the clock brings about at 00:00 of `day`, if anything: `late`, `raise` or `watched`.
std::optional<Event> clock_event(const Progress& progress, Day day, const LoopRules& rules);

/// Who answered how, of the communities that were asked.
struct Answers {
    int asked = 0, better = 0, same = 0;  ///< better: gone or less
};
/// Whether the answers decide: all are in, or the due day is over (`at_end`). `nullopt`: not yet,
/// equal, or none; then the supervisor decides.
std::optional<Event> verdict(const Answers& answers, bool at_end);

}  // namespace qingdan::supervision
