#pragma once
/// @file
/// Roster, people and menu into the store (contracts: cli, "What an import is"; simulate).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domain/clock.hpp"
#include "domain/meals/menu.hpp"
#include "domain/people/register_entry.hpp"
#include "domain/people/roster.hpp"
#include "domain/settings.hpp"

namespace qingdan::store {
class Transaction;
}

namespace qingdan::import {

/// What an import did.
struct Report {
    int added = 0, updated = 0, unchanged = 0, switched_off = 0;
};

/// Entries that are there are updated, new ones added; imported entries of a community in the roster that are
/// absent from it are switched off. `platform`: takes every line as this platform's; empty: as written.
Report keep_roster(store::Transaction& tx,
                   const std::vector<people::RosterEntry>& roster,
                   std::string_view platform = {});
/// People are known by community, name and address; who is absent stays. `today` is the day of entry of new ones.
Report keep_people(store::Transaction& tx,
                   const std::vector<people::PersonEntry>& people,
                   const VisitSettings& settings,
                   Day today);
/// For every community, unless `community` names one.
Report keep_menu(store::Transaction& tx,
                 const std::vector<meals::MenuLine>& menu,
                 std::string_view community = {});

/// Reads a file of that kind (`roster`, `people`, `menu`) and keeps it, all or nothing: with problems, each naming
/// file, line, column and reason, nothing has been written.
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
