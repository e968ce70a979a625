#include "domain/meals/room.hpp"

#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/waiting.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::meals {

bool Room::set_fits(const std::string& set, int portions) const {
    const auto own = by_set.find(set);
    return own == by_set.end() || own->second >= portions;
}

Room room(store::Transaction& tx,
          std::string_view community,
          Day day,
          language::MealTime meal,
          const MealSettings& settings) {
    Room room;
    room.capacity = capacity(tx, community, day, meal, settings.capacity.of(meal));
    const auto lines = menu(tx, community, day, meal);
    const bool limited = std::any_of(
        lines.begin(), lines.end(), [](const MenuLine& line) { return line.capacity.has_value(); });
    if (room.capacity == 0) return room;
    room.taken = portions(tx, community, day, meal) + held(tx, community, day, meal);
    if (!limited || lines.size() < 2) return room;
    for (const MenuLine& line : lines) {
        if (line.capacity) room.by_set[line.set] = *line.capacity;
    }
    for (const Order& order : to_cook(tx, community, day, meal)) {
        const auto set = room.by_set.find(order.set.value_or(lines.front().set));
        if (set != room.by_set.end()) set->second = std::max(0, set->second - order.quantity);
    }
    return room;
}

Choice choose(const std::vector<MenuLine>& menu,
              const std::optional<std::string>& wanted,
              const std::vector<std::string>& diet,
              const Room& room,
              int portions) {
    Choice choice;
    if (menu.empty()) return choice;
    const auto is_fit = [&](const MenuLine& line) {
        return std::all_of(diet.begin(), diet.end(), [&](const std::string& code) {
            return std::find(line.diets.begin(), line.diets.end(), code) != line.diets.end();
        });
    };
    const MenuLine* best = nullptr;
    if (wanted) {
        for (const MenuLine& line : menu) {
            if (line.set == *wanted) best = &line;
        }
    }
    choice.wanted = best != nullptr;
    const auto first = [&](bool fit, bool with_room) {
        for (const MenuLine& line : menu) {
            if (best || (fit && !is_fit(line))) continue;
            if (!with_room || room.set_fits(line.set, portions)) best = &line;
        }
    };
    first(true, true);
    first(false, true);
    first(false, false);
    // What a menu says of diets is said of some sets; one that says nothing of any promises
    // nothing.
    const bool says_diets = std::any_of(
        menu.begin(), menu.end(), [](const MenuLine& line) { return !line.diets.empty(); });
    choice.fits_diet = diet.empty() || !says_diets || is_fit(*best);
    if (menu.size() > 1) choice.set = best->set;
    return choice;
}

bool is_closed_day(store::Transaction& tx,
                   std::string_view community,
                   Day day,
                   const MealSettings& settings,
                   const calendar::Calendar& calendar) {
    const auto name = calendar.name(day);
    if (name && calendar.is_statutory(day) &&
        std::find(settings.closed_holidays.begin(), settings.closed_holidays.end(), *name) !=
            settings.closed_holidays.end())
        return true;
    auto row = tx.prepare("SELECT 1 FROM kitchen_closed WHERE community = $1 AND day = $2");
    row.with(community, day);
    return row.step();
}

Day opens_again(store::Transaction& tx,
                std::string_view community,
                Day from,
                const MealSettings& settings,
                const calendar::Calendar& calendar) {
    constexpr int longest = 62;  // whoever closes for longer has to say when they open
    Day day = from;
    for (int i = 0; i < longest && is_closed_day(tx, community, day, settings, calendar); ++i)
        day = add_days(day, 1);
    return day;
}

void close_kitchen(store::Transaction& tx,
                   std::string_view community,
                   Day day,
                   std::string_view told_by) {
    tx.prepare(
          "INSERT INTO kitchen_closed (community, day, told_by) VALUES ($1, $2, $3) ON CONFLICT "
          "(community, day) DO NOTHING")
        .with(community, day, told_by)
        .run();
}

}  // namespace qingdan::meals
