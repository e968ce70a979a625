#include "handlers/reminder_moves.hpp"

#include "domain/audit/audit.hpp"
#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/indicators.hpp"
#include "domain/store/store.hpp"
#include "domain/supervision/offices.hpp"

namespace qingdan::reminders {
namespace {

using supervision::Denied;
using supervision::Event;
using supervision::Reminder;
using supervision::State;
using supervision::WaitsFor;

/// Whom the next digest tells about a move, and under which heading.
struct Telling {
    const char *about, *audience;
};

std::vector<Telling> tellings(Event event, State before, bool was_overdue_before) {
    switch (event) {
        case Event::observe:
            return {{"observed", "supervisor"}};
        case Event::issue:
            return {{"issued", "unit"}};
        case Event::object:
            return {{"disputed", "supervisor"}};
        case Event::uphold:
            return {{"upheld", "unit"}};
        case Event::drop:
            return {{"dropped", "unit"}};
        case Event::rectify:
            return {{"asked", "communities"}, {"rectified", "supervisor"}};
        case Event::confirm:
            return {{"confirmed", "unit"}};
        case Event::reject:
            return {{"rejected", "unit"}};
        case Event::falsified:
            return {{"falsified", "unit"}};
        case Event::watched:
            return {{"closed", "unit"}};
        case Event::again:
            return {{"again", "unit"}};
        case Event::raise:
            return {{"raised", "unit"}, {"raised", "superior"}};
        case Event::publish:
            return {{"published", "unit"}, {"published", "superior"}};
        case Event::refer:
            return {{"referred", "unit"}};
        case Event::late:
            if (before == State::observed || before == State::disputed)
                return {{"waiting", "supervisor"}, {"waiting", "district"}};
            if (before == State::rectified) {
                if (was_overdue_before)
                    return {{"undecided", "supervisor"}, {"waiting", "district"}};
                return {{"undecided", "supervisor"}};
            }
            if (before == State::escalated) return {{"proposed", "publisher"}};
            if (before == State::published) return {{"refer_proposed", "district"}};
            return {{"late", "unit"}};
        case Event::ack:
        case Event::decline:
            return {};
    }
    return {};
}

/// A figure of one indicator in one community, as the limits look at it.
burdens::Figure figure(const burdens::Indicator& indicator,
                       const burdens::Burden& place,
                       const burdens::Term& term,
                       std::optional<Day> after,
                       const Occasion& occasion,
                       store::Transaction& tx) {
    const WorkloadSettings& settings = occasion.rules.settings.workload;
    const Day from = indicator.is_stock ? add_days(occasion.day, -settings.stock_days)
                                        : add_days(term.first, -6);
    const Day until = indicator.is_stock ? occasion.day : add_days(term.last(), 6);
    auto reports = burdens::countable(
        burdens::reports_in(tx, {place.town, place.community}, from, until), settings.anonymity_k);
    if (after) std::erase_if(reports, [&](const auto& one) { return one.day <= *after; });
    return burdens::figure_of(indicator, reports, term, occasion.day, settings.stock_days);
}

/// Who has most of a figure, names of one office taken together.
struct Most {
    std::optional<supervision::Office> office{};
    std::string organizer{};
    int count = 0;
    Instant reached{};
};
Most most_of(const burdens::Figure& figure, std::string_view town, store::Transaction& tx) {
    std::vector<Most> parts;
    for (const burdens::Share& share : figure.shares) {
        Most part{.organizer = share.organizer.value_or(""),
                  .count = share.count,
                  .reached = share.reached};
        if (share.organizer) part.office = supervision::office_of(tx, *share.organizer, town);
        bool joined = false;
        for (Most& other : parts) {
            if (!part.office || other.office != part.office) continue;
            other.count += part.count;
            other.reached = std::max(other.reached, part.reached);
            joined = true;
        }
        if (!joined) parts.push_back(std::move(part));
    }
    Most most;
    for (const Most& part : parts) {
        if (part.count > most.count || (part.count == most.count && part.reached < most.reached))
            most = part;
    }
    return most;
}

class Watch {
public:
    Watch(const burdens::Indicator& indicator,
          const burdens::Burden& report,
          const burdens::Term& term,
          int limit,
          const Occasion& occasion,
          store::Transaction& tx,
          Outcome& outcome)
        : indicator_(indicator),
          report_(report),
          term_(term),
          period_(burdens::to_text(term)),
          limit_(limit),
          occasion_(occasion),
          tx_(tx),
          outcome_(outcome) {}

    std::optional<Reminder> look() {
        auto known = supervision::of_period(tx_, report_.community, indicator_.code, period_);
        if (!known) return find_or_make(value_after(std::nullopt));
        switch (known->progress.state) {
            case State::dropped:
            case State::referred:
                return std::nullopt;
            case State::verified:
            case State::closed:
                return find_or_make(value_after(known->progress.confirmed_on));
            case State::observed:
                return look_at_observed(*known);
            default:
                return add_to(*known);
        }
    }

private:
    burdens::Figure value_after(std::optional<Day> day) const {
        return figure(indicator_, report_, term_, day, occasion_, tx_);
    }

    /// An open reminder shows what its latest period comes to.
    Reminder add_to(Reminder& known) {
        const int value = value_after(known.counted_from).value;
        const bool is_later = period_ > known.period;
        if ((is_later || period_ == known.period) && (value != known.value || is_later)) {
            known.value = value;
            known.period = period_;
            supervision::save(tx_, known);
            supervision::note_period(tx_, known);
            outcome_.changed.push_back(to_text(known.number));
        }
        return known;
    }

