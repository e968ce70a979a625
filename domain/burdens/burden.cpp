#include "domain/burdens/burden.hpp"

#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <numeric>

namespace qingdan::burdens {
namespace {

const std::string columns =
    "number, created_at, platform, reporter, community, town, status, day, kind, count, period, "
    "minutes, organizer, topic, duplicate, suggestion, anonymous";

constexpr Status all_statuses[] = {Status::open, Status::merged, Status::withdrawn, Status::closed};

Burden read_burden(const store::Statement& row) {
    Burden burden;
    burden.number.digits = row.integer(0);
    burden.created_at = row.instant(1);
    burden.platform = row.text_or_null(2);
    burden.reporter = row.text_or_null(3);
    burden.community = row.text(4);
    burden.town = row.text(5);
    for (const Status status : all_statuses) {
        if (to_text(status) == row.text(6)) burden.status = status;
    }
    burden.day = row.day(7);
    burden.told.kind = language::burden_kind_from(row.text(8));
    if (const auto count = row.integer_or_null(9)) burden.told.count = static_cast<int>(*count);
    if (const auto period = row.text_or_null(10))
        burden.told.period = language::period_from(*period);
    if (const auto minutes = row.integer_or_null(11)) {
        burden.told.minutes = static_cast<int>(*minutes);
    }
    burden.told.organizer = row.text_or_null(12);
    burden.told.topic = row.text_or_null(13);
    burden.told.duplicate = row.integer(14) != 0;
    burden.told.suggestion = row.text_or_null(15);
    burden.told.anonymous = row.integer(16) != 0;
    return burden;
}

/// First and last day that a report speaks of.
std::pair<Day, Day> span_of(const Burden& burden) {
    using std::chrono::months;
    const Day day = burden.day;
    const std::chrono::year_month month{day.year(), day.month()};
    const auto whole = [](std::chrono::year_month first, int length) {
        const auto last = first + months{length - 1};
        return std::pair{Day{first / std::chrono::day{1}}, Day{last / std::chrono::last}};
    };
    switch (burden.told.period.value_or(language::Period::day)) {
        case language::Period::day:
            return {day, day};
        case language::Period::week: {
            const Day monday = add_days(day, 1 - iso_weekday(day));
            return {monday, add_days(monday, 6)};
        }
        case language::Period::month:
            return whole(month, 1);
        case language::Period::quarter: {
            const int into = static_cast<int>((static_cast<unsigned>(day.month()) - 1) % 3);
            return whole(month - months{into}, 3);
        }
        case language::Period::year:
            return whole(day.year() / std::chrono::January, 12);
    }
    return {day, day};
}

bool same_burden(const Burden& a, const Burden& b) {
    if (a.told.organizer != b.told.organizer || a.told.topic != b.told.topic) return false;
    const auto [a_from, a_until] = span_of(a);
    const auto [b_from, b_until] = span_of(b);
    return a_from <= b_until && b_from <= a_until;
}

}  // namespace

std::string_view to_text(Status status) {
    switch (status) {
        case Status::open:
            return "open";
        case Status::merged:
            return "merged";
        case Status::withdrawn:
            return "withdrawn";
        case Status::closed:
            return "closed";
    }
    return "open";
}

RecordNumber add(store::Transaction& tx, const Burden& burden) {
    Burden added = burden;
    if (!burden.told.anonymous) added.number = next_number(tx, RecordKind::burden);
    tx.prepare(
          "INSERT INTO burdens (number, created_at, platform, reporter, community, town, status, "
          "day, kind, anonymous) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, 'other', $8)")
        .with(added.number.digits,
              added.created_at,
              added.platform,
              added.reporter,
              added.community,
              added.town,
              added.day,
              added.told.anonymous)
        .run();
    save(tx, added);
    return added.number;
}

void save(store::Transaction& tx, const Burden& burden) {
    const auto period =
        burden.told.period ? std::optional{language::to_text(*burden.told.period)} : std::nullopt;
    tx.prepare(
          "UPDATE burdens SET status = $2, kind = $3, count = $4, period = $5, minutes = $6, "
          "organizer = $7, topic = $8, duplicate = $9, suggestion = $10, day = $11 WHERE number = "
          "$1")
        .with(burden.number.digits,
              to_text(burden.status),
              language::to_text(burden.told.kind.value_or(language::BurdenKind::other)),
              burden.told.count,
              period,
              burden.told.minutes,
              burden.told.organizer,
              burden.told.topic,
              burden.told.duplicate,
              burden.told.suggestion,
              burden.day)
        .run();
}

std::optional<Burden> find(store::Transaction& tx, std::int64_t number) {
    auto row = tx.prepare("SELECT " + columns + " FROM burdens WHERE number = $1");
    row.bind(1, number);
    if (!row.step()) return std::nullopt;
    return read_burden(row);
}

std::optional<Burden> latest_of(store::Transaction& tx,
                                std::string_view platform,
                                std::string_view reporter) {
    auto row = tx.prepare("SELECT " + columns +
                          " FROM burdens WHERE reporter = $2 AND platform = $1 AND status <> "
                          "'withdrawn' ORDER BY number DESC LIMIT 1");
    row.with(platform, reporter);
    if (!row.step()) return std::nullopt;
    return read_burden(row);
}

std::vector<Burden> in_community(store::Transaction& tx,
                                 std::string_view community,
                                 Day from,
                                 Day until) {
    auto rows = tx.prepare("SELECT " + columns +
                           " FROM burdens WHERE community = $1 AND day BETWEEN $2 AND $3 AND "
                           "anonymous = 0 AND status <> 'withdrawn' ORDER BY day, number");
    rows.with(community, from, until);
    std::vector<Burden> found;
    while (rows.step()) found.push_back(read_burden(rows));
    return found;
}

int how_many(const std::vector<Burden>& reports, language::BurdenKind kind) {
    std::vector<const Burden*> of_kind;
    for (const Burden& report : reports) {
        if (report.told.kind == kind) of_kind.push_back(&report);
    }
    // Joined through each other: A with B and B with C are one group.
    std::vector<std::size_t> group(of_kind.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    const auto root = [&group](std::size_t i) {
        while (group[i] != i) i = group[i] = group[group[i]];
        return i;
    };
    for (std::size_t a = 0; a < of_kind.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (same_burden(*of_kind[a], *of_kind[b])) group[root(a)] = root(b);
        }
    }
    std::vector<int> largest(of_kind.size(), 0);
    for (std::size_t i = 0; i < of_kind.size(); ++i) {
        largest[root(i)] = std::max(largest[root(i)], of_kind[i]->told.count.value_or(1));
    }
    return std::accumulate(largest.begin(), largest.end(), 0);
}

}  // namespace qingdan::burdens
