#include "bot/import/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "bot/files/entries.hpp"
#include "bot/files/table.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"

namespace qingdan::import {
namespace {

bool same_entry(const people::RosterEntry& a, const people::RosterEntry& b) { return a == b; }

/// Reads the entries of a table with `read`; problems get the file's name.
template <class Entry>
std::vector<Entry> entries_of(const files::Entries<Entry>& read,
                              const std::string& name,
                              std::vector<std::string>& problems) {
    if (read) return *read;
    for (const files::RowProblem& problem : read.error()) {
        problems.push_back(name + ": " + files::to_text(problem));
    }
    return {};
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

}  // namespace

Report keep_roster(store::Transaction& tx,
                   const std::vector<people::RosterEntry>& roster,
                   std::string_view platform) {
    Report report;
    std::map<std::string, std::vector<std::string>> kept;
    for (const people::RosterEntry& entry : roster) {
        people::User user{entry, true, std::nullopt};
        if (!platform.empty()) user.platform = platform;
        if (!user.community.empty()) kept[user.community].push_back(user.user_id);
        const auto before = people::find_user(tx, user.platform, user.user_id);
        if (before && before->imported && same_entry(*before, user)) {
            ++report.unchanged;
            continue;
        }
        ++(before ? report.updated : report.added);
        people::save_user(tx, user);
    }
    for (const auto& [community, user_ids] : kept) {
        report.switched_off += people::switch_off_absent(tx, community, user_ids);
    }
    return report;
}

Report keep_people(store::Transaction& tx,
                   const std::vector<people::PersonEntry>& entries,
                   const VisitSettings& settings,
                   Day today) {
    Report report;
    for (const people::PersonEntry& entry : entries) {
        const auto before = people::find_person(tx, entry.community, entry.name, entry.address);
        people::Person person = before.value_or(people::Person{});
        person.community = entry.community;
        person.name = entry.name;
        person.address = entry.address;
        if (entry.phone) person.phone = *entry.phone;
        if (entry.birth) person.birth = entry.birth;
        if (!entry.categories.empty()) person.categories = entry.categories;
        if (entry.responsible) person.responsible = *entry.responsible;
        if (!entry.diet.empty()) person.diet = entry.diet;
        if (entry.meal_level) person.meal_level = *entry.meal_level;
        if (entry.emergency_contact) person.emergency_contact = *entry.emergency_contact;
        if (entry.emergency_phone) person.emergency_phone = *entry.emergency_phone;
        person.confirmed = true;
        if (before) {
            people::save_person(tx, person);
            ++report.updated;
        } else {
            person.entered_on = today;
            person.id = people::add_person(tx, person);
            ++report.added;
        }
        visits::refresh_due(tx, person.id, settings);
    }
    return report;
}

Report keep_menu(store::Transaction& tx,
                 const std::vector<meals::MenuLine>& menu,
                 std::string_view community) {
    Report report;
    for (const meals::MenuLine& line : menu) {
        meals::save_menu_line(tx, community, line);
        ++report.added;
    }
    return report;
}

FileReport import_file(store::Transaction& tx,
                       std::string_view kind,
                       const std::filesystem::path& file,
                       const Settings& settings,
                       Day today,
                       std::string_view platform) {
    FileReport result;
    const std::string name = file.filename().string();
    if (!std::filesystem::is_regular_file(file)) {
        result.problems.push_back(name + ": there is no such file");
        return result;
    }
    const auto table = files::read_table(bytes_of(file));
    if (!table) {
        result.problems.push_back(fmt::format("{}: line {}, column {}: {}",
                                              name,
                                              table.error().line,
                                              table.error().column,
                                              table.error().reason));
        return result;
    }
    if (kind == "roster") {
        const auto entries = entries_of(files::read_roster(*table), name, result.problems);
        if (result.problems.empty()) result.report = keep_roster(tx, entries, platform);
    } else if (kind == "people") {
        std::vector<std::string_view> levels;
        for (const auto& [level, price] : settings.meals.price_fen) levels.push_back(level);
        const auto entries = entries_of(files::read_people(*table, levels), name, result.problems);
        if (result.problems.empty()) result.report = keep_people(tx, entries, settings.visits, today);
    } else {
        const auto entries = entries_of(files::read_menu(*table), name, result.problems);
        if (result.problems.empty()) result.report = keep_menu(tx, entries);
    }
    return result;
}

}  // namespace qingdan::import
