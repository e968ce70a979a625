#pragma once
/// @file
/// Workload feedback as it is kept (减负反馈).

#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan::burdens {

enum class Status { open, merged, withdrawn, closed };
std::string_view to_text(Status status);

/// One report. Anonymous: no platform, no reporter, `created_at` is the start of the local day, and
/// the number is a random one of nine digits that is told to nobody.
struct Burden {
    RecordNumber number{RecordKind::burden, 0};
    Instant created_at{};
    std::optional<std::string> platform, reporter;
    std::string community, town;
    Status status = Status::open;
    Day day{};  ///< what `period` lies around
    /// Of an anonymous report: tells the same reporter within a month, and nothing else.
    std::optional<std::string> voice;
    language::Burden told;
};

/// Keeps a report under the next number, or an anonymous one under the number that it has.
RecordNumber add(store::Transaction& tx, const Burden& burden);
/// Writes status and what was told.
void save(store::Transaction& tx, const Burden& burden);
std::optional<Burden> find(store::Transaction& tx, std::int64_t number);
/// The latest named report of a sender that they did not take back.
std::optional<Burden> latest_of(store::Transaction& tx,
                                std::string_view platform,
                                std::string_view reporter);
/// Where reports come from: a community, else a town, else everywhere.
struct Place {
    std::string town, community;
};
/// Reports about the days from `from` to `until` that were not taken back, named and anonymous, by
/// day.
std::vector<Burden> reports_in(store::Transaction& tx, const Place& place, Day from, Day until);

/// Says of named reports around `report` which of them stand for a burden (`open`: the first of its
/// group) and which only add a voice (`merged`); gives the numbers of the others that changed.
/// Called after `report` was added, corrected or taken back.
std::vector<RecordNumber> refresh_merged(store::Transaction& tx, const Burden& report);

}  // namespace qingdan::burdens
