#pragma once
/// @file
/// Follow-ups (跟进任务): from reports, from danger signs, from meals that nobody took.

#include "domain/calendar/calendar.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/ids.hpp"
#include "domain/people/user.hpp"
#include "domain/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan::tasks {

enum class Status { open, closed, overdue };
std::string_view to_text(Status status);

struct Task {
    RecordNumber number{RecordKind::task, 0};
    Instant created_at{};
    std::string community, town, kind;
    std::optional<std::string> about;  ///< the number of the record that made it
    std::optional<std::int64_t> person_id;
    std::optional<std::string> person, text;
    std::optional<std::string> reporter_platform, reporter;
    std::optional<std::string> assignee_platform, assignee;
    Instant due_at{};
    Status status = Status::open;
    std::optional<std::string> danger;  ///< code of the danger sign
    std::optional<char> level;          ///< 'A' now, 'B' today
    int rung = 0;                       ///< how many have been told, up the ladder
    std::vector<std::string> told;      ///< user ids, in the order told
    std::optional<std::string> taken_by;
    std::optional<std::string> closing;
    std::optional<Instant> closed_at;
    std::optional<std::string> postponed;  ///< why it was put off last
};

RecordNumber add(store::Transaction& tx, const Task& task);
void save(store::Transaction& tx, const Task& task);
std::optional<Task> find(store::Transaction& tx, std::int64_t number);
/// Open tasks of danger signs that `user_id` was told of and nobody has taken yet, latest first.
std::vector<Task> untaken_dangers(store::Transaction& tx, std::string_view user_id);
/// Open and overdue tasks of an assignee, first due first.
std::vector<Task> of_assignee(store::Transaction& tx, std::string_view user_id);
/// Open tasks of danger signs in a community, first made first.
std::vector<Task> open_dangers(store::Transaction& tx, std::string_view community);
/// All tasks that are overdue, by assignee, first due first.
std::vector<Task> overdue(store::Transaction& tx);
/// Open and overdue tasks about a person of the register, first made first.
std::vector<Task> open_of_person(store::Transaction& tx, std::int64_t person_id);
/// Open and overdue tasks that a record has made, first made first.
std::vector<Task> open_about(store::Transaction& tx, std::string_view about);
/// The open danger task about that person (or of that reporter, where nobody is known) and of that
/// kind.
std::optional<Task> open_danger(store::Transaction& tx,
                                std::string_view community,
                                std::string_view kind,
                                std::optional<std::int64_t> person_id,
                                std::string_view reporter);
/// Closes what is open about a record that was taken back; gives the numbers.
std::vector<RecordNumber> close_about(store::Transaction& tx, std::string_view about, Instant now);

/// When a follow-up that is made at `made` is due: hours run day and night, workdays end with their
/// day. Source: work-methods facts, section 5.
Instant due_at(const TaskDue& due,
               bool urgent,
               Instant made,
               const calendar::Calendar& calendar,
               const calendar::TimeZone& zone);

/// The time in which a follow-up of that kind is due and who answers for it; those of `other` where
/// the configuration knows no such kind.
const TaskDue& due_of(const TaskSettings& settings, std::string_view kind);

/// Who answers for a follow-up. `by` is that of the kind: a duty of the community's roster, its
/// meal manager, or `visitor`. Where nobody has that duty: whoever the register names, the visitor,
/// the duty cadre, the secretary, any cadre, the admin. Whoever is away is stood in for; empty
/// where the community has nobody. Source: work-methods facts, section 5, "responsible".
std::optional<people::User> answers_for(store::Transaction& tx,
                                        std::string_view community,
                                        std::string_view by,
                                        const std::optional<people::User>& visitor,
                                        std::string_view responsible,
                                        Day today);

/// Who is told of danger, in this order: responsible, duty, secretary, the community's admin, its
/// other cadres, the town's supervising officials, the district's. Whoever is away is passed over
/// for their stand-in. Source: work-methods facts, section 6, "one ladder".
std::vector<people::User> ladder(store::Transaction& tx,
                                 std::string_view community,
                                 std::string_view town,
                                 std::string_view responsible,
                                 Day today);

}  // namespace qingdan::tasks
