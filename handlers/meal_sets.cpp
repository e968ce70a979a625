#include "domain/audit/audit.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/meals/room.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_meant.hpp"
#include "handlers/meal_rows.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::MealTime;
using meals::MenuLine;
using meals::Order;

constexpr MealTime all_meals[] = {MealTime::breakfast, MealTime::lunch, MealTime::dinner};

/// A line of the menu that a message of the manager is about, and the dish of it that ran out.
struct SoldOut {
    Day day;
    MealTime meal;
    MenuLine line;
    std::string dish;  ///< empty: the whole set
};

/// Days from today on whose menu has the dish or set that is named; the named day, else the next
/// one.
std::vector<SoldOut> sold_out_lines(const Message& message, store::Transaction& tx) {
    const language::Meal told = told_meal(message);
    std::vector<Day> days = told.dates;
    if (days.empty()) days = {message.today(), add_days(message.today(), 1)};
    std::vector<SoldOut> found;
    for (const Day day : days) {
        for (const MealTime meal : all_meals) {
            if (told.meal && meal != *told.meal) continue;
            for (const MenuLine& line : meals::menu(tx, message.community, day, meal)) {
                std::string dish;
                for (const std::string& one : line.dishes) {
                    if (one.size() > dish.size() && language::mentions(message.meaning.folded, one))
                        dish = one;
                }
                const bool whole = language::names_set(message.meaning.folded, line.set);
                if (!dish.empty() || whole) found.push_back({day, meal, line, dish});
            }
        }
        if (!found.empty() && told.dates.empty()) break;
    }
    return found;
}

/// What stands behind `换成`: the dish that comes instead.
std::optional<std::string> instead_of(const Message& message) {
    return language::behind(message.meaning.folded, "instead");
}

/// Those who ordered from that line and have not had it yet.
std::vector<Order> who_ordered(const SoldOut& out, const Message& message, store::Transaction& tx) {
    std::vector<Order> rows = meals::to_cook(tx, message.community, out.day, out.meal);
    const auto menu = meals::menu(tx, message.community, out.day, out.meal);
    const std::string first = menu.empty() ? out.line.set : menu.front().set;
    std::erase_if(rows, [&](const Order& row) {
        const bool open =
            row.status == meals::Status::ordered || row.status == meals::Status::dispatched;
        return !open || row.set.value_or(first) != out.line.set;
    });
    return rows;
}

/// Changes a row's set and with it its price.
void put_set(Order& row, const std::string& set, const Message& message, store::Transaction& tx) {
    const auto menu = meals::menu(tx, row.community, *row.day, row.meal);
    row.set = set;
    std::optional<people::Person> eater;
    if (row.person_id) eater = people::person_of_id(tx, *row.person_id);
    meals::put_price(row, message.rules.settings.meals, eater, menu);
    meals::save(tx, row);
}

/// The news to one orderer, with the choice of another set or none.
void tell_orderer(const Order& row,
                  const SoldOut& out,
                  const std::optional<std::string>& instead,
                  const std::vector<MenuLine>& others,
                  const Message& message,
                  Outcome& outcome,
                  store::Transaction& tx) {
    Said news{"meal.sold_out",
              {{"day", out.day},
               {"meal", meal_word(out.meal)},
               {"person", row.person},
               {"dish", out.dish.empty() ? out.line.dishes.front() : out.dish},
               {"instead", instead}}};
    nlohmann::json state{{"row", row.id}, {"sets", nlohmann::json::array()}};
    news.options.push_back({"meal.sold_out_keep", {{"instead", instead}}, "1"});
    for (const MenuLine& line : others) {
        state["sets"].push_back(line.set);
        news.options.push_back({"meal.sold_out_set",
                                {{"set", line.set}, {"dish", line.dishes.front()}},
                                std::to_string(news.options.size() + 1)});
    }
    news.options.push_back({"meal.sold_out_cancel", {}, std::to_string(news.options.size() + 1)});
    // The choice is open until the box leaves.
    const Instant until = message.rules.zone.instant(
        out.day, message.rules.settings.meals.delivered.of(out.meal).from);
    conversation::ask_user(row.platform, row.orderer, tx, "round.sold_out", state, until);
    outcome.push({{row.platform, row.orderer}, std::move(news), true});
}

}  // namespace

std::optional<Outcome> change_set(const Message& message, const Talk&, store::Transaction& tx) {
    const auto latest = meals::latest_of(tx, message.inbound.platform, message.inbound.sender.id);
    if (!latest || !latest->day || latest->status != meals::Status::ordered) return std::nullopt;
    const auto menu = meals::menu(tx, latest->community, *latest->day, latest->meal);
    const auto set = set_named(message.meaning.folded, menu);
    if (!set || is_locked(*latest, message) || !told_meal(message).dates.empty())
        return std::nullopt;
    Outcome outcome;
    Order row = *latest;
    const meals::Room room =
        meals::room(tx, row.community, *row.day, row.meal, message.rules.settings.meals);
    if (row.set != set && !room.set_fits(*set, row.quantity)) {
        language::Meal told;
        told.meal = row.meal;
        told.dates = {*row.day};
        outcome.say(meal_refusal(
            Refusal{"meal.set_full",
                    {{"day", to_text(*row.day)}, {"set", *set}, {"left", row.set.value_or("")}}},
            told,
            message,
            tx));
        return outcome;
    }
    put_set(row, *set, message, tx);
    note_order(message, "change", row.number, tx);
    outcome.changed.push_back(to_text(row.number));
    Arguments receipt = meal_receipt({row}, message);
    for (const MenuLine& line : menu) {
        if (line.set == *set) {
            receipt.push_back({"set", line.set});
            receipt.push_back({"dish", line.dishes.front()});
        }
    }
    outcome.say(Said{"meal.changed", std::move(receipt)});
    return outcome;
}

