#pragma once
/// @file
/// An election as it goes on in one community: what is done, what is due, what is late, what a
/// change of its day moves (选举进程).

#include "domain/clock.hpp"
#include "domain/elections/plan.hpp"
#include "domain/elections/rules.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::elections {

/// What is voted on: a whole new committee (换届), a vacant seat (补选), whether somebody has to go
/// (罢免).
enum class Kind { term, by, recall };
std::string_view to_text(Kind kind);

/// A stage of this election, both days in it.
struct StageState {
    std::string code;
    Day from{}, until{};
    std::optional<Day> done_on;
    std::string done_by;  ///< user id

    friend bool operator==(const StageState&, const StageState&) = default;
};

struct Election {
    std::int64_t id = 0;
    std::string community, town;
    Kind kind = Kind::term;
    Day day{};
    std::string way;
    bool running = true;
    Day made_on{};
    std::string platform, made_by;   ///< who made the plan and is told each morning
    std::vector<StageState> stages;  ///< in the order of the rules

    StageState* stage(std::string_view code);
    const StageState* stage(std::string_view code) const;
};

/// A stage that should be done by now (晚了).
struct Late {
    const StageState* stage = nullptr;
    int days = 0;                 ///< since its last day
    std::optional<Day> bound;     ///< the last day on which it may still happen, where there is one
    bool over = false;            ///< that day has gone by
    std::optional<Day> earliest;  ///< over, before the vote: the earliest election day that works
                                  ///< if it happens today
    std::vector<const StageState*> waiting;  ///< stages that wait for it
};

/// A notice that is to be posted.
struct DueNotice {
    std::string code;
    Day day{};
};

/// What one day asks for.
struct DueDay {
    std::vector<const StageState*> beginning;  ///< first day today
    std::vector<const StageState*> ending;     ///< last day today, begun earlier
    std::vector<const StageState*> going_on;   ///< neither
    std::vector<Late> late;
    std::vector<DueNotice> notices;  ///< today or earlier, and not posted

    /// Whether there is anything to be told this morning: something begins, ends or is to be posted
    /// today, or became late yesterday, or its last possible day is today or tomorrow.
    bool says_something = false;
};

/// A number in the register of notices.
struct PostedNotice {
    int number = 0;
    std::string code;
    Day posted_on{};
    std::string places, posted_by;
};

/// The day on which the notice of this election is posted; empty where it follows an event.
std::optional<Day> posting_day(const Election& election, std::string_view code, const Rules& rules);
/// Stages whose doing is the posting of their notice (公布…): ticked off, the notice is posted too.
bool is_posting(std::string_view stage, const Rules& rules);

/// A time that goes by without anybody doing anything (异议申诉): never late.
bool passes_by_itself(std::string_view stage, const Rules& rules);

/// What `day` asks for. `extra_needed`: seats are empty after the vote, so a further vote is a
/// stage.
DueDay due_on(const Election& election,
              Day day,
              const std::vector<PostedNotice>& posted,
              bool extra_needed,
              const Rules& rules);

/// Ticks a stage off; what counts from it moves along where it came late. Gives the stages that
/// moved.
std::vector<const StageState*> tick(Election& election,
                                    std::string_view code,
                                    Day done_on,
                                    std::string_view by,
                                    const Rules& rules);

/// Moves the election to `day`: what has not happened moves with it. Refused, with the earliest day
/// that works, where a period that the law asks for could not be kept or something still to be done
/// would have ended before `today`.
tl::expected<void, TooEarly> move(Election& election, Day day, Day today, const Rules& rules);

/// The election made of a plan.
Election begin(const Plan& plan, std::string community, std::string town, Kind kind);

// --- the store ---

/// The running election of a community.
std::optional<Election> running_in(store::Transaction& tx, std::string_view community);
/// All running elections, by id.
std::vector<Election> all_running(store::Transaction& tx);
/// Adds it and its stages; gives its id.
std::int64_t add(store::Transaction& tx, const Election& election);
/// Writes day, way, status and stages.
void save(store::Transaction& tx, const Election& election);
/// Ends it: `finished`, or `dropped` where it was planned by mistake.
void end(store::Transaction& tx, std::int64_t id, bool finished);

using Facts = std::map<std::string, std::string, std::less<>>;
Facts facts_of(store::Transaction& tx, std::int64_t id);
void set_fact(store::Transaction& tx,
              std::int64_t id,
              std::string_view name,
              std::string_view value);
void drop_fact(store::Transaction& tx, std::int64_t id, std::string_view name);

std::vector<PostedNotice> posted_notices(store::Transaction& tx, std::int64_t id);
/// Enters a notice into the register under the next number, which it gives.
int post_notice(store::Transaction& tx,
                std::int64_t id,
                std::string_view code,
                Day posted_on,
                std::string_view places,
                std::string_view by);
/// Where a posted notice hangs, told later.
void set_places(store::Transaction& tx, std::int64_t id, int number, std::string_view places);

void keep_evidence(store::Transaction& tx,
                   std::int64_t id,
                   std::string_view stage,
                   Instant received_at,
                   std::string_view platform,
                   std::string_view message_id);
/// How many photographs were sent, by stage.
std::map<std::string, int, std::less<>> evidence_of(store::Transaction& tx, std::int64_t id);

}  // namespace qingdan::elections
