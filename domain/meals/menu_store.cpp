#include "domain/meals/menu_store.hpp"

#include "domain/language/codes.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

namespace qingdan::meals {
namespace {

MenuLine read_line(const store::Statement& row, Day day, language::MealTime meal) {
    MenuLine line;
    line.date = day;
    line.meal = meal;
    line.set = row.text(1);
    line.dishes = people::split_codes(row.text(2));
    if (const auto price = row.integer_or_null(3)) line.price = Fen{*price};
    if (const auto capacity = row.integer_or_null(4)) line.capacity = static_cast<int>(*capacity);
    line.allergens = people::split_codes(row.text(5));
    line.diets = people::split_codes(row.text(6));
    return line;
}

}  // namespace

void save_menu_line(store::Transaction& tx, std::string_view community, const MenuLine& line) {
    std::optional<std::int64_t> price;
    if (line.price) price = line.price->value;
    tx.prepare(
          "INSERT INTO menu (community, day, meal, set_code, dishes, price_fen, capacity, "
          "allergens, "
          "diets) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (day, meal, community, "
          "set_code) DO UPDATE SET dishes = $5, price_fen = $6, capacity = $7, allergens = $8, "
          "diets "
          "= $9")
        .with(community,
              line.date,
              language::to_text(line.meal),
              line.set,
              people::join_codes(line.dishes),
              price,
              line.capacity,
              people::join_codes(line.allergens),
              people::join_codes(line.diets))
        .run();
}

std::optional<MenuLine> find_menu_line(store::Transaction& tx,
                                       std::string_view community,
                                       Day day,
                                       language::MealTime meal,
                                       std::string_view set) {
    auto row = tx.prepare(
        "SELECT community, set_code, dishes, price_fen, capacity, allergens, diets FROM menu WHERE "
        "day = $1 AND meal = $2 AND community = $3 AND set_code = $4");
    row.with(day, language::to_text(meal), community, set);
    if (!row.step()) return std::nullopt;
    return read_line(row, day, meal);
}

std::vector<MenuLine> menu(store::Transaction& tx,
                           std::string_view community,
                           Day day,
                           language::MealTime meal) {
    auto rows = tx.prepare(
        "SELECT community, set_code, dishes, price_fen, capacity, allergens, diets FROM menu WHERE "
        "day = $1 AND meal = $2 AND community IN ($3, '') ORDER BY community DESC, set_code");
    rows.with(day, language::to_text(meal), community);
    std::vector<MenuLine> lines;
    std::string of;
    while (rows.step()) {
        if (!lines.empty() && rows.text(0) != of) break;
        of = rows.text(0);
        lines.push_back(read_line(rows, day, meal));
    }
    return lines;
}

std::optional<Fen> price_of(const std::vector<MenuLine>& menu,
                            const std::optional<std::string>& set) {
    for (const MenuLine& line : menu) {
        if (menu.size() == 1 || line.set == set) return line.price;
    }
    return std::nullopt;
}

int capacity(store::Transaction& tx,
             std::string_view community,
             Day day,
             language::MealTime meal,
             int configured) {
    int own = 0;
    bool has_own = false;
    for (const MenuLine& line : menu(tx, community, day, meal)) {
        if (!line.capacity) continue;
        has_own = true;
        own += *line.capacity;
    }
    return has_own ? own : configured;
}

}  // namespace qingdan::meals
