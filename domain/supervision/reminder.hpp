#pragma once
/// @file
/// Work reminders (工作提示) as they are kept: to whom, about what, how far, and what happened.

#include "domain/ids.hpp"
#include "domain/supervision/progress.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::supervision {

/// What made it known.
enum class Origin { limit, anonymous, ticket, finding };
std::string_view to_text(Origin origin);

struct Reminder {
    RecordNumber number{RecordKind::reminder, 0};
    Instant created_at{};
    std::string town, community;
    std::string unit;       ///< as the roster names it; empty: not known yet
    std::string organizer;  ///< as the reports name it; may be empty
    Origin origin = Origin::limit;
    std::string indicator;  ///< a code of the configuration contract
    std::string period;     ///< the latest that was above the limit: `2026-05`
    int value = 0, limit = 0;
    std::optional<Day> counted_from;  ///< after a relapse only what is told of later days counts
    Progress progress;
    std::string done;  ///< what the unit said it did
};

/// One thing that happened to a reminder.
struct Step {
    int step = 0;
    Instant at{};
    Day day{};
    Event event{};
    State from{}, to{};
    std::string who;   ///< user id; empty: the program or the clock
    std::string text;  ///< the reason, or what was done
};

/// Keeps a new reminder under the next number and notes its period.
RecordNumber add(store::Transaction& tx, const Reminder& reminder);
void save(store::Transaction& tx, const Reminder& reminder);
std::optional<Reminder> find(store::Transaction& tx, std::int64_t number);
/// Those that somebody has still to do something about, by number.
std::vector<Reminder> open_reminders(store::Transaction& tx);
/// All of a town (of every town where it is empty) that are open, by number.
std::vector<Reminder> open_in(store::Transaction& tx, std::string_view town);
std::vector<Reminder> open_in_community(store::Transaction& tx, std::string_view community);

/// The reminder that a period of an indicator in a community has, whatever became of it.
std::optional<Reminder> of_period(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view indicator,
                                  std::string_view period);
/// The latest to a unit about an indicator in a community.
std::optional<Reminder> latest_to(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view indicator,
                                  std::string_view unit);
/// Says that `reminder` is about that period, too.
void note_period(store::Transaction& tx, const Reminder& reminder);

/// Adds to the history; gives the number of the step.
int add_step(store::Transaction& tx, RecordNumber reminder, const Step& step);
std::vector<Step> steps_of(store::Transaction& tx, RecordNumber reminder);
/// The last step's number; 0 before the first.
int last_step(store::Transaction& tx, RecordNumber reminder);

/// Asks a community whether it is lighter now, as part of the step `step`.
void ask(store::Transaction& tx, RecordNumber reminder, int step, std::string_view community);
/// Takes a community's first answer (`gone`, `less`, `same`) to what was asked last; false where it
/// was not asked, or has answered.
bool take_answer(store::Transaction& tx,
                 RecordNumber reminder,
                 std::string_view community,
                 std::string_view answer);
/// Of the communities asked last.
Answers answers_of(store::Transaction& tx, RecordNumber reminder);

/// Something that the next digest tells an audience (`unit`, `superior`, `supervisor`,
/// `publisher`, `district`, `communities`).
struct News {
    RecordNumber reminder{RecordKind::reminder, 0};
    std::string about, audience;
    int step = 0;  ///< with which it came
};
void add_news(store::Transaction& tx, const News& news);
/// All that waits to be told, by reminder; it is gone then.
std::vector<News> take_news(store::Transaction& tx);

}  // namespace qingdan::supervision
