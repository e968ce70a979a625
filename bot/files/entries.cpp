#include "bot/files/entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace qingdan::files {
namespace {

using people::Role;

std::optional<people::Absence> absence_from(std::string_view text) {
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto from = day_from_cell(text.substr(0, first));
    const auto until = day_from_cell(text.substr(first + 1, second - first - 1));
    const std::string stand_in{text.substr(second + 1)};
    if (!from || !until || *until < *from || stand_in.empty()) return std::nullopt;
    return people::Absence{*from, *until, stand_in};
}

people::RosterEntry roster_entry(Fields& fields) {
    people::RosterEntry entry;
    fields.required_text("platform");
    entry.platform = fields.code("platform", people::platform_codes()).value_or("");
    entry.user_id = fields.required_text("user_id");
    entry.name = fields.required_text("name");
    fields.required_text("role");
    for (const auto& code : fields.codes("role", people::role_codes())) {
        entry.roles.push_back(*people::role_from(code));
    }
    entry.community = fields.text("community");
    entry.town = fields.text("town");
    entry.unit = fields.text("unit");
    entry.phone = fields.phone("phone");
    entry.persons = fields.list("person");
    for (const auto& code : fields.codes("duties", people::duty_codes())) {
        entry.duties.push_back(*people::duty_from(code));
    }
    entry.superior = fields.text("superior");
    for (const auto& written : fields.list("away")) {
        if (auto absence = absence_from(written)) {
            entry.away.push_back(std::move(*absence));
        } else {
            fields.problem("away",
                           "is no absence; write it like 2026-03-01/2026-03-08/user-id, the "
                           "earlier day first");
        }
    }
    static constexpr std::array<std::string_view, 2> kinds{"committee", "village"};
    if (const auto kind = fields.code("kind", kinds))
        entry.kind = *people::community_kind_from(*kind);

    const bool beyond_communities =
        entry.has(Role::official) || entry.has(Role::carrier) || entry.has(Role::admin);
    if (entry.community.empty() && !entry.roles.empty() && !beyond_communities) {
        fields.problem("community", "must not be empty but for officials, carriers and admins");
    }
    return entry;
}

std::optional<Instant> received_at(Fields& fields, std::chrono::minutes offset) {
    const std::string written = fields.text("received_at");
    if (written.empty()) return std::nullopt;
    if (const auto time = parse_rfc3339(written)) return time->instant;
    const auto blank = std::min(written.find(' '), written.size());
    const auto day = day_from_cell(std::string_view{written}.substr(0, blank));
    std::string clock = blank == written.size() ? "00:00" : written.substr(blank + 1);
    if (clock.find(':') == 1) clock.insert(0, 1, '0');
    if (clock.size() == 5) clock += ":00";
    if (day) {
        const auto time = parse_rfc3339(qingdan::to_text(*day) + "T" + clock + "Z");
        if (time) return time->instant - offset;
    }
    fields.problem("received_at", "is no time; write it like 2026-03-01 09:15");
    return std::nullopt;
}

/// Names the sets that have no name: A, B, … for each meal of each day, then A27, A28, …
void name_sets(std::vector<meals::MenuLine>& lines) {
    std::map<std::pair<Day, language::MealTime>, std::set<std::string>> taken;
    for (const auto& line : lines) {
        if (!line.set.empty()) taken[{line.date, line.meal}].insert(line.set);
    }
    for (auto& line : lines) {
        if (!line.set.empty()) continue;
        auto& names = taken[{line.date, line.meal}];
        for (int n = 0; line.set.empty(); ++n) {
            std::string name =
                n < 26 ? std::string(1, static_cast<char>('A' + n)) : fmt::format("A{}", n + 1);
            if (names.insert(name).second) line.set = std::move(name);
        }
    }
}

}  // namespace

Entries<people::RosterEntry> read_roster(const Table& table) {
    Fields fields{table,
                  {{"platform", true},
                   {"user_id", true},
                   {"name", true},
                   {"role", true},
                   {"community", true},
                   {"town", true},
                   {"unit"},
                   {"phone"},
                   {"person"},
                   {"duties"},
                   {"superior"},
                   {"away"},
                   {"kind"}}};
    std::vector<people::RosterEntry> entries;
    while (fields.next()) {
        entries.push_back(roster_entry(fields));
        const auto& entry = entries.back();
        if (!entry.user_id.empty()) {
            fields.unique({entry.platform, entry.user_id}, "user_id", "platform and user id");
        }
    }
    return fields.result(std::move(entries));
}

