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
/// Named reports of a community from `from` to `until` that count, by day.
std::vector<Burden> in_community(store::Transaction& tx,
                                 std::string_view community,
                                 Day from,
                                 Day until);
/// How many burdens reports of one kind stand for: same organizer, topic and overlapping span are
/// one group and its largest count is taken; groups add; `day` counts once for each day reported.
/// Source: workload facts, section 4, rules 1, 2 and 5.
int how_many(const std::vector<Burden>& reports, language::BurdenKind kind);

}  // namespace qingdan::burdens
