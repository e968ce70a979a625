#pragma once
/// @file
/// Visits as they are kept, and when the next one is due (走访).

#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"
#include "domain/people/person.hpp"
#include "domain/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan::visits {

/// What becomes of a visit in `export`: an attempt is kept and counts nowhere as a visit.
enum class Status { active, corrected, withdrawn, attempt };
std::string_view to_text(Status status);

/// One visit as kept: what was told, by whom, and whose entry of the register it is about.
struct Visit {
    RecordNumber number{RecordKind::visit, 0};
    Instant created_at{};
    std::string platform, reporter, community;
    Status status = Status::active;
    std::optional<std::int64_t> person_id;
    language::Visit told;  ///< person and address as written; the register's stand with the person
};

/// Keeps a new visit under the next number, which it gives.
RecordNumber add(store::Transaction& tx, const Visit& visit);
/// Writes status, person and what was told of a visit that is there.
void save(store::Transaction& tx, const Visit& visit);
/// The visit of that number, if there is one.
std::optional<Visit> find(store::Transaction& tx, std::int64_t number);
/// The latest visit that `reporter` reported and did not take back.
std::optional<Visit> latest_of_reporter(store::Transaction& tx,
                                        std::string_view platform,
                                        std::string_view reporter);
/// The latest visit to a person that counts, reported since `since`; for "twice within the hour".
std::optional<Visit> reported_since(store::Transaction& tx, std::int64_t person_id, Instant since);
/// How many attempts that nobody answered there were at a person from `from` on.
int attempts_since(store::Transaction& tx, std::int64_t person_id, Day from);
/// Visits that count in a community from `from` to `until`, both included.
int count_in(store::Transaction& tx, std::string_view community, Day from, Day until);
/// Likewise by one reporter.
int count_by(store::Transaction& tx,
             std::string_view platform,
             std::string_view reporter,
             Day from,
             Day until);
/// Different households behind `count_in`.
int households_in(store::Transaction& tx, std::string_view community, Day from, Day until);
/// The visits of a person that count, latest first.
std::vector<Visit> of_person(store::Transaction& tx, std::int64_t person_id, int limit);

/// Days until the next contact: the smallest number among the person's categories.
/// Source: configuration contract, `visits.interval_days`; work-methods facts, section 4.
int interval_days(const people::Person& person, const VisitSettings& settings);

/// Works out last contact, promised day and due day of a person anew from the visits that are kept
/// (those of entries joined into theirs too), and writes them. A person on no list (no category, no
/// promise) is never due. A promise holds whatever the interval says, until it is kept or a later
/// one replaces it. Source: work-methods facts, section 4, "rules".
void refresh_due(store::Transaction& tx, std::int64_t person_id, const VisitSettings& settings);

}  // namespace qingdan::visits
