#pragma once
/// @file
/// Files that an installation is fed with, into the store (contracts: cli, "What an import is";
/// simulate).

#include "domain/burdens/hotline.hpp"
#include "domain/calendar/special_day.hpp"
#include "domain/clock.hpp"
#include "domain/meals/menu.hpp"
#include "domain/people/register_entry.hpp"
#include "domain/people/roster.hpp"
#include "domain/settings.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::import {

/// What an import did.
struct Report {
    int added = 0, updated = 0, unchanged = 0, switched_off = 0;
    int skipped = 0;  ///< tickets that were taken before
    /// One line for each entry that is not as it was: what happened, which entry, which fields.
    std::vector<std::string> changes{};
};

/// Entries that are there are updated, new ones added; imported entries of a community in the
/// roster that are absent from it are switched off. `platform`: takes every line as this
/// platform's; empty: as written.
Report keep_roster(store::Transaction& tx,
                   const std::vector<people::RosterEntry>& roster,
                   std::string_view platform = {});
/// People are known by community, name and address; who is absent stays, and so does what a line
/// says nothing about. `today` is the day of entry of new ones.
Report keep_people(store::Transaction& tx,
                   const std::vector<people::PersonEntry>& people,
                   const VisitSettings& settings,
                   Day today);
/// For every community, unless `community` names one.
Report keep_menu(store::Transaction& tx,
                 const std::vector<meals::MenuLine>& menu,
                 std::string_view community = {});
/// Days that differ from the plain week; the service takes them when it starts.
Report keep_calendar(store::Transaction& tx, const std::vector<calendar::SpecialDay>& days);
/// Tickets whose number was taken before are skipped and counted.
Report keep_hotline(store::Transaction& tx,
                    const std::vector<burdens::HotlineTicket>& tickets,
                    Instant now);

/// Reads a file of that kind (`roster`, `people`, `menu`, `calendar`, `hotline`) and keeps it, all
/// or nothing: with problems, each naming file, line, column and reason, nothing has been written.
/// `today` in the configured zone.
struct FileReport {
    Report report;
    std::vector<std::string> problems;
};
FileReport import_file(store::Transaction& tx,
                       std::string_view kind,
                       const std::filesystem::path& file,
                       const Settings& settings,
                       Day today,
                       std::string_view platform = {});

}  // namespace qingdan::import
