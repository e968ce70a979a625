#pragma once
/// @file
/// The supervision loop as one table: which event takes a reminder from which state to which, whom
/// it waits for then, and until when. What is not in the table is refused and changes nothing.
/// Source: workload facts, section 5; a test compares the table with the facts row by row.

#include <optional>
#include <span>
#include <string_view>

namespace qingdan::supervision {

enum class State {
    none,          ///< there is no reminder yet
    observed,      ///< 发现: something was seen, no unit is told yet
    issued,        ///< 已提示: sent to the unit
    acknowledged,  ///< 已签收: the unit has it and works on it
    disputed,      ///< 有异议: the unit objects, its clocks stand
    rectified,     ///< 已整改: the unit says what it did, the communities are asked
    verified,      ///< 已复查: put right, watched
    closed,        ///< 办结
    reopened,      ///< 复发重启: the same again
    escalated,     ///< 升级督办: raised one level
    published,     ///< 已通报: a bulletin is out
    referred,      ///< 移送问责: an end
    dropped,       ///< 不予立案: an end
};

enum class Event {
    observe,
    issue,
    ack,
    object,
    uphold,
    drop,
    rectify,
    confirm,
    reject,
    falsified,  ///< 弄虚作假, `false` in the facts
    watched,
    again,
    late,
    raise,
    publish,
    decline,
    refer,
};

enum class WaitsFor { unit, supervisor, communities, unit_superior, nobody };

/// Until when; each is a setting, counted from the day of the event unless it says otherwise.
enum class Due {
    observe,             ///< `observe_workdays`
    acknowledge,         ///< `acknowledge_workdays`
    rectify_from_issue,  ///< `rectify_workdays` after the day of issuing, relapse or upholding
    decide,              ///< `decide_workdays`
    verify,              ///< `verify_workdays`
    again,               ///< `again_workdays`
    again_or_rectify,    ///< the later of the two
    watch,               ///< `watch_days`, calendar days
    keep,                ///< as before
    none,
};

struct Move {
    State from;
    Event event;
    State to;
    WaitsFor waits_for;
    Due due;
};

std::span<const Move> moves();
/// The row of the table; `nullopt`: that event does not happen in that state.
std::optional<Move> move_of(State from, Event event);

/// Somebody has still to do something, or it is watched.
bool is_open(State state);

/// The words of the export contract and of the facts (`none` is `new` there).
std::string_view to_text(State state);
std::string_view to_text(Event event);
std::string_view to_text(WaitsFor waits_for);
std::optional<State> state_from(std::string_view text);
std::optional<Event> event_from(std::string_view text);
std::optional<WaitsFor> waits_for_from(std::string_view text);

}  // namespace qingdan::supervision