std::optional<Outcome> report_sold_out(const Message& message,
                                       const Talk&,
                                       store::Transaction& tx) {
    const auto lines = sold_out_lines(message, tx);
    if (lines.empty()) return std::nullopt;
    const auto instead = instead_of(message);
    Outcome outcome;
    int told = 0;
    for (const SoldOut& out : lines) {
        std::vector<MenuLine> others = meals::menu(tx, message.community, out.day, out.meal);
        std::erase_if(others, [&](const MenuLine& line) { return line.set == out.line.set; });
        MenuLine line = out.line;
        const std::string gone = out.dish.empty() ? line.dishes.front() : out.dish;
        std::erase(line.dishes, gone);
        if (instead) line.dishes.insert(line.dishes.begin(), *instead);
        if (!line.dishes.empty()) {
            // A changed dish has unknown allergens: what the menu said was said of the other one.
            line.allergens.clear();
            meals::save_menu_line(tx, message.community, line);
        }
        for (const Order& row : who_ordered(out, message, tx)) {
            tell_orderer(row, out, instead, others, message, outcome, tx);
            ++told;
        }
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "sold_out",
                   .about = to_text(lines.front().day)});
    const SoldOut& first = lines.front();
    outcome.say(Said{"meal.sold_out_done",
                     {{"day", first.day},
                      {"meal", meal_word(first.meal)},
                      {"dish", first.dish.empty() ? first.line.dishes.front() : first.dish},
                      {"instead", instead},
                      {"told", told > 0 ? Value{told} : Value{false}}}});
    return outcome;
}

std::optional<Outcome> answer_sold_out(const nlohmann::json& state,
                                       const Message& message,
                                       store::Transaction& tx) {
    const auto sets = state.at("sets").get<std::vector<std::string>>();
    const auto chosen = chosen_number(message, sets.size() + 2);
    if (!chosen) return std::nullopt;
    conversation::close(message, tx);
    Outcome outcome;
    auto row = meals::find_row(tx, state.at("row").get<std::int64_t>());
    const bool open =
        row && (row->status == meals::Status::ordered || row->status == meals::Status::dispatched);
    if (!open) {
        outcome.say(Said{"meal.place_gone"});
        return outcome;
    }
    const Order before = *row;
    if (*chosen == 0) {
        outcome.say(Said{"meal.sold_out_kept"});
        return outcome;
    }
    if (*chosen > sets.size()) {
        // The kitchen could not do it: nothing is charged, also behind the cut-off.
        row->status = meals::Status::cancelled;
        row->reason = message.meaning.folded;
        meals::save(tx, *row);
        outcome.say(Said{"meal.cancelled", meal_receipt({*row}, message)});
    } else {
        put_set(*row, sets[*chosen - 1], message, tx);
        Arguments receipt = meal_receipt({*row}, message);
        receipt.push_back({"set", row->set});
        outcome.say(Said{"meal.changed", std::move(receipt)});
    }
    note_order(message, "change", row->number, tx);
    outcome.changed.push_back(to_text(row->number));
    if (before.status == meals::Status::dispatched) {
        Outcome late = tell_late_change(before, *row, message, tx);
        late.replies.clear();
        outcome.add(std::move(late));
    }
    return outcome;
}

std::optional<Outcome> report_closed_kitchen(const Message& message,
                                             const Talk&,
                                             store::Transaction& tx) {
    const language::Meal meal_told = told_meals(message).front();
    std::vector<Day> days = meal_told.dates.empty() ? told_meal(message).dates : meal_told.dates;
    constexpr int longest = 62;
    if (days.empty() && meal_told.from && meal_told.until) {
        for (Day day = *meal_told.from; day <= *meal_told.until && std::ssize(days) < longest;
             day = add_days(day, 1))
            days.push_back(day);
    }
    if (days.empty()) return std::nullopt;
    Outcome outcome;
    int taken_off = 0;
    for (const Day day : days) {
        if (day < message.today()) continue;
        meals::close_kitchen(tx, message.community, day, message.inbound.sender.id);
        for (const MealTime meal : all_meals) {
            for (Order& row : meals::to_cook(tx, message.community, day, meal)) {
                if (row.status != meals::Status::ordered) continue;
                row.status = row.standing ? meals::Status::skipped : meals::Status::cancelled;
                row.reason = message.meaning.folded;
                meals::save(tx, row);
                outcome.changed.push_back(to_text(row.number));
                ++taken_off;
                outcome.push({{row.platform, row.orderer},
                              Said{"meal.closed_told",
                                   {{"day", day},
                                    {"meal", meal_word(meal)},
                                    {"person", row.person},
                                    {"number", to_text(row.number)},
                                    {"manager", manager_phone(message, tx)}}},
                              true});
            }
        }
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "close_kitchen",
                   .about = to_text(days.front())});
    outcome.say(Said{"meal.closed_done",
                     {{"from", days.front()},
                      {"until", days.size() > 1 ? Value{days.back()} : Value{false}},
                      {"count", taken_off > 0 ? Value{taken_off} : Value{false}}}});
    return outcome;
}

}  // namespace qingdan::conversations