    /// Seen by anonymous voices alone; by now the limit may be passed by a unit that is known.
    Reminder look_at_observed(Reminder& known) {
        const burdens::Figure now = value_after(known.counted_from);
        const Most most = most_of(now, report_.town, tx_);
        if (known.origin == supervision::Origin::anonymous && now.value > limit_ && most.office) {
            known.unit = most.office->name;
            known.organizer = most.organizer;
            known.value = now.value;
            (void)move(known, Event::issue, occasion_, tx_, outcome_);
            return known;
        }
        return add_to(known);
    }

    std::optional<Reminder> find_or_make(const burdens::Figure& figure) {
        if (figure.value <= limit_) return std::nullopt;
        const Most most = most_of(figure, report_.town, tx_);
        const std::string unit = most.office ? most.office->name : "";
        auto earlier = supervision::latest_to(tx_, report_.community, indicator_.code, unit);
        if (earlier) {
            const supervision::Progress& progress = earlier->progress;
            if (progress.state == State::verified || progress.state == State::closed) {
                if (auto again = reopen(*earlier)) return again;
                if (value_after(progress.confirmed_on).value <= limit_) return std::nullopt;
            } else if (supervision::is_open(progress.state)) {
                return add_to(*earlier);
            }
        }
        return make(figure, most);
    }

    /// The same again within `relapse_days`, counted from burdens told of days after it was put
    /// right.
    std::optional<Reminder> reopen(Reminder& earlier) {
        const auto since = earlier.progress.confirmed_on;
        const burdens::Figure figure = value_after(since);
        if (figure.value <= limit_) return std::nullopt;
        Reminder reopened = earlier;
        reopened.counted_from = since;
        reopened.value = figure.value;
        reopened.period = period_;
        if (!move(reopened, Event::again, occasion_, tx_, outcome_)) return std::nullopt;
        supervision::note_period(tx_, reopened);
        return reopened;
    }

    Reminder make(const burdens::Figure& figure, const Most& most) {
        Reminder made;
        made.created_at = occasion_.now;
        made.town = report_.town;
        made.community = report_.community;
        made.organizer = most.organizer;
        if (most.office) made.unit = most.office->name;
        made.indicator = indicator_.code;
        made.period = period_;
        made.value = figure.value;
        made.limit = limit_;
        (void)move(made, most.office ? Event::issue : Event::observe, occasion_, tx_, outcome_);
        return made;
    }

    const burdens::Indicator& indicator_;
    const burdens::Burden& report_;
    const burdens::Term& term_;
    std::string period_;
    int limit_;
    const Occasion& occasion_;
    store::Transaction& tx_;
    Outcome& outcome_;
};

}  // namespace

tl::expected<void, Denied> move(Reminder& reminder,
                                Event event,
                                const Occasion& occasion,
                                store::Transaction& tx,
                                Outcome& outcome) {
    const supervision::Progress before = reminder.progress;
    const auto next = supervision::after(
        before, event, occasion.day, {occasion.rules.settings.workload, occasion.rules.calendar});
    if (!next) return tl::unexpected{next.error()};
    reminder.progress = *next;
    if (event == Event::rectify) reminder.done = occasion.text;
    if (before.state == State::none) {
        reminder.number = supervision::add(tx, reminder);
    } else {
        supervision::save(tx, reminder);
    }
    const int step = supervision::add_step(tx,
                                           reminder.number,
                                           {.at = occasion.now,
                                            .day = occasion.day,
                                            .event = event,
                                            .from = before.state,
                                            .to = next->state,
                                            .who = occasion.who,
                                            .text = occasion.text});
    if (event == Event::rectify && !reminder.community.empty())
        supervision::ask(tx, reminder.number, step, reminder.community);
    for (const Telling& telling :
         tellings(event, before.state, before.waits_for == WaitsFor::supervisor))
        supervision::add_news(tx, {reminder.number, telling.about, telling.audience, step});
    if (next->proposed && !before.proposed && event != Event::late)
        supervision::add_news(tx, {reminder.number, "proposed", "publisher", step});
    const std::string number = to_text(reminder.number);
    audit::append(tx,
                  {.at = occasion.now,
                   .who = occasion.who.empty() ? "qingdan" : occasion.who,
                   .action = "reminder." + std::string{supervision::to_text(event)},
                   .about = number});
    outcome.changed.push_back(number);
    return {};
}

std::optional<Reminder> watch_limits(const burdens::Burden& report,
                                     const Occasion& occasion,
                                     store::Transaction& tx,
                                     Outcome& outcome) {
    std::optional<Reminder> about;
    if (report.community.empty()) return about;
    const ByCode& limits = occasion.rules.settings.workload.limits;
    for (const burdens::Indicator& indicator : burdens::indicators()) {
        const auto limit = limits.find(indicator.code);
        const auto term = burdens::term_for(indicator, report);
        if (limit == limits.end() || limit->second < 0 || !term) continue;
        Watch watch{indicator, report, *term, limit->second, occasion, tx, outcome};
        if (auto reminder = watch.look()) about = std::move(reminder);
    }
    return about;
}

Arguments facts_of(const Reminder& reminder) {
    const auto indicator = burdens::indicator_from(reminder.indicator);
    return {{"number", to_text(reminder.number)},
            {"unit", reminder.unit.empty() ? reminder.organizer : reminder.unit},
            {"indicator", Word{"indicator." + reminder.indicator}},
            {"value", reminder.value},
            {"limit", reminder.limit},
            {"period", reminder.period},
            {"rule", indicator ? Value{Word{"rule." + reminder.indicator}} : Value{false}},
            {"state", Word{"state." + std::string{supervision::to_text(reminder.progress.state)}}},
            {"due", reminder.progress.due_on},
            {"done", reminder.done},
            {"proposed", reminder.progress.proposed}};
}

}  // namespace qingdan::reminders
