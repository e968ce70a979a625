#include "domain/elections/process.hpp"

#include "domain/store/store.hpp"

#include <algorithm>
#include <utility>

namespace qingdan::elections {
namespace {

bool earlier(Day a, Day b) { return days_between(a, b) > 0; }
Day later_of(Day a, Day b) { return earlier(a, b) ? b : a; }

Kind kind_from(std::string_view text) {
    if (text == "by") return Kind::by;
    if (text == "recall") return Kind::recall;
    return Kind::term;
}

/// The stage whose notice it is.
const Stage* stage_of_notice(std::string_view code, const Rules& rules) {
    const auto found = std::ranges::find_if(rules.stages, [&](const Stage& stage) {
        return std::ranges::find(stage.notices, code) != stage.notices.end();
    });
    return found == rules.stages.end() ? nullptr : &*found;
}

/// A further vote is a stage only where seats are empty.
bool counts(const StageState& stage, bool extra_needed) {
    return extra_needed || stage.code != "extra_vote";
}

/// Who waits for a stage that is late: what counts from it, and what should begin next.
std::vector<const StageState*> waiting_for(const Election& election,
                                           const StageState& late,
                                           const Rules& rules) {
    std::vector<const StageState*> waiting;
    std::optional<Day> next;
    for (const auto& stage : election.stages)
        if (!stage.done_on && earlier(late.until, stage.from) && stage.code != "extra_vote")
            if (!next || earlier(stage.from, *next)) next = stage.from;
    for (const auto& stage : election.stages) {
        if (stage.done_on || stage.code == late.code) continue;
        const auto* rule = rules.stage(stage.code);
        const bool follows = rule && rule->follows == late.code;
        if (follows || (next && stage.from == *next)) waiting.push_back(&stage);
    }
    return waiting;
}

Late lateness(const Election& election, const StageState& stage, Day day, const Rules& rules) {
    Late late{&stage, days_between(stage.until, day), {}, false, {}, {}};
    if (const auto* rule = rules.stage(stage.code); rule && rule->latest) {
        late.bound = add_days(election.day, *rule->latest);
        late.over = earlier(*late.bound, day);
        if (late.over && *rule->latest < 0) late.earliest = add_days(day, -*rule->latest);
    }
    late.waiting = waiting_for(election, stage, rules);
    return late;
}

const std::string election_columns =
    "id, community, town, kind, day, way, status, made_on, platform, made_by";

Election read_election(const store::Statement& row) {
    Election election;
    election.id = row.integer(0);
    election.community = row.text(1);
    election.town = row.text(2);
    election.kind = kind_from(row.text(3));
    election.day = row.day(4);
    election.way = row.text(5);
    election.running = row.text(6) == "running";
    election.made_on = row.day(7);
    election.platform = row.text(8);
    election.made_by = row.text(9);
    return election;
}

void read_stages(store::Transaction& tx, Election& election) {
    auto rows = tx.prepare(
        "SELECT code, from_on, until_on, done_on, done_by FROM election_stages WHERE election_id "
        "= $1 ORDER BY place");
    rows.with(election.id);
    while (rows.step())
        election.stages.push_back({rows.text(0),
                                   rows.day(1),
                                   rows.day(2),
                                   rows.day_or_null(3),
                                   rows.text_or_null(4).value_or("")});
}

void write_stages(store::Transaction& tx, const Election& election) {
    int place = 0;
    for (const auto& stage : election.stages) {
        tx.prepare(
              "INSERT INTO election_stages (election_id, place, code, from_on, until_on, done_on, "
              "done_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (election_id, place) DO "
              "UPDATE SET from_on = excluded.from_on, until_on = excluded.until_on, done_on = "
              "excluded.done_on, done_by = excluded.done_by")
            .with(election.id,
                  ++place,
                  stage.code,
                  stage.from,
                  stage.until,
                  stage.done_on,
                  stage.done_by)
            .run();
    }
}

}  // namespace

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::term:
            return "term";
        case Kind::by:
            return "by";
        case Kind::recall:
            return "recall";
    }
    return "term";
}

StageState* Election::stage(std::string_view code) {
    const auto found = std::ranges::find(stages, code, &StageState::code);
    return found == stages.end() ? nullptr : &*found;
}

const StageState* Election::stage(std::string_view code) const {
    const auto found = std::ranges::find(stages, code, &StageState::code);
    return found == stages.end() ? nullptr : &*found;
}

std::optional<Day> posting_day(const Election& election,
                               std::string_view code,
                               const Rules& rules) {
    const auto* kind = rules.notice(code);
    const auto* rule = stage_of_notice(code, rules);
    if (!kind || !kind->post) return std::nullopt;
    const auto* stage = rule ? election.stage(rule->code) : nullptr;
    if (!stage) return add_days(election.day, *kind->post);
    return add_days(stage->until, *kind->post - rule->to);
}

