#include "handlers/meal_lists.hpp"

#include "domain/meals/menu_store.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace qingdan {
namespace {

using meals::Order;

std::vector<Value> diet_words(const std::vector<std::string>& codes) {
    std::vector<Value> words;
    for (const std::string& code : codes) words.emplace_back(Word{"diet." + code});
    return words;
}

/// The first dish of a set is what the kitchen calls it by.
std::map<std::string, std::string> first_dishes(const Order& of, store::Transaction& tx) {
    std::map<std::string, std::string> dishes;
    for (const meals::MenuLine& line : meals::menu(tx, of.community, *of.day, of.meal))
        dishes[line.set] = line.dishes.front();
    return dishes;
}

/// Portions by set and diet; what is plain comes last within its set.
std::vector<Value> counts(std::span<const Order> rows, store::Transaction& tx) {
    std::map<std::pair<std::string, std::vector<std::string>>, int> portions;
    for (const Order& row : rows) {
        std::vector<std::string> diet = row.diet;
        std::sort(diet.begin(), diet.end());
        portions[{row.set.value_or(""), diet}] += row.quantity;
    }
    const auto dishes =
        rows.empty() ? std::map<std::string, std::string>{} : first_dishes(rows.front(), tx);
    std::vector<Value> lines;
    const auto put = [&](const auto& of, bool plain) {
        for (const auto& [key, count] : of) {
            if (key.second.empty() != plain) continue;
            const auto dish = dishes.find(key.first);
            lines.emplace_back(
                Arguments{{"set", key.first},
                          {"dish", dish == dishes.end() ? std::string{} : dish->second},
                          {"diets", diet_words(key.second)},
                          {"count", count}});
        }
    };
    put(portions, false);
    put(portions, true);
    return lines;
}

int sum_of(std::span<const Order> rows) {
    int portions = 0;
    for (const Order& row : rows) portions += row.quantity;
    return portions;
}

/// The list as a table: what a carrier takes along on paper, and the kitchen hangs up.
Sheet list_sheet(std::span<const Order> rows, store::Transaction& tx) {
    const Order& first = rows.front();
    Sheet sheet{"list-" + to_text(*first.day) + "-" + std::string{language::to_text(first.meal)},
                "sheet.kitchen",
                {{"day", first.day}, {"meal", meal_word(first.meal)}, {"portions", sum_of(rows)}},
                {"column.carrier",
                 "column.stop",
                 "column.address",
                 "column.person",
                 "column.quantity",
                 "column.set",
                 "column.diet",
                 "column.allergy",
                 "column.note",
                 "column.contact",
                 "column.done"},
                {}};
    std::map<std::string, std::string> carriers;
    for (const Order& row : rows) {
        std::string contact;
        if (row.person_id) {
            const people::Person person = people::person_of_id(tx, *row.person_id);
            contact = person.emergency_contact + " " + person.emergency_phone;
        }
        std::string& carrier = carriers[row.carrier.value_or("")];
        if (row.carrier && carrier.empty()) {
            const auto user =
                people::find_user(tx, row.carrier_platform.value_or(""), *row.carrier);
            carrier = user ? user->name : *row.carrier;
        }
        const Value way =
            row.fulfilment && !meals::is_carried(row)
                ? Value{Word{"fulfilment." + std::string{language::to_text(*row.fulfilment)}}}
                : Value{carrier};
        sheet.rows.push_back({way,
                              row.stop ? Value{*row.stop} : Value{""},
                              row.address.value_or(""),
                              row.person.value_or(""),
                              row.quantity,
                              row.set.value_or(""),
                              diet_words(row.diet),
                              row.allergy.value_or(""),
                              row.note.value_or(""),
                              contact,
                              ""});
    }
    return sheet;
}

}  // namespace

std::vector<people::User> carriers_on(store::Transaction& tx, std::string_view community, Day day) {
    std::vector<people::User> there;
    for (people::User& user : people::staff_of_community(tx, community)) {
        if (!user.has(people::Role::carrier)) continue;
        std::optional<people::User> who = std::move(user);
        if (const auto stand_in = who->stand_in_on(day))
            who = people::find_user_by_id(tx, *stand_in);
        if (!who || who->stand_in_on(day)) continue;
        const bool known = std::any_of(there.begin(), there.end(), [&](const people::User& other) {
            return other.user_id == who->user_id && other.platform == who->platform;
        });
        if (!known) there.push_back(std::move(*who));
    }
    return there;
}

std::vector<people::User> meal_managers(store::Transaction& tx, std::string_view community) {
    std::vector<people::User> managers;
    for (people::User& user : people::staff_of_community(tx, community)) {
        if (user.has(people::Role::meal_manager)) managers.push_back(std::move(user));
    }
    return managers;
}

Arguments list_line(const Order& order, store::Transaction& tx) {
    std::string contact, contact_phone;
    if (order.person_id) {
        const people::Person person = people::person_of_id(tx, *order.person_id);
        contact = person.emergency_contact;
        contact_phone = person.emergency_phone;
    }
    return {{"stop", order.stop.value_or(0)},
            {"person", order.person},
            {"address", order.address},
            {"quantity", order.quantity},
            {"set", order.set},
            {"diet", diet_words(order.diet)},
            {"allergy", order.allergy},
            {"note", order.note},
            {"contact", contact},
            {"contact_phone", contact_phone},
            {"pickup", !meals::is_carried(order)},
            {"delivered", order.status == meals::Status::delivered},
            {"unanswered", order.status == meals::Status::unanswered}};
}

Said kitchen_list(std::span<const Order> rows, bool late, store::Transaction& tx) {
    std::vector<Value> lines;
    for (const Order& row : rows) lines.emplace_back(list_line(row, tx));
    Said said{"meal.kitchen_list",
              {{"day", rows.front().day},
               {"meal", meal_word(rows.front().meal)},
               {"portions", sum_of(rows)},
               {"late", late},
               {"counts", counts(rows, tx)},
               {"lines", lines}}};
    said.sheets.push_back(list_sheet(rows, tx));
    return said;
}

Said route_list(std::span<const Order> rows,
                bool late,
                const Rules& rules,
                store::Transaction& tx) {
    const std::vector<Order> route{rows.begin(), rows.end()};
    const std::vector<int> trip = meals::trips(route, rules.settings.meals.boxes_per_route);
    std::vector<Value> lines;
    std::set<int> doors;
    for (std::size_t i = 0; i < route.size(); ++i) {
        Arguments line = list_line(route[i], tx);
        const bool begins = trip.back() > 1 && (i == 0 || trip[i] != trip[i - 1]);
        line.push_back({"trip", begins ? Value{trip[i]} : Value{false}});
        lines.emplace_back(std::move(line));
        doors.insert(route[i].stop.value_or(0));
    }
    return {"meal.route",
            {{"day", route.front().day},
             {"meal", meal_word(route.front().meal)},
             {"portions", sum_of(rows)},
             {"doors", static_cast<int>(doors.size())},
             {"late", late},
             {"lines", lines}}};
}

}  // namespace qingdan
