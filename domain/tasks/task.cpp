#include "domain/tasks/task.hpp"

#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::tasks {
namespace {

const std::string columns =
    "number, created_at, community, town, kind, about, person_id, person, text, reporter_platform, "
    "reporter, assignee_platform, assignee, due_at, status, danger, level, rung, told, taken_by, "
    "closing, closed_at, postponed";

Task read_task(const store::Statement& row) {
    Task task;
    task.number.digits = row.integer(0);
    task.created_at = row.instant(1);
    task.community = row.text(2);
    task.town = row.text(3);
    task.kind = row.text(4);
    task.about = row.text_or_null(5);
    task.person_id = row.integer_or_null(6);
    task.person = row.text_or_null(7);
    task.text = row.text_or_null(8);
    task.reporter_platform = row.text_or_null(9);
    task.reporter = row.text_or_null(10);
    task.assignee_platform = row.text_or_null(11);
    task.assignee = row.text_or_null(12);
    task.due_at = row.instant(13);
    const std::string status = row.text(14);
    task.status = status == "closed"    ? Status::closed
                  : status == "overdue" ? Status::overdue
                                        : Status::open;
    task.danger = row.text_or_null(15);
    if (const auto level = row.text_or_null(16)) task.level = level->front();
    task.rung = static_cast<int>(row.integer(17));
    task.told = people::split_codes(row.text(18));
    task.taken_by = row.text_or_null(19);
    task.closing = row.text_or_null(20);
    task.closed_at = row.instant_or_null(21);
    task.postponed = row.text_or_null(22);
    return task;
}

std::vector<Task> read_all(store::Statement rows) {
    std::vector<Task> found;
    while (rows.step()) found.push_back(read_task(rows));
    return found;
}

store::Statement prepare(store::Transaction& tx, const std::string& rest) {
    return tx.prepare("SELECT " + columns + " FROM tasks " + rest);
}

/// The user, or who stands in for them today; nobody where those are away too.
std::optional<people::User> present(store::Transaction& tx, const people::User& user, Day today) {
    std::optional<people::User> there = user;
    // A stand-in may be away too; two in a row are enough, and nobody is left out by a circle.
    for (int hop = 0; hop < 2 && there; ++hop) {
        const auto stand_in = there->stand_in_on(today);
        if (!stand_in) return there;
        there = people::find_user_by_id(tx, *stand_in);
    }
    if (!there || there->stand_in_on(today)) return std::nullopt;
    return there;
}

}  // namespace

std::string_view to_text(Status status) {
    switch (status) {
        case Status::open:
            return "open";
        case Status::closed:
            return "closed";
        case Status::overdue:
            return "overdue";
    }
    return "open";
}

RecordNumber add(store::Transaction& tx, const Task& task) {
    Task added = task;
    added.number = next_number(tx, RecordKind::task);
    tx.prepare(
          "INSERT INTO tasks (number, created_at, community, town, kind, due_at, status) VALUES "
          "($1, $2, $3, $4, $5, $6, 'open')")
        .with(added.number.digits,
              added.created_at,
              added.community,
              added.town,
              added.kind,
              added.due_at)
        .run();
    save(tx, added);
    return added.number;
}

void save(store::Transaction& tx, const Task& task) {
    const auto level = task.level ? std::optional{std::string(1, *task.level)} : std::nullopt;
    tx.prepare(
          "UPDATE tasks SET about = $2, person_id = $3, person = $4, text = $5, reporter_platform "
          "= "
          "$6, reporter = $7, assignee_platform = $8, assignee = $9, due_at = $10, status = $11, "
          "danger = $12, level = $13, rung = $14, told = $15, taken_by = $16, closing = $17, "
          "closed_at = $18, postponed = $19 WHERE number = $1")
        .with(task.number.digits,
              task.about,
              task.person_id,
              task.person,
              task.text,
              task.reporter_platform,
              task.reporter,
              task.assignee_platform,
              task.assignee,
              task.due_at,
              to_text(task.status),
              task.danger,
              level,
              task.rung,
              people::join_codes(task.told),
              task.taken_by,
              task.closing,
              task.closed_at,
              task.postponed)
        .run();
}

std::optional<Task> find(store::Transaction& tx, std::int64_t number) {
    auto rows = prepare(tx, "WHERE number = $1");
    rows.bind(1, number);
    if (!rows.step()) return std::nullopt;
    return read_task(rows);
}

std::vector<Task> untaken_dangers(store::Transaction& tx, std::string_view user_id) {
    auto rows = prepare(tx,
                        "WHERE status <> 'closed' AND danger IS NOT NULL AND taken_by IS NULL AND "
                        "instr(told, ';' || $1 || ';') > 0 ORDER BY number DESC");
    rows.bind(1, user_id);
    return read_all(std::move(rows));
}

std::vector<Task> of_assignee(store::Transaction& tx, std::string_view user_id) {
    auto rows = prepare(
        tx, "WHERE assignee = $1 AND status IN ('open', 'overdue') ORDER BY due_at, number");
    rows.bind(1, user_id);
    return read_all(std::move(rows));
}

std::vector<Task> open_dangers(store::Transaction& tx, std::string_view community) {
    auto rows = prepare(
        tx, "WHERE community = $1 AND status <> 'closed' AND danger IS NOT NULL ORDER BY number");
    rows.bind(1, community);
    return read_all(std::move(rows));
}

std::vector<Task> overdue(store::Transaction& tx) {
    return read_all(prepare(tx, "WHERE status = 'overdue' ORDER BY assignee, due_at, number"));
}

