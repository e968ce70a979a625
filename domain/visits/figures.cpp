#include "domain/visits/figures.hpp"

#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::visits {
namespace {

constexpr std::string_view is_elder =
    "(p.categories LIKE '%;elder%' OR p.categories LIKE '%;dementia;%')";
constexpr std::string_view is_child = "p.categories LIKE '%;child_hardship;%'";

int on_list(store::Transaction& tx, std::string_view community, std::string_view which) {
    auto row = tx.prepare(
        "SELECT count(*) FROM people p WHERE p.community = $1 AND p.categories <> '' AND p.died_on "
        "IS NULL AND p.joined_into IS NULL AND " +
        std::string{which});
    row.bind(1, community);
    row.step();
    return static_cast<int>(row.integer(0));
}

/// Different households behind the visits of these days, of which `which` holds.
int reached(store::Transaction& tx,
            std::string_view community,
            Day from,
            Day until,
            std::string_view which) {
    auto row = tx.prepare(
        "SELECT count(DISTINCT COALESCE(p.joined_into, p.id)) FROM visits v JOIN people p ON p.id "
        "= v.person_id WHERE v.community = $1 AND v.day BETWEEN $2 AND $3 AND v.status IN "
        "('active', 'corrected') AND " +
        std::string{which});
    row.with(community, from, until);
    row.step();
    return static_cast<int>(row.integer(0));
}

}  // namespace

Figures& Figures::operator+=(const Figures& other) {
    visits += other.visits;
    households += other.households;
    at_home += other.at_home;
    listed += other.listed;
    overdue += other.overdue;
    elders += other.elders;
    elders_reached += other.elders_reached;
    children += other.children;
    children_reached += other.children_reached;
    tasks_due += other.tasks_due;
    tasks_done += other.tasks_done;
    warm += other.warm;
    return *this;
}

Figures figures(store::Transaction& tx,
                std::string_view community,
                Day from,
                Day until,
                Day today,
                Instant from_at,
                Instant until_at) {
    Figures count;
    auto all = tx.prepare(
        "SELECT count(*), count(DISTINCT COALESCE(p.joined_into, v.person_id)), sum(p.categories "
        "<> '') FROM visits v LEFT JOIN people p ON p.id = v.person_id WHERE v.community = $1 AND "
        "v.day BETWEEN $2 AND $3 AND v.status IN ('active', 'corrected')");
    all.with(community, from, until);
    all.step();
    count.visits = static_cast<int>(all.integer(0));
    count.households = static_cast<int>(all.integer(1));
    count.warm = static_cast<int>(all.integer_or_null(2).value_or(0));
    count.at_home = reached(tx, community, from, until, "v.method = 'home'");
    count.listed = on_list(tx, community, "1 = 1");
    count.elders = on_list(tx, community, is_elder);
    count.elders_reached = reached(tx, community, from, until, is_elder);
    count.children = on_list(tx, community, is_child);
    count.children_reached = reached(tx, community, from, until, is_child);
    auto late = tx.prepare(
        "SELECT count(*) FROM people WHERE community = $1 AND visit_due_on < $2 AND died_on IS "
        "NULL AND joined_into IS NULL");
    late.with(community, today);
    late.step();
    count.overdue = static_cast<int>(late.integer(0));
    auto tasks = tx.prepare(
        "SELECT count(*), sum(status = 'closed') FROM tasks WHERE community = $1 AND due_at >= $2 "
        "AND due_at < $3");
    tasks.with(community, from_at, until_at);
    tasks.step();
    count.tasks_due = static_cast<int>(tasks.integer(0));
    count.tasks_done = static_cast<int>(tasks.integer_or_null(1).value_or(0));
    return count;
}

int door_target(const Figures& figures) { return std::min(100, (figures.listed + 4) / 5); }
int warm_target(const Figures& figures) { return std::min(100, figures.listed * 2); }

std::vector<Place> places(store::Transaction& tx, std::string_view town) {
    auto rows = tx.prepare(
        "SELECT DISTINCT town, community FROM users WHERE active = 1 AND community <> '' AND ($1 = "
        "'' OR town = $1) ORDER BY town, community");
    rows.bind(1, town);
    std::vector<Place> found;
    while (rows.step()) found.push_back({rows.text(0), rows.text(1)});
    return found;
}

}  // namespace qingdan::visits