bool is_posting(std::string_view stage, const Rules& rules) {
    const auto* rule = rules.stage(stage);
    if (!rule || rule->notices.size() != 1) return false;
    const auto* notice = rules.notice(rule->notices.front());
    return notice && notice->post && *notice->post == rule->from;
}

bool passes_by_itself(std::string_view stage, const Rules& rules) {
    const auto* rule = rules.stage(stage);
    return rule && rule->actors.size() == 1 && rule->actors.front() == "voters";
}

DueDay due_on(const Election& election,
              Day day,
              const std::vector<PostedNotice>& posted,
              bool extra_needed,
              const Rules& rules) {
    DueDay due;
    for (const auto& stage : election.stages) {
        if (stage.done_on || !counts(stage, extra_needed)) continue;
        if (earlier(day, stage.from)) continue;
        if (earlier(stage.until, day)) {
            if (passes_by_itself(stage.code, rules)) continue;
            auto late = lateness(election, stage, day, rules);
            const int left = late.bound ? days_between(day, *late.bound) : 99;
            due.says_something |= late.days == 1 || (left >= -1 && left <= 1);
            due.late.push_back(std::move(late));
        } else if (stage.from == day) {
            due.beginning.push_back(&stage);
        } else if (stage.until == day) {
            due.ending.push_back(&stage);
        } else {
            due.going_on.push_back(&stage);
        }
    }
    for (const auto& notice : rules.notices) {
        const auto on = posting_day(election, notice.code, rules);
        if (!on || earlier(day, *on)) continue;
        if (std::ranges::find(posted, notice.code, &PostedNotice::code) != posted.end()) continue;
        due.notices.push_back({notice.code, *on});
        due.says_something |= *on == day || *on == add_days(day, -1);
    }
    std::ranges::stable_sort(
        due.notices, {}, [](const DueNotice& each) { return std::chrono::sys_days{each.day}; });
    due.says_something |= !due.beginning.empty() || !due.ending.empty();
    return due;
}

std::vector<const StageState*> tick(Election& election,
                                    std::string_view code,
                                    Day done_on,
                                    std::string_view by,
                                    const Rules& rules) {
    std::vector<const StageState*> moved;
    auto* stage = election.stage(code);
    if (!stage) return moved;
    stage->done_on = done_on;
    stage->done_by = by;
    const int late = days_between(stage->until, done_on);
    if (late <= 0) return moved;
    for (auto& other : election.stages) {
        const auto* rule = rules.stage(other.code);
        if (!rule || rule->follows != code || other.done_on) continue;
        other.from = add_days(other.from, late);
        other.until = add_days(other.until, late);
        moved.push_back(&other);
    }
    return moved;
}

tl::expected<void, TooEarly> move(Election& election, Day day, Day today, const Rules& rules) {
    Day earliest = today;
    for (const auto& stage : election.stages) {
        const auto* rule = rules.stage(stage.code);
        if (!rule || rule->to > 0) continue;
        // What is done keeps its day, and the period that the law asks for from there on; what is
        // not done needs its last day still to come.
        if (stage.done_on) {
            if (rule->latest)
                earliest = later_of(earliest, add_days(*stage.done_on, -*rule->latest));
        } else if (rule->latest || !earlier(stage.until, today)) {
            // What is late and has no bound does not hold the vote up.
            earliest = later_of(earliest, add_days(today, -rule->latest.value_or(rule->to)));
        }
    }
    if (earlier(day, earliest)) return tl::unexpected{TooEarly{earliest}};
    const int by = days_between(election.day, day);
    for (auto& stage : election.stages) {
        const bool gone = passes_by_itself(stage.code, rules) && earlier(stage.until, today);
        if (stage.done_on || gone) continue;
        stage.from = add_days(stage.from, by);
        stage.until = add_days(stage.until, by);
    }
    election.day = day;
    return {};
}

Election begin(const Plan& plan, std::string community, std::string town, Kind kind) {
    Election election;
    election.community = std::move(community);
    election.town = std::move(town);
    election.kind = kind;
    election.day = plan.day;
    election.way = plan.way;
    for (const auto& stage : plan.stages)
        election.stages.push_back({stage.code, stage.from, stage.until, std::nullopt, {}});
    return election;
}

