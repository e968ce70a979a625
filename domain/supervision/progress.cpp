#include "domain/supervision/progress.hpp"

#include <algorithm>

namespace qingdan::supervision {
namespace {

constexpr int highest_level = 2;  // the unit's superior, then the district

Day workdays_on(Day day, int n, const LoopRules& rules) {
    return rules.calendar.add_workdays(day, n);
}

std::optional<Day> due_day(const Move& move,
                           const Progress& progress,
                           Day day,
                           const LoopRules& rules) {
    const WorkloadSettings& settings = rules.settings;
    const Day base = progress.base_on.value_or(day);
    switch (move.due) {
        case Due::observe:
            return workdays_on(day, settings.observe_workdays, rules);
        case Due::acknowledge:
            return workdays_on(day, settings.acknowledge_workdays, rules);
        case Due::rectify_from_issue:
            return workdays_on(base, settings.rectify_workdays, rules);
        case Due::decide:
            return workdays_on(day, settings.decide_workdays, rules);
        case Due::verify:
            return workdays_on(day, settings.verify_workdays, rules);
        case Due::again:
            return workdays_on(day, settings.again_workdays, rules);
        case Due::again_or_rectify:
            return std::max(workdays_on(day, settings.again_workdays, rules),
                            workdays_on(base, settings.rectify_workdays, rules));
        case Due::watch:
            return add_days(day, settings.watch_days);
        case Due::keep:
            return progress.due_on;
        case Due::none:
            return std::nullopt;
    }
    return std::nullopt;
}

/// The rules beside the table.
std::optional<Denied> denied(const Progress& progress,
                             Event event,
                             Day day,
                             const LoopRules& rules) {
    switch (event) {
        case Event::object:
            if (progress.objected) return Denied::once_already;
            if (day >
                workdays_on(progress.base_on.value_or(day), rules.settings.object_workdays, rules))
                return Denied::too_late;
            return std::nullopt;
        case Event::publish:
        case Event::decline:
            if (!progress.proposed) return Denied::not_proposed;
            return std::nullopt;
        case Event::again:
            if (!progress.confirmed_on ||
                day > add_days(*progress.confirmed_on, rules.settings.relapse_days))
                return Denied::too_long_ago;
            return std::nullopt;
        case Event::late:
        case Event::raise:
        case Event::watched:
            if (clock_event(progress, day, rules) != event) return Denied::not_yet;
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

/// A new issuing: deadlines and the one objection begin anew.
void issue_anew(Progress& progress, Day day) {
    progress.base_on = day;
    progress.objected = false;
}

void take_effect(Progress& next, const Progress& before, Event event, Day day) {
    switch (event) {
        case Event::issue:
            issue_anew(next, day);
            break;
        case Event::uphold:
            next.base_on = day;
            break;
        case Event::object:
            next.objected = true;
            break;
        case Event::again:
            issue_anew(next, day);
            ++next.relapses;
            next.proposed = next.relapses >= 2;
            break;
        case Event::falsified:
            if (before.state == State::closed) issue_anew(next, day);
            next.proposed = true;
            break;
        case Event::confirm:
            next.confirmed_on = day;
            next.proposed = false;
            break;
        case Event::watched:
            next.level = 0;
            break;
        case Event::raise:
            // Rectification overdue after it had been raised before: a person is asked to publish.
            next.proposed =
                before.proposed || (before.state == State::acknowledged && before.level > 0);
            next.level = std::min(before.level + 1, highest_level);
            break;
        case Event::late:
            if (before.state == State::escalated) next.proposed = true;
            break;
        case Event::publish:
        case Event::decline:
            next.proposed = false;
            break;
        case Event::observe:
        case Event::ack:
        case Event::drop:
        case Event::rectify:
        case Event::reject:
        case Event::refer:
            break;
    }
}

}  // namespace

tl::expected<Progress, Denied> after(const Progress& progress,
                                     Event event,
                                     Day day,
                                     const LoopRules& rules) {
    const auto move = move_of(progress.state, event);
    if (!move) return tl::unexpected{Denied::not_here};
    if (const auto why = denied(progress, event, day, rules)) return tl::unexpected{*why};
    Progress next = progress;
    next.state = move->to;
    next.waits_for = move->waits_for;
    next.event_on = day;
    take_effect(next, progress, event, day);
    next.due_on = due_day(*move, next, day, rules);
    if (move->due != Due::keep) {
        next.late_told = false;
    } else if (event == Event::late) {
        next.late_told = true;
    }
    if (!is_open(next.state)) next.proposed = false;
    return next;
}

std::optional<Event> clock_event(const Progress& progress, Day day, const LoopRules& rules) {
    if (!progress.due_on) return std::nullopt;
    if (progress.state == State::verified) {
        return day >= *progress.due_on ? std::optional{Event::watched} : std::nullopt;
    }
    const auto is_past = [&](int workdays) {
        return day >= workdays_on(*progress.due_on, workdays, rules);
    };
    if (move_of(progress.state, Event::raise)) {
        if (is_past(rules.settings.raise_workdays)) return Event::raise;
        if (!progress.late_told && is_past(rules.settings.late_workdays)) return Event::late;
        return std::nullopt;
    }
    return is_past(rules.settings.late_workdays) ? std::optional{Event::late} : std::nullopt;
}

std::optional<Event> verdict(const Answers& answers, bool at_end) {
    const bool all_in = answers.asked > 0 && answers.better + answers.same >= answers.asked;
    if (!all_in && !at_end) return std::nullopt;
    if (answers.better > answers.same) return Event::confirm;
    if (answers.better < answers.same) return Event::reject;
    return std::nullopt;
}

}  // namespace qingdan::supervision
