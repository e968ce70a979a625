#include "domain/burdens/burden.hpp"

#include "domain/burdens/counting.hpp"
#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"

namespace qingdan::burdens {
namespace {

const std::string columns =
    "number, created_at, platform, reporter, community, town, status, day, kind, count, period, "
    "minutes, organizer, topic, duplicate, suggestion, anonymous, voice";

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
    burden.voice = row.text_or_null(17);
    return burden;
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
          "day, kind, anonymous, voice) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, 'other', $8, "
          "$9)")
        .with(added.number.digits,
              added.created_at,
              added.platform,
              added.reporter,
              added.community,
              added.town,
              added.day,
              added.told.anonymous,
              added.voice)
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

std::vector<Burden> reports_in(store::Transaction& tx, const Place& place, Day from, Day until) {
    // One statement for each kind of place, so that each has an index to go by.
    std::string sql = "SELECT " + columns + " FROM burdens WHERE ";
    if (!place.community.empty()) {
        sql += "community = $3 AND ";
    } else if (!place.town.empty()) {
        sql += "town = $3 AND ";
    }
    sql += "day BETWEEN $1 AND $2 AND status <> 'withdrawn' ORDER BY day, number";
    auto rows = tx.prepare(sql);
    rows.with(from, until);
    if (!place.community.empty()) {
        rows.bind(3, place.community);
    } else if (!place.town.empty()) {
        rows.bind(3, place.town);
    }
    std::vector<Burden> found;
    while (rows.step()) found.push_back(read_burden(rows));
    return found;
}

std::vector<RecordNumber> refresh_merged(store::Transaction& tx, const Burden& report) {
    constexpr int longest_span = 366;
    auto around = reports_in(tx,
                             {report.town, report.community},
                             add_days(report.day, -longest_span),
                             add_days(report.day, longest_span));
    std::erase_if(around, [&](const Burden& one) {
        return one.told.anonymous || one.status == Status::closed;
    });
    std::stable_sort(around.begin(), around.end(), [](const Burden& a, const Burden& b) {
        return a.created_at != b.created_at ? a.created_at < b.created_at : a.number < b.number;
    });
    std::vector<RecordNumber> changed;
    for (const Group& group : groups_of(around)) {
        for (const Burden* one : group.reports) {
            const Status status = one == group.reports.front() ? Status::open : Status::merged;
            if (one->status == status) continue;
            Burden restated = *one;
            restated.status = status;
            save(tx, restated);
            if (one->number != report.number) changed.push_back(one->number);
        }
    }
    return changed;
}

}  // namespace qingdan::burdens