std::optional<Election> running_in(store::Transaction& tx, std::string_view community) {
    if (community.empty()) return std::nullopt;
    std::optional<Election> found;
    {
        auto row = tx.prepare("SELECT " + election_columns +
                              " FROM elections WHERE community = $1 AND status = 'running' ORDER "
                              "BY id DESC LIMIT 1");
        if (row.with(community).step()) found = read_election(row);
    }
    if (found) read_stages(tx, *found);
    return found;
}

std::vector<Election> all_running(store::Transaction& tx) {
    std::vector<Election> found;
    {
        auto rows = tx.prepare("SELECT " + election_columns +
                               " FROM elections WHERE status = 'running' ORDER BY id");
        while (rows.step()) found.push_back(read_election(rows));
    }
    for (auto& each : found) read_stages(tx, each);
    return found;
}

std::int64_t add(store::Transaction& tx, const Election& election) {
    Election added = election;
    {
        auto row = tx.prepare(
            "INSERT INTO elections (community, town, kind, day, way, status, made_on, platform, "
            "made_by) VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $8) RETURNING id");
        row.with(election.community,
                 election.town,
                 to_text(election.kind),
                 election.day,
                 election.way,
                 election.made_on,
                 election.platform,
                 election.made_by);
        row.step();
        added.id = row.integer(0);
    }
    write_stages(tx, added);
    return added.id;
}

void save(store::Transaction& tx, const Election& election) {
    tx.prepare("UPDATE elections SET day = $2, way = $3 WHERE id = $1")
        .with(election.id, election.day, election.way)
        .run();
    write_stages(tx, election);
}

void end(store::Transaction& tx, std::int64_t id, bool finished) {
    tx.prepare("UPDATE elections SET status = $2 WHERE id = $1")
        .with(id, finished ? "finished" : "dropped")
        .run();
}

Facts facts_of(store::Transaction& tx, std::int64_t id) {
    Facts facts;
    auto rows = tx.prepare("SELECT name, value FROM election_facts WHERE election_id = $1");
    rows.with(id);
    while (rows.step()) facts[rows.text(0)] = rows.text(1);
    return facts;
}

void set_fact(store::Transaction& tx,
              std::int64_t id,
              std::string_view name,
              std::string_view value) {
    tx.prepare(
          "INSERT INTO election_facts (election_id, name, value) VALUES ($1, $2, $3) ON CONFLICT "
          "(election_id, name) DO UPDATE SET value = excluded.value")
        .with(id, name, value)
        .run();
}

void drop_fact(store::Transaction& tx, std::int64_t id, std::string_view name) {
    tx.prepare("DELETE FROM election_facts WHERE election_id = $1 AND name = $2")
        .with(id, name)
        .run();
}

std::vector<PostedNotice> posted_notices(store::Transaction& tx, std::int64_t id) {
    std::vector<PostedNotice> posted;
    auto rows = tx.prepare(
        "SELECT number, code, posted_on, places, posted_by FROM election_notices WHERE "
        "election_id = $1 ORDER BY number");
    rows.with(id);
    while (rows.step())
        posted.push_back({static_cast<int>(rows.integer(0)),
                          rows.text(1),
                          rows.day(2),
                          rows.text(3),
                          rows.text(4)});
    return posted;
}

int post_notice(store::Transaction& tx,
                std::int64_t id,
                std::string_view code,
                Day posted_on,
                std::string_view places,
                std::string_view by) {
    auto row = tx.prepare(
        "INSERT INTO election_notices (election_id, number, code, posted_on, places, posted_by) "
        "SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM election_notices WHERE "
        "election_id = $1 RETURNING number");
    row.with(id, code, posted_on, places, by);
    row.step();
    return static_cast<int>(row.integer(0));
}

void set_places(store::Transaction& tx, std::int64_t id, int number, std::string_view places) {
    tx.prepare("UPDATE election_notices SET places = $3 WHERE election_id = $1 AND number = $2")
        .with(id, number, places)
        .run();
}

void keep_evidence(store::Transaction& tx,
                   std::int64_t id,
                   std::string_view stage,
                   Instant received_at,
                   std::string_view platform,
                   std::string_view message_id) {
    tx.prepare(
          "INSERT INTO election_evidence (election_id, stage, received_at, platform, message_id) "
          "VALUES ($1, $2, $3, $4, $5)")
        .with(id, stage, received_at, platform, message_id)
        .run();
}

std::map<std::string, int, std::less<>> evidence_of(store::Transaction& tx, std::int64_t id) {
    std::map<std::string, int, std::less<>> found;
    auto rows = tx.prepare(
        "SELECT stage, count(*) FROM election_evidence WHERE election_id = $1 GROUP BY stage");
    rows.with(id);
    while (rows.step()) found[rows.text(0)] = static_cast<int>(rows.integer(1));
    return found;
}

}  // namespace qingdan::elections
