#include "domain/supervision/reminder.hpp"

#include "domain/store/store.hpp"

#include <array>
#include <stdexcept>

namespace qingdan::supervision {
namespace {

const std::string reminder_columns =
    "number, created_at, town, community, unit, organizer, origin, indicator, period, value, "
    "limit_value, counted_from, state, waits_for, due_on, base_on, event_on, confirmed_on, level, "
    "late_told, objected, relapses, proposed, done";

constexpr std::array<std::string_view, 4> origins{"limit", "anonymous", "ticket", "finding"};

/// What a CHECK of the table promises.
template <class T>
T known(std::optional<T> value) {
    if (!value) throw std::logic_error("a code in the table of reminders is not known");
    return *value;
}

Reminder read_reminder(const store::Statement& row) {
    Reminder reminder;
    reminder.number.digits = row.integer(0);
    reminder.created_at = row.instant(1);
    reminder.town = row.text(2);
    reminder.community = row.text(3);
    reminder.unit = row.text(4);
    reminder.organizer = row.text(5);
    for (std::size_t i = 0; i < origins.size(); ++i) {
        if (origins[i] == row.text(6)) reminder.origin = static_cast<Origin>(i);
    }
    reminder.indicator = row.text(7);
    reminder.period = row.text(8);
    reminder.value = static_cast<int>(row.integer(9));
    reminder.limit = static_cast<int>(row.integer(10));
    reminder.counted_from = row.day_or_null(11);
    Progress& progress = reminder.progress;
    progress.state = known(state_from(row.text(12)));
    progress.waits_for = known(waits_for_from(row.text(13)));
    progress.due_on = row.day_or_null(14);
    progress.base_on = row.day_or_null(15);
    progress.event_on = row.day(16);
    progress.confirmed_on = row.day_or_null(17);
    progress.level = static_cast<int>(row.integer(18));
    progress.late_told = row.integer(19) != 0;
    progress.objected = row.integer(20) != 0;
    progress.relapses = static_cast<int>(row.integer(21));
    progress.proposed = row.integer(22) != 0;
    reminder.done = row.text(23);
    return reminder;
}

std::vector<Reminder> read_reminders(store::Statement rows) {
    std::vector<Reminder> found;
    while (rows.step()) found.push_back(read_reminder(rows));
    return found;
}

std::optional<Reminder> read_one(store::Statement row) {
    if (!row.step()) return std::nullopt;
    return read_reminder(row);
}

std::string select(std::string_view rest) {
    return "SELECT " + reminder_columns + " FROM reminders " + std::string{rest};
}

}  // namespace

std::string_view to_text(Origin origin) { return origins[static_cast<std::size_t>(origin)]; }

RecordNumber add(store::Transaction& tx, const Reminder& reminder) {
    Reminder added = reminder;
    added.number = next_number(tx, RecordKind::reminder);
    tx.prepare(
          "INSERT INTO reminders (number, created_at, town, community, origin, indicator, period, "
          "value, limit_value, state, waits_for, due_on, event_on) VALUES ($1, $2, $3, $4, $5, $6, "
          "$7, $8, $9, $10, $11, $12, $13)")
        .with(added.number.digits,
              added.created_at,
              added.town,
              added.community,
              to_text(added.origin),
              added.indicator,
              added.period,
              added.value,
              added.limit,
              to_text(added.progress.state),
              to_text(added.progress.waits_for),
              added.progress.due_on,
              added.progress.event_on)
        .run();
    save(tx, added);
    note_period(tx, added);
    return added.number;
}

void save(store::Transaction& tx, const Reminder& reminder) {
    const Progress& progress = reminder.progress;
    tx.prepare(
          "UPDATE reminders SET unit = $2, organizer = $3, period = $4, value = $5, limit_value = "
          "$6, counted_from = $7, state = $8, waits_for = $9, due_on = $10, base_on = $11, "
          "event_on = $12, confirmed_on = $13, level = $14, late_told = $15, objected = $16, "
          "relapses = $17, proposed = $18, done = $19 WHERE number = $1")
        .with(reminder.number.digits,
              reminder.unit,
              reminder.organizer,
              reminder.period,
              reminder.value,
              reminder.limit,
              reminder.counted_from,
              to_text(progress.state),
              to_text(progress.waits_for),
              progress.due_on,
              progress.base_on,
              progress.event_on,
              progress.confirmed_on,
              progress.level,
              progress.late_told,
              progress.objected,
              progress.relapses,
              progress.proposed,
              reminder.done)
        .run();
}

std::optional<Reminder> find(store::Transaction& tx, std::int64_t number) {
    auto row = tx.prepare(select("WHERE number = $1"));
    row.bind(1, number);
    return read_one(std::move(row));
}

std::vector<Reminder> open_reminders(store::Transaction& tx) {
    return read_reminders(tx.prepare(select("WHERE due_on IS NOT NULL ORDER BY number")));
}

std::vector<Reminder> open_in(store::Transaction& tx, std::string_view town) {
    if (town.empty()) return open_reminders(tx);
    auto rows = tx.prepare(select("WHERE due_on IS NOT NULL AND town = $1 ORDER BY number"));
    rows.bind(1, town);
    return read_reminders(std::move(rows));
}

std::vector<Reminder> open_in_community(store::Transaction& tx, std::string_view community) {
    auto rows = tx.prepare(select("WHERE community = $1 AND due_on IS NOT NULL ORDER BY number"));
    rows.bind(1, community);
    return read_reminders(std::move(rows));
}

std::optional<Reminder> of_period(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view indicator,
                                  std::string_view period) {
    auto row = tx.prepare(
        select("WHERE number = (SELECT reminder FROM reminder_periods WHERE community = $1 AND "
               "indicator = $2 AND period = $3)"));
    row.with(community, indicator, period);
    return read_one(std::move(row));
}

std::optional<Reminder> latest_to(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view indicator,
                                  std::string_view unit) {
    auto row = tx.prepare(select(
        "WHERE community = $1 AND indicator = $2 AND unit = $3 ORDER BY number DESC LIMIT 1"));
    row.with(community, indicator, unit);
    return read_one(std::move(row));
}

void note_period(store::Transaction& tx, const Reminder& reminder) {
    tx.prepare(
          "INSERT INTO reminder_periods (community, indicator, period, reminder) VALUES ($1, $2, "
          "$3, $4) ON CONFLICT (community, indicator, period) DO UPDATE SET reminder = $4")
        .with(reminder.community, reminder.indicator, reminder.period, reminder.number.digits)
        .run();
}

int last_step(store::Transaction& tx, RecordNumber reminder) {
    auto row = tx.prepare("SELECT COALESCE(MAX(step), 0) FROM reminder_steps WHERE reminder = $1");
    row.bind(1, reminder.digits).step();
    return static_cast<int>(row.integer(0));
}

int add_step(store::Transaction& tx, RecordNumber reminder, const Step& step) {
    const int number = last_step(tx, reminder) + 1;
    tx.prepare(
          "INSERT INTO reminder_steps (reminder, step, at, day, event, from_state, to_state, who, "
          "text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .with(reminder.digits,
              number,
              step.at,
              step.day,
              to_text(step.event),
              to_text(step.from),
              to_text(step.to),
              step.who,
              step.text)
        .run();
    return number;
}

std::vector<Step> steps_of(store::Transaction& tx, RecordNumber reminder) {
    auto rows = tx.prepare(
        "SELECT step, at, day, event, from_state, to_state, who, text FROM reminder_steps WHERE "
        "reminder = $1 ORDER BY step");
    rows.bind(1, reminder.digits);
    std::vector<Step> steps;
    while (rows.step()) {
        steps.push_back({.step = static_cast<int>(rows.integer(0)),
                         .at = rows.instant(1),
                         .day = rows.day(2),
                         .event = known(event_from(rows.text(3))),
                         .from = known(state_from(rows.text(4))),
                         .to = known(state_from(rows.text(5))),
                         .who = rows.text(6),
                         .text = rows.text(7)});
    }
    return steps;
}

void ask(store::Transaction& tx, RecordNumber reminder, int step, std::string_view community) {
    tx.prepare("INSERT INTO reminder_answers (reminder, step, community) VALUES ($1, $2, $3)")
        .with(reminder.digits, step, community)
        .run();
}

bool take_answer(store::Transaction& tx,
                 RecordNumber reminder,
                 std::string_view community,
                 std::string_view answer) {
    return tx.prepare(
                 "UPDATE reminder_answers SET answer = $3 WHERE reminder = $1 AND community = $2 "
                 "AND answer IS NULL AND step = (SELECT MAX(step) FROM reminder_answers WHERE "
                 "reminder = $1)")
               .with(reminder.digits, community, answer)
               .run() > 0;
}

Answers answers_of(store::Transaction& tx, RecordNumber reminder) {
    auto row = tx.prepare(
        "SELECT COUNT(*), COUNT(CASE WHEN answer IN ('gone', 'less') THEN 1 END), COUNT(CASE WHEN "
        "answer = 'same' THEN 1 END) FROM reminder_answers WHERE reminder = $1 AND step = (SELECT "
        "MAX(step) FROM "
        "reminder_answers WHERE reminder = $1)");
    row.bind(1, reminder.digits).step();
    return {static_cast<int>(row.integer(0)),
            static_cast<int>(row.integer(1)),
            static_cast<int>(row.integer(2))};
}

void add_news(store::Transaction& tx, const News& news) {
    tx.prepare(
          "INSERT INTO reminder_news (reminder, about, audience, step) VALUES ($1, $2, $3, $4) ON "
          "CONFLICT (reminder, about, audience) DO UPDATE SET step = $4")
        .with(news.reminder.digits, news.about, news.audience, news.step)
        .run();
}

std::vector<News> take_news(store::Transaction& tx) {
    std::vector<News> all;
    {
        auto rows = tx.prepare(
            "SELECT reminder, about, audience, step FROM reminder_news ORDER BY reminder, about, "
            "audience");
        while (rows.step()) {
            all.push_back({{RecordKind::reminder, rows.integer(0)},
                           rows.text(1),
                           rows.text(2),
                           static_cast<int>(rows.integer(3))});
        }
    }
    tx.prepare("DELETE FROM reminder_news").run();
    return all;
}

}  // namespace qingdan::supervision
