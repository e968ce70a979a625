#pragma once
/// @file
/// What is kept, as rows for other programs and for spreadsheets (contracts: cli, "export").

#include "domain/calendar/time_zone.hpp"
#include "domain/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::exports {

enum class Kind { visits, meals, burdens, tasks, reminders, audit };

/// `visits`, `meals`, …; `nullopt` for anything else.
std::optional<Kind> kind_from(std::string_view text);

/// Which rows: days of the record (of the visit, of the meal, else of its making), both included;
/// one community, or all where empty. The audit is kept without communities.
struct Filter {
    std::optional<Day> from, until;
    std::string community;
};

/// The keys of a row, in their order.
std::vector<std::string> columns(Kind kind);

using Take = std::function<void(const nlohmann::ordered_json&)>;

/// Hands over one row after the other, by number (feedback by day, since numbers of anonymous
/// reports have no order). Times carry the offset of `zone`.
void each_record(store::Transaction& tx,
                 Kind kind,
                 const Filter& filter,
                 const calendar::TimeZone& zone,
                 const Take& take);

}  // namespace qingdan::exports
