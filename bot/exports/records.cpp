#include "bot/exports/records.hpp"

#include "domain/ids.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace qingdan::exports {
namespace {

using Json = nlohmann::ordered_json;
using store::Statement;

constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds{{{"visits", Kind::visits},
                                                                  {"meals", Kind::meals},
                                                                  {"burdens", Kind::burdens},
                                                                  {"tasks", Kind::tasks},
                                                                  {"reminders", Kind::reminders},
                                                                  {"audit", Kind::audit}}};

// $1 first day, $2 last day, $3 community; each NULL where it does not matter. An entry of the
// register that was joined into another is shown as that other.
constexpr std::string_view visits_sql = R"(
SELECT v.number, v.created_at, v.community, v.reporter, v.status,
       COALESCE(q.name, p.name, v.person), COALESCE(q.address, p.address, v.address), v.phone, v.categories,
       v.method, v.day, v.condition, v.needs, v.actions, v.revisit_on
FROM visits v
LEFT JOIN people p ON p.id = v.person_id
LEFT JOIN people q ON q.id = p.joined_into
WHERE ($1 IS NULL OR v.day IS NULL OR v.day >= $1) AND ($2 IS NULL OR v.day IS NULL OR v.day <= $2)
  AND ($3 IS NULL OR v.community = $3)
ORDER BY v.number)";

// A standing order belongs to every day from its first to its last.
constexpr std::string_view meals_sql = R"(
SELECT m.number, m.created_at, m.community, m.orderer, m.status, m.day, m.weekdays, m.from_on, m.until_on, m.meal,
       m.quantity, m.diet, m.fulfilment, COALESCE(q.name, p.name, m.person, u.name),
       COALESCE(q.address, p.address, m.address), m.phone, m.note, m.standing
FROM meals m
LEFT JOIN people p ON p.id = m.person_id
LEFT JOIN people q ON q.id = p.joined_into
LEFT JOIN users u ON u.platform = m.platform AND u.user_id = m.orderer
WHERE ($1 IS NULL OR COALESCE(m.day, m.until_on, $1) >= $1) AND ($2 IS NULL OR COALESCE(m.day, m.from_on, $2) <= $2)
  AND ($3 IS NULL OR m.community = $3)
ORDER BY m.number, m.day)";

constexpr std::string_view burdens_sql = R"(
SELECT number, created_at, community, reporter, status, kind, count, period, minutes, organizer, topic, duplicate,
       suggestion, anonymous
FROM burdens
WHERE ($1 IS NULL OR day >= $1) AND ($2 IS NULL OR day <= $2) AND ($3 IS NULL OR community = $3)
ORDER BY day, number)";

// From here on $1 and $2 are instants, the second no longer in.
constexpr std::string_view tasks_sql = R"(
SELECT t.number, t.created_at, t.community, t.kind, t.about, COALESCE(q.name, p.name, t.person), t.assignee, t.due_at,
       t.status
FROM tasks t
LEFT JOIN people p ON p.id = t.person_id
LEFT JOIN people q ON q.id = p.joined_into
WHERE ($1 IS NULL OR t.created_at >= $1) AND ($2 IS NULL OR t.created_at < $2) AND ($3 IS NULL OR t.community = $3)
ORDER BY t.number)";

constexpr std::string_view reminders_sql = R"(
SELECT number, created_at, community, NULLIF(unit, ''), indicator, value, limit_value, state, due_on
FROM reminders
WHERE ($1 IS NULL OR created_at >= $1) AND ($2 IS NULL OR created_at < $2) AND ($3 IS NULL OR community = $3)
ORDER BY number)";

constexpr std::string_view audit_sql = R"(
SELECT number, at, who, action, about, changes, hash
FROM audit
WHERE ($1 IS NULL OR at >= $1) AND ($2 IS NULL OR at < $2)
ORDER BY number)";

/// Reads the columns of a row in their order into the keys that it is told.
class RowReader {
public:
    RowReader(const Statement& row, const calendar::TimeZone& zone) : row_(row), zone_(zone) {}

    void number(const char* key, RecordKind kind) {
        json_[key] =
            row_.is_null(at_) ? Json{} : Json(to_text(RecordNumber{kind, row_.integer(at_)}));
        ++at_;
    }
    void time(const char* key) { json_[key] = to_rfc3339(zone_.at(row_.instant(at_++))); }
    void text(const char* key) {
        const auto value = row_.text_or_null(at_++);
        json_[key] = value ? Json(*value) : Json{};
    }
    void integer(const char* key) {
        const auto value = row_.integer_or_null(at_++);
        json_[key] = value ? Json(*value) : Json{};
    }
    void flag(const char* key) { json_[key] = row_.integer(at_++) != 0; }
    void codes(const char* key) { json_[key] = people::split_codes(row_.text(at_++)); }
    void texts(const char* key) { json_[key] = Json::parse(row_.text(at_++)); }
    void type(const char* type) { json_["type"] = type; }
    /// A day as the list that has it alone, or nothing.
    void days(const char* key) {
        const auto day = row_.text_or_null(at_++);
        json_[key] = day ? Json::array({*day}) : Json::array();
    }
    /// `135` as [1, 3, 5].
    void weekdays(const char* key) {
        json_[key] = Json::array();
        for (const char c : row_.text(at_++)) json_[key].push_back(c - '0');
    }
    /// The names of the fields whose hashes the chain holds.
    void fields(const char* key) {
        json_[key] = Json::array();
        const auto changes = Json::parse(row_.text(at_++), nullptr, false);
        if (changes.is_object()) {
            for (const auto& [field, hashes] : changes.items()) json_[key].push_back(field);
        }
    }
    void hex(const char* key) {
        std::string hex;
        for (const char c : row_.blob(at_++))
            hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
        json_[key] = hex;
    }
    const Json& json() const { return json_; }

private:
    const Statement& row_;
    const calendar::TimeZone& zone_;
    int at_ = 0;
    Json json_ = Json::object();
};

