#include "handlers/reminder_jobs.hpp"

#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/indicators.hpp"
#include "domain/people/towns.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "domain/supervision/offices.hpp"
#include "handlers/burden_figures.hpp"
#include "handlers/hotline_watch.hpp"
#include "handlers/reminder_moves.hpp"

#include <algorithm>
#include <map>

namespace qingdan::jobs {
namespace {

using people::User;
using supervision::Desk;
using supervision::Event;
using supervision::Reminder;
using supervision::State;
using supervision::WaitsFor;

constexpr std::string_view day_kind = "reminders.day";
constexpr std::string_view digest_kind = "reminders.digest";

void plan(
    std::string_view kind, Day day, TimeOfDay time, const Rules& rules, store::Transaction& tx) {
    store::add_job(tx,
                   kind,
                   std::string{kind} + " " + to_text(day),
                   rules.zone.instant(day, time),
                   to_text(day));
}

void plan_digest(Day after, const Rules& rules, store::Transaction& tx) {
    plan(digest_kind,
         rules.calendar.add_workdays(after, 1),
         rules.settings.dialogue.digest_at,
         rules,
         tx);
}

/// The due day for the communities' answers is over: those that are in decide.
void count_answers(Reminder& reminder,
                   const reminders::Occasion& occasion,
                   store::Transaction& tx,
                   Outcome& outcome) {
    const auto& progress = reminder.progress;
    if (progress.state != State::rectified || !progress.due_on || occasion.day <= *progress.due_on)
        return;
    const auto event = supervision::verdict(supervision::answers_of(tx, reminder.number), true);
    if (event) (void)reminders::move(reminder, *event, occasion, tx, outcome);
}

/// Anonymous reports of the days before: they never move anything at the hour at which they come,
/// which could be joined with who wrote then.
void look_at_anonymous(const reminders::Occasion& occasion,
                       store::Transaction& tx,
                       Outcome& outcome) {
    const WorkloadSettings& settings = occasion.rules.settings.workload;
    const Day yesterday = add_days(occasion.day, -1);
    const auto told = burdens::reports_in(tx, {}, yesterday, yesterday);
    for (const burdens::Burden& report : told) {
        if (!report.told.anonymous) continue;
        reminders::watch_limits(report, occasion, tx, outcome);
        const auto indicator =
            burdens::indicator_of(report.told.kind.value_or(language::BurdenKind::other));
        if (!indicator || report.community.empty()) continue;
        const auto term = burdens::term_for(*indicator, report);
        if (!term) continue;
        const std::string period = burdens::to_text(*term);
        if (supervision::of_period(tx, report.community, indicator->code, period)) continue;
        auto same = burdens::countable(burdens::reports_in(tx,
                                                           {report.town, report.community},
                                                           add_days(term->first, -6),
                                                           add_days(term->last(), 6)),
                                       settings.anonymity_k);
        std::erase_if(same, [&](const burdens::Burden& one) {
            return !one.told.anonymous || one.told.kind != report.told.kind ||
                   one.told.organizer != report.told.organizer;
        });
        if (burdens::voices(same) < settings.anonymity_k) continue;
        Reminder seen;
        seen.created_at = occasion.now;
        seen.town = report.town;
        seen.community = report.community;
        seen.organizer = report.told.organizer.value_or("");
        seen.origin = supervision::Origin::anonymous;
        seen.indicator = indicator->code;
        seen.period = period;
        seen.value = burdens::rounded(std::max(burdens::how_many(same), settings.anonymity_k));
        const auto limit = settings.limits.find(indicator->code);
        seen.limit = limit == settings.limits.end() ? 0 : limit->second;
        (void)reminders::move(seen, Event::observe, occasion, tx, outcome);
    }
}

Outcome turn_of_the_day(Day day, const Rules& rules, Instant now, store::Transaction& tx) {
    Outcome outcome;
    plan(day_kind, add_days(day, 1), TimeOfDay{0}, rules, tx);
    const reminders::Occasion occasion{rules, now, day, {}, {}};
    const supervision::LoopRules loop{rules.settings.workload, rules.calendar};
    for (Reminder& reminder : supervision::open_reminders(tx)) {
        count_answers(reminder, occasion, tx, outcome);
        if (const auto event = supervision::clock_event(reminder.progress, day, loop))
            (void)reminders::move(reminder, *event, occasion, tx, outcome);
    }
    look_at_anonymous(occasion, tx, outcome);
    reminders::read_tickets(occasion, tx, outcome);
    return outcome;
}

/// Whether a piece of news is still worth reading: what asks for something is not, once more has
/// happened.
bool is_still_true(const supervision::News& news, int last_step) {
    constexpr std::string_view told_anyway[] = {
        "published", "closed", "dropped", "referred", "confirmed", "objection_noted"};
    return news.step == last_step ||
           std::ranges::find(told_anyway, news.about) != std::end(told_anyway);
}

std::vector<User> audience_of(std::string_view audience,
                              const Reminder& reminder,
                              const Desk& desk) {
    if (audience == "unit") {
        auto unit = desk.unit(reminder);
        return unit.empty() ? desk.supervisors(reminder) : unit;
    }
    if (audience == "superior") return desk.superior(reminder);
    if (audience == "publisher") return desk.district(reminder);
    if (audience == "district") return desk.supervisors(reminder, true);
    if (audience == "communities") return desk.community(reminder.community);
    return desk.supervisors(reminder);
}

/// What one person is told today.
struct Page {
    User reader;
    std::vector<Value> lines;
    std::vector<Value> overviews;  ///< of the week, of the month
    std::vector<Option> options;
};

class Digest {
public:
    void add(const User& reader, const Reminder& reminder, std::string_view about) {
        Page& page = page_of(reader);
        const std::string number = to_text(reminder.number);
        Arguments line = reminders::facts_of(reminder);
        line.push_back({std::string{about}, true});
        page.lines.emplace_back(std::move(line));
        if (about != "asked") return;
        // The button sends the number of the reminder and which of the three it is.
        int choice = 0;
        for (const char* key : {"choice.gone", "choice.less", "choice.same"})
            page.options.push_back(
                {key, {{"number", number}}, number + " " + std::to_string(++choice)});
    }

