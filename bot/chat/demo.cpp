#include "bot/chat/demo.hpp"

#include "bot/files/csv.hpp"
#include "bot/files/entries.hpp"
#include "config/demo_files.hpp"

#include <algorithm>
#include <stdexcept>

namespace qingdan::chat {
namespace {

/// The value; the files are built in, so that without one the program is wrong.
template <class T, class Problem>
T checked(tl::expected<T, Problem> read, std::string_view file) {
    if (!read) throw std::logic_error("config/demo/" + std::string{file} + " cannot be read");
    return std::move(*read);
}

files::Table table_of(std::string_view name, std::string_view content) {
    return checked(files::read_csv(content), name);
}

/// Which of the two weeks of the cycle a day is in.
int week_of_cycle(Day day) {
    constexpr Day some_monday{std::chrono::year{2024}, std::chrono::January, std::chrono::day{1}};
    const int days = days_between(some_monday, day);
    const int weeks = days >= 0 ? days / 7 : (days - 6) / 7;
    return weeks % 2 == 0 ? 1 : 2;
}

/// The cycle as a menu with one more key in front: the lines of one day of it, ready to be dated.
files::Table dated(const files::Table& cycle, Day first, int days) {
    // The columns `week` and `weekday` make room for `date`.
    files::Table menu;
    menu.header = cycle.header;
    menu.header.erase(menu.header.begin());
    menu.header.front() = "date";
    for (int i = 0; i < days; ++i) {
        const Day day = add_days(first, i);
        const std::string week = std::to_string(week_of_cycle(day)),
                          weekday = std::to_string(iso_weekday(day));
        for (const files::Row& row : cycle.rows) {
            if (row.cells[0] != week || row.cells[1] != weekday) continue;
            files::Row line = row;
            line.cells.erase(line.cells.begin());
            line.cells.front() = to_text(day);
            menu.rows.push_back(std::move(line));
        }
    }
    return menu;
}

}  // namespace

std::vector<people::RosterEntry> demo_roster() {
    return checked(files::read_roster(table_of("roster.csv", demo_files::roster_csv)),
                   "roster.csv");
}

std::vector<people::PersonEntry> demo_people() {
    return checked(files::read_people(table_of("people.csv", demo_files::people_csv)),
                   "people.csv");
}

std::vector<meals::MenuLine> demo_menu(Day first, int days) {
    const files::Table cycle = table_of("menu.csv", demo_files::menu_csv);
    return checked(files::read_menu(dated(cycle, first, days)), "menu.csv");
}

}  // namespace qingdan::chat