std::vector<Task> open_of_person(store::Transaction& tx, std::int64_t person_id) {
    auto rows = prepare(tx, "WHERE person_id = $1 AND status <> 'closed' ORDER BY number");
    rows.bind(1, person_id);
    return read_all(std::move(rows));
}

std::vector<Task> open_about(store::Transaction& tx, std::string_view about) {
    auto rows = prepare(tx, "WHERE about = $1 AND status <> 'closed' ORDER BY number");
    rows.bind(1, about);
    return read_all(std::move(rows));
}

std::optional<Task> open_danger(store::Transaction& tx,
                                std::string_view community,
                                std::string_view kind,
                                std::optional<std::int64_t> person_id,
                                std::string_view reporter) {
    auto rows =
        prepare(tx,
                "WHERE community = $1 AND status <> 'closed' AND kind = $2 AND danger IS NOT "
                "NULL AND (person_id = $3 OR ($3 IS NULL AND person_id IS NULL AND reporter "
                "= $4)) ORDER BY number DESC LIMIT 1");
    rows.with(community, kind, person_id, reporter);
    if (!rows.step()) return std::nullopt;
    return read_task(rows);
}

std::vector<RecordNumber> close_about(store::Transaction& tx, std::string_view about, Instant now) {
    auto rows = tx.prepare(
        "UPDATE tasks SET status = 'closed', closed_at = $2 WHERE about = $1 AND status <> "
        "'closed' "
        "RETURNING number");
    rows.with(about, now);
    std::vector<RecordNumber> closed;
    while (rows.step()) closed.push_back({RecordKind::task, rows.integer(0)});
    return closed;
}

Instant due_at(const TaskDue& due,
               bool urgent,
               Instant made,
               const calendar::Calendar& calendar,
               const calendar::TimeZone& zone) {
    const TaskSpan& span = urgent ? due.urgent : due.due;
    if (!span.workdays) return made + std::chrono::hours{span.amount};
    const Day last = calendar.add_workdays(zone.at(made).day(), span.amount);
    return zone.instant(last, std::chrono::hours{24}) - std::chrono::seconds{1};
}

const TaskDue& due_of(const TaskSettings& settings, std::string_view kind) {
    const auto found = settings.due.find(kind);
    return found != settings.due.end() ? found->second : settings.due.find("other")->second;
}

std::optional<people::User> answers_for(store::Transaction& tx,
                                        std::string_view community,
                                        std::string_view by,
                                        const std::optional<people::User>& visitor,
                                        std::string_view responsible,
                                        Day today) {
    using people::Duty;
    using people::Role;
    using people::User;
    const std::vector<User> here = people::staff_of_community(tx, community);
    const auto first = [&](auto&& applies) -> std::optional<User> {
        for (const User& user : here) {
            if (!applies(user)) continue;
            if (auto there = present(tx, user, today)) return there;
        }
        return std::nullopt;
    };
    const auto is_visitor = [&](const User& user) {
        return visitor && visitor->has(Role::cadre) && user.user_id == visitor->user_id &&
               user.platform == visitor->platform;
    };
    const auto is_responsible = [&](const User& user) { return user.user_id == responsible; };
    if (const auto duty = people::duty_from(by)) {
        // Of several with one duty it is the one who knows the household.
        if (auto user = first([&](const User& u) { return u.has(*duty) && is_visitor(u); }))
            return user;
        if (auto user = first([&](const User& u) { return u.has(*duty) && is_responsible(u); }))
            return user;
        if (auto user = first([&](const User& u) { return u.has(*duty); })) return user;
    } else if (by == "meal_manager") {
        if (auto user = first([](const User& u) { return u.has(Role::meal_manager); })) return user;
    } else if (auto user = first(is_visitor)) {
        return user;
    }
    if (auto user = first(is_responsible)) return user;
    if (auto user = first(is_visitor)) return user;
    if (auto user = first([](const User& u) { return u.has(Duty::duty); })) return user;
    if (auto user = first([](const User& u) { return u.has(Duty::secretary); })) return user;
    if (auto user = first([](const User& u) { return u.has(Role::cadre); })) return user;
    return first([](const User& u) { return u.has(Role::admin); });
}

std::vector<people::User> ladder(store::Transaction& tx,
                                 std::string_view community,
                                 std::string_view town,
                                 std::string_view responsible,
                                 Day today) {
    using people::Duty;
    using people::Role;
    using people::User;
    std::vector<User> rungs;
    const auto tell = [&](const User& user) {
        auto there = present(tx, user, today);
        if (!there) return;
        const bool known = std::any_of(rungs.begin(), rungs.end(), [&](const User& rung) {
            return rung.user_id == there->user_id && rung.platform == there->platform;
        });
        if (!known) rungs.push_back(std::move(*there));
    };
    const std::vector<User> here = people::staff_of_community(tx, community);
    const auto tell_all = [&](auto&& applies) {
        for (const User& user : here) {
            if (applies(user)) tell(user);
        }
    };
    tell_all([&](const User& user) { return user.user_id == responsible; });
    tell_all([](const User& user) { return user.has(Duty::duty); });
    tell_all([](const User& user) { return user.has(Duty::secretary); });
    tell_all([](const User& user) { return user.has(Role::admin); });
    tell_all([](const User& user) { return user.has(Role::cadre); });
    for (const User& official : people::officials_of_town(tx, town)) tell(official);
    if (!town.empty()) {
        for (const User& official : people::officials_of_town(tx, "")) tell(official);
    }
    return rungs;
}

}  // namespace qingdan::tasks