    void add_overview(const User& reader, Arguments overview) {
        page_of(reader).overviews.emplace_back(std::move(overview));
    }

    Outcome outcome() const {
        Outcome outcome;
        for (const auto& [id, page] : pages_) {
            outcome.push({{page.reader.platform, page.reader.user_id},
                          Said{"digest.reminders",
                               {{"overviews", page.overviews},
                                {"both", !page.overviews.empty() && !page.lines.empty()},
                                {"lines", page.lines},
                                {"count",
                                 page.lines.empty() ? Value{false}
                                                    : Value{static_cast<int>(page.lines.size())}}},
                               page.options}});
        }
        return outcome;
    }

private:
    Page& page_of(const User& reader) {
        return pages_.try_emplace({reader.platform, reader.user_id}, Page{reader, {}, {}, {}})
            .first->second;
    }

    std::map<std::pair<std::string, std::string>, Page> pages_;
};

/// The line of a week or month that is over, to whoever supervises a town or the district. Nothing
/// told and nothing open is no line: every push is worth reading.
void add_overview(Digest& digest,
                  const burdens::Term& term,
                  const char* word,
                  const Rules& rules,
                  const Desk& desk,
                  store::Transaction& tx) {
    std::vector<std::string> places = people::towns_of_roster(tx);
    places.emplace_back();
    for (const std::string& town : places) {
        const auto readers = desk.supervising(town);
        if (readers.empty()) continue;
        figures::Asked asked;
        asked.place = asked.whole = {town, {}};
        asked.term = term;
        const auto figures = figures::figures_of(asked, rules, term.last(), tx);
        const int open = static_cast<int>(supervision::open_in(tx, town).size());
        if (figures.lines.empty() && figures.tickets == 0 && open == 0) continue;
        Arguments overview = figures::arguments_of(asked, figures, Word{word}, rules);
        overview.push_back({"open", open > 0 ? Value{open} : Value{false}});
        for (const User& reader : readers) digest.add_overview(reader, overview);
    }
}

/// On the first workday of a week the week before, on the first of a month the month before.
void add_overviews(
    Digest& digest, Day day, const Rules& rules, const Desk& desk, store::Transaction& tx) {
    const Day last_workday = rules.calendar.add_workdays(day, -1);
    const auto week = burdens::Term::around(language::Period::week, day);
    const auto month = burdens::Term::around(language::Period::month, day);
    if (last_workday < week.first)
        add_overview(digest, week.before(), "term.last_week", rules, desk, tx);
    if (last_workday < month.first)
        add_overview(digest, month.before(), "term.last_month", rules, desk, tx);
}

/// The day before it is due, a friendly note.
void add_due_soon(
    Digest& digest, Day day, const Rules& rules, const Desk& desk, store::Transaction& tx) {
    const Day next = rules.calendar.add_workdays(day, 1);
    for (const Reminder& reminder : supervision::open_reminders(tx)) {
        const auto& progress = reminder.progress;
        if (progress.due_on != next || progress.event_on >= add_days(day, -1)) continue;
        const bool waits_for_unit =
            progress.waits_for == WaitsFor::unit || progress.waits_for == WaitsFor::unit_superior;
        if (!waits_for_unit) continue;
        for (const User& reader : audience_of("unit", reminder, desk))
            digest.add(reader, reminder, "soon");
    }
}

Outcome tell_digest(Day day, const Rules& rules, store::Transaction& tx) {
    plan_digest(day, rules, tx);
    const Desk desk{tx, rules.settings.workload, day};
    Digest digest;
    for (const supervision::News& news : supervision::take_news(tx)) {
        const auto reminder = supervision::find(tx, news.reminder.digits);
        if (!reminder || !is_still_true(news, supervision::last_step(tx, news.reminder))) continue;
        for (const User& reader : audience_of(news.audience, *reminder, desk))
            digest.add(reader, *reminder, news.about);
    }
    add_due_soon(digest, day, rules, desk, tx);
    add_overviews(digest, day, rules, desk, tx);
    return digest.outcome();
}

}  // namespace

void start_reminders(const Rules& rules, Instant now, store::Transaction& tx) {
    const OffsetTime local = rules.zone.at(now);
    plan(day_kind, add_days(local.day(), 1), TimeOfDay{0}, rules, tx);
    const bool before_digest = local.time_of_day() < rules.settings.dialogue.digest_at;
    plan_digest(before_digest ? add_days(local.day(), -1) : local.day(), rules, tx);
}

bool is_of_reminders(std::string_view kind) { return kind == day_kind || kind == digest_kind; }

Outcome run_reminders(std::string_view kind,
                      std::string_view payload,
                      const Rules& rules,
                      Instant now,
                      store::Transaction& tx) {
    const auto day = parse_day(payload);
    if (!day) return {};
    return kind == day_kind ? turn_of_the_day(*day, rules, now, tx) : tell_digest(*day, rules, tx);
}

}  // namespace qingdan::jobs