Entries<people::PersonEntry> read_people(const Table& table,
                                         std::span<const std::string_view> meal_levels) {
    Fields fields{table,
                  {{"community", true},
                   {"name", true},
                   {"address", true},
                   {"phone"},
                   {"birth"},
                   {"categories"},
                   {"responsible"},
                   {"diet"},
                   {"meal_level"},
                   {"emergency_contact"},
                   {"emergency_phone"}}};
    std::vector<people::PersonEntry> entries;
    while (fields.next()) {
        people::PersonEntry entry;
        entry.community = fields.required_text("community");
        entry.name = fields.required_text("name");
        entry.address = fields.required_text("address");
        entry.phone = fields.phone("phone");
        entry.birth = fields.day("birth");
        entry.categories = fields.codes("categories", people::category_codes());
        entry.responsible = fields.optional_text("responsible");
        entry.diet = fields.codes("diet", meals::diet_codes());
        entry.meal_level = fields.code("meal_level", meal_levels);
        entry.emergency_contact = fields.optional_text("emergency_contact");
        entry.emergency_phone = fields.phone("emergency_phone");
        fields.unique(
            {entry.community, entry.name, entry.address}, "name", "community, name and address");
        entries.push_back(std::move(entry));
    }
    return fields.result(std::move(entries));
}

Entries<meals::MenuLine> read_menu(const Table& table) {
    Fields fields{table,
                  {{"date", true},
                   {"meal", true},
                   {"dishes", true},
                   {"price_fen"},
                   {"capacity"},
                   {"set"},
                   {"allergens"},
                   {"diets"}}};
    static constexpr std::array<std::string_view, 3> meals{"breakfast", "lunch", "dinner"};
    std::vector<meals::MenuLine> lines;
    while (fields.next()) {
        meals::MenuLine line;
        fields.required_text("date");
        fields.required_text("meal");
        fields.required_text("dishes");
        const auto date = fields.day("date");
        line.date = date.value_or(Day{});
        if (const auto meal = fields.code("meal", meals)) line.meal = *meals::meal_time_from(*meal);
        line.dishes = fields.list("dishes");
        if (const auto price = fields.number("price_fen", 0, 1'000'000)) line.price = Fen{*price};
        if (const auto capacity = fields.number("capacity", 0, 100'000))
            line.capacity = static_cast<int>(*capacity);
        line.set = fields.text("set");
        line.allergens = fields.list("allergens");
        line.diets = fields.codes("diets", meals::diet_codes());
        if (date && !line.set.empty()) {
            fields.unique(
                {qingdan::to_text(*date), std::string{language::to_text(line.meal)}, line.set},
                "set",
                "day, meal and set");
        }
        lines.push_back(std::move(line));
    }
    name_sets(lines);
    return fields.result(std::move(lines));
}

Entries<calendar::SpecialDay> read_calendar(const Table& table) {
    Fields fields{table, {{"date", true}, {"kind", true}, {"name"}, {"statutory"}}};
    static constexpr std::array<std::string_view, 2> kinds{"holiday", "workday"};
    static constexpr std::array<std::string_view, 6> truths{"true", "false", "1", "0", "yes", "no"};
    std::vector<calendar::SpecialDay> days;
    while (fields.next()) {
        calendar::SpecialDay day;
        fields.required_text("date");
        fields.required_text("kind");
        const auto date = fields.day("date");
        day.date = date.value_or(Day{});
        day.workday = fields.code("kind", kinds) == "workday";
        day.name = fields.text("name");
        const auto statutory = fields.code("statutory", truths).value_or("false");
        day.statutory = statutory == "true" || statutory == "1" || statutory == "yes";
        if (day.statutory && day.workday)
            fields.problem("statutory", "only a holiday can be statutory");
        if (date) fields.unique({qingdan::to_text(*date)}, "date", "day");
        days.push_back(std::move(day));
    }
    return fields.result(std::move(days));
}

Entries<burdens::HotlineTicket> read_hotline(const Table& table, std::chrono::minutes offset) {
    Fields fields{
        table,
        {{"ticket", true}, {"received_at"}, {"town"}, {"community"}, {"unit"}, {"text", true}}};
    std::vector<burdens::HotlineTicket> tickets;
    while (fields.next()) {
        burdens::HotlineTicket ticket;
        ticket.ticket = fields.required_text("ticket");
        ticket.received_at = received_at(fields, offset);
        ticket.town = fields.text("town");
        ticket.community = fields.text("community");
        ticket.unit = fields.text("unit");
        ticket.text = fields.required_text("text");
        if (!ticket.ticket.empty()) fields.unique({ticket.ticket}, "ticket", "ticket");
        tickets.push_back(std::move(ticket));
    }
    return fields.result(std::move(tickets));
}

}  // namespace qingdan::files
