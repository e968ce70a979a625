#include "domain/visits/visit.hpp"

#include "domain/language/codes.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::visits {
namespace {

const std::string columns =
    "number, created_at, platform, reporter, community, status, person_id, person, address, phone, "
    "categories, method, day, condition, needs, actions, revisit_on";

Status status_from(std::string_view text) {
    if (text == "corrected") return Status::corrected;
    if (text == "withdrawn") return Status::withdrawn;
    if (text == "attempt") return Status::attempt;
    return Status::active;
}

Visit read_visit(const store::Statement& row) {
    Visit visit;
    visit.number.digits = row.integer(0);
    visit.created_at = row.instant(1);
    visit.platform = row.text(2);
    visit.reporter = row.text(3);
    visit.community = row.text(4);
    visit.status = status_from(row.text(5));
    visit.person_id = row.integer_or_null(6);
    visit.told.person = row.text_or_null(7);
    visit.told.address = row.text_or_null(8);
    visit.told.phone = row.text_or_null(9);
    visit.told.categories = people::split_codes(row.text(10));
    visit.told.method = language::method_from(row.text(11));
    visit.told.date = row.day_or_null(12);
    visit.told.condition = row.text_or_null(13);
    visit.told.needs = nlohmann::json::parse(row.text(14)).get<std::vector<std::string>>();
    visit.told.actions = nlohmann::json::parse(row.text(15)).get<std::vector<std::string>>();
    visit.told.revisit = row.day_or_null(16);
    return visit;
}

std::vector<Visit> read_all(store::Statement rows) {
    std::vector<Visit> found;
    while (rows.step()) found.push_back(read_visit(rows));
    return found;
}

std::optional<Visit> read_one(store::Statement rows) {
    if (!rows.step()) return std::nullopt;
    return read_visit(rows);
}

int read_count(store::Statement rows) {
    rows.step();
    return static_cast<int>(rows.integer(0));
}

}  // namespace

std::string_view to_text(Status status) {
    switch (status) {
        case Status::active:
            return "active";
        case Status::corrected:
            return "corrected";
        case Status::withdrawn:
            return "withdrawn";
        case Status::attempt:
            return "attempt";
    }
    return "active";
}

RecordNumber add(store::Transaction& tx, const Visit& visit) {
    const RecordNumber number = next_number(tx, RecordKind::visit);
    tx.prepare(
          "INSERT INTO visits (number, created_at, platform, reporter, community, status, method) "
          "VALUES ($1, $2, $3, $4, $5, 'active', 'home')")
        .with(number.digits, visit.created_at, visit.platform, visit.reporter, visit.community)
        .run();
    Visit added = visit;
    added.number = number;
    save(tx, added);
    return number;
}

void save(store::Transaction& tx, const Visit& visit) {
    const language::Visit& told = visit.told;
    tx.prepare(
          "UPDATE visits SET status = $2, person_id = $3, person = $4, address = $5, phone = $6, "
          "categories = $7, method = $8, day = $9, condition = $10, needs = $11, actions = $12, "
          "revisit_on = $13 WHERE number = $1")
        .with(visit.number.digits,
              to_text(visit.status),
              visit.person_id,
              told.person,
              told.address,
              told.phone,
              people::join_codes(told.categories),
              language::to_text(told.method.value_or(language::Method::home)),
              told.date,
              told.condition,
              nlohmann::json(told.needs).dump(),
              nlohmann::json(told.actions).dump(),
              told.revisit)
        .run();
}

std::optional<Visit> find(store::Transaction& tx, std::int64_t number) {
    auto rows = tx.prepare("SELECT " + columns + " FROM visits WHERE number = $1");
    rows.bind(1, number);
    return read_one(std::move(rows));
}

std::optional<Visit> latest_of_reporter(store::Transaction& tx,
                                        std::string_view platform,
                                        std::string_view reporter) {
    auto rows = tx.prepare("SELECT " + columns +
                           " FROM visits WHERE reporter = $2 AND platform = $1 AND status <> "
                           "'withdrawn' ORDER BY created_at DESC, number DESC LIMIT 1");
    rows.with(platform, reporter);
    return read_one(std::move(rows));
}

std::optional<Visit> reported_since(store::Transaction& tx, std::int64_t person_id, Instant since) {
    auto rows = tx.prepare("SELECT " + columns +
                           " FROM visits WHERE person_id = $1 AND created_at > $2 AND status IN "
                           "('active', 'corrected') ORDER BY created_at DESC LIMIT 1");
    rows.with(person_id, since);
    return read_one(std::move(rows));
}

int attempts_since(store::Transaction& tx, std::int64_t person_id, Day from) {
    auto rows = tx.prepare(
        "SELECT count(*) FROM visits WHERE person_id = $1 AND day >= $2 AND status = 'attempt'");
    rows.with(person_id, from);
    return read_count(std::move(rows));
}

