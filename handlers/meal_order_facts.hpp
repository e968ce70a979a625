#pragma once
/// @file
/// What an order may know, and what is decided of it: the rules of ordering, in the order in which
/// they win.

#include "domain/meals/menu.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/room.hpp"
#include "domain/result.hpp"
#include "domain/settings.hpp"
#include "handlers/context.hpp"
#include "handlers/eater.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace qingdan {

/// One day that is to be ordered, with what is known of it.
struct DayFacts {
    Day day{};
    bool is_past = false, is_too_far = false;
    bool is_closed = false;            ///< past the cut-off for this sender
    std::optional<Day> kitchen_opens;  ///< nothing is cooked that day: when something is again
    meals::Room room;
    std::optional<Day> next_with_room;
    std::vector<meals::MenuLine> menu;
    meals::Choice choice;                ///< the set of the menu that it will be
    std::vector<std::string> sets_left;  ///< other sets with room, where the wanted one is full
    std::vector<meals::Order> already;   ///< of the same eater, day and meal
    bool is_paused = false;              ///< a standing order of this meal pauses over the day
};

/// All that a decision about one order may know.
struct OrderFacts {
    EaterFacts eater;
    std::string card_address;  ///< of the register or of an earlier order
    bool agreed = false;
    std::vector<DayFacts> days;
    std::optional<Day> proposed;  ///< where none was told: the next that is open
    ByMeal<bool> offered;
    int max_per_order = 10, read_back_from = 5;
    std::optional<meals::Order> standing;   ///< a standing order of the same eater and meal
    std::vector<std::string> diet;          ///< of the register and of the message
    std::optional<std::string> allergy;     ///< told now, or the last time
    std::optional<std::string> cleared_by;  ///< who said of that allergy that the kitchen can do it
    bool halal_kitchen = false;
    bool eater_has_died = false;
    std::string manager_phone;
};

/// What was said of one order: the meal, and the words in which a set may be named.
struct ToldOrder {
    language::Meal meal;
    std::string words;
};

struct PlaceOrder {
    std::vector<Day> days;  ///< empty: a standing order
    std::vector<std::pair<Day, Refusal>> refused;
};
struct AskOrder {
    std::string topic;  ///< `meal.who`, `meal.which_meal`, `meal.where`
};
struct ReadBackOrder {
    std::string topic;  ///< `meal.agree_day`, `meal.agree_quantity`, `meal.replace_standing`, …
};
struct AlreadyOrdered {
    meals::Order earlier;
};
struct AskDuplicate {
    meals::Order earlier;
};
/// The meal is full: the next day that has room, the waiting list, or nothing.
struct AskFull {
    Day day;
    std::optional<Day> next;
};
using OrderDecision = std::
    variant<PlaceOrder, AskOrder, ReadBackOrder, AlreadyOrdered, AskDuplicate, AskFull, Refusal>;

/// Reads what the decision may know.
OrderFacts read_order_facts(const ToldOrder& told, const Message& message, store::Transaction& tx);

/// Asks back one thing at a time: person, day, meal, address. Pure. Source: meals facts,
/// section 11.
OrderDecision decide_order(const language::Meal& told, const OrderFacts& facts);

/// Whether what was told is a standing order.
bool is_standing(const language::Meal& told);

}  // namespace qingdan