void head(RowReader& row, RecordKind kind) {
    row.number("number", kind);
    row.time("created_at");
    row.text("community");
}

void visit(RowReader& row) {
    head(row, RecordKind::visit);
    row.text("reporter");
    row.text("status");
    row.type("visit");
    row.text("person");
    row.text("address");
    row.text("phone");
    row.codes("categories");
    row.text("method");
    row.text("date");
    row.text("condition");
    row.texts("needs");
    row.texts("actions");
    row.text("revisit");
}

void meal(RowReader& row) {
    head(row, RecordKind::meal);
    row.text("reporter");
    row.text("status");
    row.type("meal");
    row.days("dates");
    row.weekdays("weekdays");
    row.text("from");
    row.text("until");
    row.text("meal");
    row.integer("quantity");
    row.codes("diet");
    row.text("fulfilment");
    row.text("person");
    row.text("address");
    row.text("phone");
    row.text("note");
    row.number("standing", RecordKind::meal);
}

void burden(RowReader& row) {
    head(row, RecordKind::burden);
    row.text("reporter");
    row.text("status");
    row.type("burden");
    row.text("kind");
    row.integer("count");
    row.text("period");
    row.integer("minutes");
    row.text("organizer");
    row.text("topic");
    row.flag("duplicate");
    row.text("suggestion");
    row.flag("anonymous");
}

void task(RowReader& row) {
    head(row, RecordKind::task);
    row.text("kind");
    row.text("about");
    row.text("person");
    row.text("assignee");
    row.time("due");
    row.text("status");
}

void reminder(RowReader& row) {
    head(row, RecordKind::reminder);
    row.text("unit");
    row.text("indicator");
    row.integer("value");
    row.integer("limit");
    row.text("status");
    row.text("due");
}

void audit_entry(RowReader& row) {
    row.integer("number");
    row.time("created_at");
    row.text("who");
    row.text("action");
    row.text("about");
    row.fields("fields");
    row.hex("hash");
}

/// A visit without a day (the report named one that cannot exist) belongs to the day of its report.
bool is_within(const Json& visit, const Filter& filter) {
    if (!visit["date"].is_null()) return true;
    const auto reported = parse_day(visit["created_at"].get<std::string>().substr(0, 10));
    return (!filter.from || reported >= filter.from) && (!filter.until || reported <= filter.until);
}

}  // namespace

std::optional<Kind> kind_from(std::string_view text) {
    for (const auto& [name, kind] : kinds) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

std::vector<std::string> columns(Kind kind) {
    switch (kind) {
        case Kind::visits:
            return {"number",
                    "created_at",
                    "community",
                    "reporter",
                    "status",
                    "type",
                    "person",
                    "address",
                    "phone",
                    "categories",
                    "method",
                    "date",
                    "condition",
                    "needs",
                    "actions",
                    "revisit"};
        case Kind::meals:
            return {"number",
                    "created_at",
                    "community",
                    "reporter",
                    "status",
                    "type",
                    "dates",
                    "weekdays",
                    "from",
                    "until",
                    "meal",
                    "quantity",
                    "diet",
                    "fulfilment",
                    "person",
                    "address",
                    "phone",
                    "note",
                    "standing"};
        case Kind::burdens:
            return {"number",
                    "created_at",
                    "community",
                    "reporter",
                    "status",
                    "type",
                    "kind",
                    "count",
                    "period",
                    "minutes",
                    "organizer",
                    "topic",
                    "duplicate",
                    "suggestion",
                    "anonymous"};
        case Kind::tasks:
            return {"number",
                    "created_at",
                    "community",
                    "kind",
                    "about",
                    "person",
                    "assignee",
                    "due",
                    "status"};
        case Kind::reminders:
            return {"number",
                    "created_at",
                    "community",
                    "unit",
                    "indicator",
                    "value",
                    "limit",
                    "status",
                    "due"};
        case Kind::audit:
            return {"number", "created_at", "who", "action", "about", "fields", "hash"};
    }
    return {};
}

void each_record(store::Transaction& tx,
                 Kind kind,
                 const Filter& filter,
                 const calendar::TimeZone& zone,
                 const Take& take) {
    std::optional<std::string> community;
    if (!filter.community.empty()) community = filter.community;
    std::optional<Instant> from, until;
    if (filter.from) from = zone.instant(*filter.from, std::chrono::minutes{0});
    if (filter.until) until = zone.instant(add_days(*filter.until, 1), std::chrono::minutes{0});

    const auto rows = [&](std::string_view sql, auto first, auto last, void (*read)(RowReader&)) {
        auto statement = tx.prepare(sql);
        statement.bind(1, first).bind(2, last);
        if (kind != Kind::audit) statement.bind(3, community);
        while (statement.step()) {
            RowReader row{statement, zone};
            read(row);
            if (kind != Kind::visits || is_within(row.json(), filter)) take(row.json());
        }
    };
    switch (kind) {
        case Kind::visits:
            return rows(visits_sql, filter.from, filter.until, visit);
        case Kind::meals:
            return rows(meals_sql, filter.from, filter.until, meal);
        case Kind::burdens:
            return rows(burdens_sql, filter.from, filter.until, burden);
        case Kind::tasks:
            return rows(tasks_sql, from, until, task);
        case Kind::reminders:
            return rows(reminders_sql, from, until, reminder);
        case Kind::audit:
            return rows(audit_sql, from, until, audit_entry);
    }
}

}  // namespace qingdan::exports