int count_in(store::Transaction& tx, std::string_view community, Day from, Day until) {
    auto rows = tx.prepare(
        "SELECT count(*) FROM visits WHERE community = $1 AND day BETWEEN $2 AND $3 AND status IN "
        "('active', 'corrected')");
    rows.with(community, from, until);
    return read_count(std::move(rows));
}

int count_by(store::Transaction& tx,
             std::string_view platform,
             std::string_view reporter,
             Day from,
             Day until) {
    auto rows = tx.prepare(
        "SELECT count(*) FROM visits WHERE reporter = $2 AND platform = $1 AND day BETWEEN $3 AND "
        "$4 AND status IN ('active', 'corrected')");
    rows.with(platform, reporter, from, until);
    return read_count(std::move(rows));
}

int households_in(store::Transaction& tx, std::string_view community, Day from, Day until) {
    auto rows = tx.prepare(
        "SELECT count(DISTINCT person_id) FROM visits WHERE community = $1 AND day BETWEEN $2 AND "
        "$3 AND status IN ('active', 'corrected')");
    rows.with(community, from, until);
    return read_count(std::move(rows));
}

std::vector<Visit> of_person(store::Transaction& tx, std::int64_t person_id, int limit) {
    auto rows =
        tx.prepare("SELECT " + columns +
                   " FROM visits WHERE (person_id = $1 OR person_id IN (SELECT id FROM people "
                   "WHERE joined_into = $1)) AND status IN ('active', 'corrected') ORDER "
                   "BY day DESC, number DESC LIMIT $2");
    rows.with(person_id, limit);
    return read_all(std::move(rows));
}

int interval_days(const people::Person& person, const VisitSettings& settings) {
    std::optional<int> shortest;
    for (const std::string& category : person.categories) {
        const auto days = settings.interval_days.find(category);
        if (days == settings.interval_days.end()) continue;
        shortest = std::min(shortest.value_or(days->second), days->second);
    }
    return shortest.value_or(settings.interval_days.find("default")->second);
}

namespace {

/// The next visit that was promised last, until it was kept: by a contact on that day or later, or
/// in the days before it in which a household counts as due.
std::optional<Day> open_promise(store::Transaction& tx,
                                std::int64_t person_id,
                                const VisitSettings& settings) {
    auto rows = tx.prepare(
        "SELECT revisit_on, number FROM visits WHERE (person_id = $1 OR person_id IN (SELECT id "
        "FROM people WHERE joined_into = $1)) AND status IN ('active', 'corrected') AND revisit_on "
        "IS NOT NULL ORDER BY day DESC, number DESC LIMIT 1");
    rows.bind(1, person_id);
    if (!rows.step()) return std::nullopt;
    const Day promised = rows.day(0);
    auto kept = tx.prepare(
        "SELECT 1 FROM visits WHERE (person_id = $1 OR person_id IN (SELECT id FROM people WHERE "
        "joined_into = $1)) AND status IN ('active', 'corrected') AND day >= $2 AND number <> $3 "
        "LIMIT 1");
    kept.with(person_id, add_days(promised, -settings.due_days_before), rows.integer(1));
    if (kept.step()) return std::nullopt;
    return promised;
}

/// The latest that is known of a household is that nobody answered.
bool waits_for_another_attempt(store::Transaction& tx, std::int64_t person_id) {
    auto row = tx.prepare(
        "SELECT status FROM visits WHERE (person_id = $1 OR person_id IN (SELECT id FROM people "
        "WHERE joined_into = $1)) AND status <> 'withdrawn' ORDER BY day DESC, number DESC LIMIT "
        "1");
    row.bind(1, person_id);
    return row.step() && row.text(0) == "attempt";
}

}  // namespace

void refresh_due(store::Transaction& tx, std::int64_t person_id, const VisitSettings& settings) {
    people::Person person = people::person_of_id(tx, person_id);
    if (person.joined_into) person = people::person_of_id(tx, *person.joined_into);
    const std::vector<Visit> latest = of_person(tx, person.id, 1);
    person.last_contact_on.reset();
    if (!latest.empty()) person.last_contact_on = latest.front().told.date;
    person.promised_on = open_promise(tx, person.id, settings);
    if (!waits_for_another_attempt(tx, person.id)) person.attempt_on.reset();
    people::Person whole = person;
    for (const people::Person& joined : people::joined_into(tx, person.id))
        whole.categories.insert(
            whole.categories.end(), joined.categories.begin(), joined.categories.end());
    const int interval = interval_days(whole, settings);
    person.visit_due_on.reset();
    if (!person.died_on && !whole.categories.empty()) {
        person.visit_due_on =
            person.last_contact_on
                ? add_days(*person.last_contact_on, interval)
                : add_days(person.entered_on, std::min(interval, settings.new_household_days));
    }
    if (!person.died_on && person.promised_on &&
        (!person.visit_due_on || *person.promised_on < *person.visit_due_on)) {
        person.visit_due_on = person.promised_on;
    }
    people::save_person(tx, person);
}

}  // namespace qingdan::visits
