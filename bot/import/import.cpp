#include "bot/import/import.hpp"

#include "bot/files/entries.hpp"
#include "bot/files/table.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace qingdan::import {
namespace {

/// The names of the fields in which an entry is not as it was.
class Difference {
public:
    template <class T>
    Difference& field(std::string_view name, const T& before, const T& after) {
        if (!(before == after)) names_.push_back(name);
        return *this;
    }
    bool is_none() const { return names_.empty(); }
    std::string text() const { return fmt::format("{}", fmt::join(names_, ", ")); }

private:
    std::vector<std::string_view> names_;
};

Difference difference(const people::RosterEntry& before, const people::RosterEntry& after) {
    return Difference{}
        .field("name", before.name, after.name)
        .field("role", before.roles, after.roles)
        .field("community", before.community, after.community)
        .field("town", before.town, after.town)
        .field("unit", before.unit, after.unit)
        .field("phone", before.phone, after.phone)
        .field("person", before.persons, after.persons)
        .field("duties", before.duties, after.duties)
        .field("superior", before.superior, after.superior)
        .field("away", before.away, after.away)
        .field("kind", before.kind, after.kind);
}

Difference difference(const people::Person& before, const people::Person& after) {
    return Difference{}
        .field("phone", before.phone, after.phone)
        .field("birth", before.birth, after.birth)
        .field("categories", before.categories, after.categories)
        .field("responsible", before.responsible, after.responsible)
        .field("diet", before.diet, after.diet)
        .field("meal_level", before.meal_level, after.meal_level)
        .field("emergency_contact", before.emergency_contact, after.emergency_contact)
        .field("emergency_phone", before.emergency_phone, after.emergency_phone)
        .field("confirmed", before.confirmed, after.confirmed);
}

Difference difference(const meals::MenuLine& before, const meals::MenuLine& after) {
    return Difference{}
        .field("dishes", before.dishes, after.dishes)
        .field("price_fen", before.price, after.price)
        .field("capacity", before.capacity, after.capacity)
        .field("allergens", before.allergens, after.allergens)
        .field("diets", before.diets, after.diets);
}

Difference difference(const calendar::SpecialDay& before, const calendar::SpecialDay& after) {
    return Difference{}
        .field("kind", before.workday, after.workday)
        .field("name", before.name, after.name)
        .field("statutory", before.statutory, after.statutory);
}

/// Counts and names what becomes of an entry; true where it has to be written.
template <class Entry>
bool note(Report& report,
          const std::string& entry,
          const std::optional<Entry>& before,
          const Entry& after) {
    if (!before) {
        ++report.added;
        report.changes.push_back("add " + entry);
        return true;
    }
    const Difference fields = difference(*before, after);
    if (fields.is_none()) {
        ++report.unchanged;
        return false;
    }
    ++report.updated;
    report.changes.push_back(fmt::format("update {}: {}", entry, fields.text()));
    return true;
}

std::string name_of(const people::RosterEntry& entry) {
    return entry.platform + "/" + entry.user_id;
}

/// The register's entry as a line says it is; what the line leaves out stays as it was.
people::Person as_told(people::Person person, const people::PersonEntry& entry) {
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
    return person;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

std::string problem_text(const files::FileProblem& problem) {
    if (problem.line == 0) return problem.reason;
    if (problem.column == 0) return fmt::format("line {}: {}", problem.line, problem.reason);
    return fmt::format("line {}, column {}: {}", problem.line, problem.column, problem.reason);
}

/// Keeps what was read with `keep`, or notes why nothing could be read.
template <class Entry, class Keep>
void keep_entries(const files::Entries<Entry>& read,
                  const std::string& name,
                  FileReport& result,
                  Keep keep) {
    if (read) {
        result.report = keep(*read);
        return;
    }
    for (const files::RowProblem& problem : read.error()) {
        result.problems.push_back(name + ": " + files::to_text(problem));
    }
}

}  // namespace

Report keep_roster(store::Transaction& tx,
                   const std::vector<people::RosterEntry>& roster,
                   std::string_view platform) {
    Report report;
    std::set<std::string> communities;
    std::set<std::pair<std::string, std::string>> kept;
    for (const people::RosterEntry& entry : roster) {
        people::User user;
        static_cast<people::RosterEntry&>(user) = entry;
        if (!platform.empty()) user.platform = platform;
        if (!user.community.empty()) communities.insert(user.community);
        kept.emplace(user.platform, user.user_id);
        const auto before = people::find_user(tx, user.platform, user.user_id);
        // Who made themselves known by a message becomes an entry of the roster.
        const bool made_known = before && !before->imported;
        const auto known = before ? std::optional<people::RosterEntry>{*before} : std::nullopt;
        const bool changed = note<people::RosterEntry>(report, name_of(user), known, user);
        if (changed || made_known) people::save_user(tx, user);
    }
    for (const std::string& community : communities) {
        for (const people::User& user : people::switch_off_absent(tx, community, kept)) {
            ++report.switched_off;
            report.changes.push_back("switch off " + name_of(user));
        }
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
        people::Person person = as_told(before.value_or(people::Person{}), entry);
        const std::string name =
            fmt::format("{} {} {}", entry.community, entry.name, entry.address);
        if (!note(report, name, before, person)) continue;
        if (before) {
            people::save_person(tx, person);
        } else {
            person.entered_on = today;
            person.id = people::add_person(tx, person);
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
        const auto before = meals::find_menu_line(tx, community, line.date, line.meal, line.set);
        const std::string name =
            fmt::format("{} {} {}", to_text(line.date), language::to_text(line.meal), line.set);
        if (note(report, name, before, line)) meals::save_menu_line(tx, community, line);
    }
    return report;
}

Report keep_calendar(store::Transaction& tx, const std::vector<calendar::SpecialDay>& days) {
    Report report;
    for (const calendar::SpecialDay& day : days) {
        const auto before = calendar::find_special_day(tx, day.date);
        if (note(report, to_text(day.date), before, day)) calendar::save_special_day(tx, day);
    }
    return report;
}

Report keep_hotline(store::Transaction& tx,
                    const std::vector<burdens::HotlineTicket>& tickets,
                    Instant now) {
    Report report;
    for (const burdens::HotlineTicket& ticket : tickets) {
        if (burdens::add_ticket(tx, ticket, now)) {
            ++report.added;
            report.changes.push_back("add " + ticket.ticket);
        } else {
            ++report.skipped;
        }
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
        result.problems.push_back(name + ": " + problem_text(table.error()));
        return result;
    }
    if (kind == "roster") {
        keep_entries(files::read_roster(*table), name, result, [&](const auto& roster) {
            return keep_roster(tx, roster, platform);
        });
    } else if (kind == "people") {
        std::vector<std::string_view> levels;
        for (const auto& [level, price] : settings.meals.price_fen) levels.push_back(level);
        keep_entries(files::read_people(*table, levels), name, result, [&](const auto& people) {
            return keep_people(tx, people, settings.visits, today);
        });
    } else if (kind == "menu") {
        keep_entries(files::read_menu(*table), name, result, [&](const auto& menu) {
            return keep_menu(tx, menu);
        });
    } else if (kind == "calendar") {
        keep_entries(files::read_calendar(*table), name, result, [&](const auto& days) {
            return keep_calendar(tx, days);
        });
    } else {
        // Tickets without a time were received on the day on which they are taken in.
        const auto zone = calendar::TimeZone::open(settings.timezone).value();
        const OffsetTime day = zone.at(zone.instant(today, std::chrono::minutes{0}));
        keep_entries(
            files::read_hotline(*table, day.offset), name, result, [&](const auto& tickets) {
                return keep_hotline(tx, tickets, day.instant);
            });
    }
    return result;
}

}  // namespace qingdan::import
