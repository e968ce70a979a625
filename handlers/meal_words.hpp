#pragma once
/// @file
/// What several conversations say of meals in the same way: receipts and refusals.

#include "domain/language/meaning.hpp"
#include "domain/meals/menu.hpp"
#include "domain/meals/order.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <string>
#include <vector>

namespace qingdan {

/// The word for a meal of the day.
Word meal_word(language::MealTime meal);

/// What a receipt says of one order: the days, meal, portions, where, what it costs and until when
/// it can be changed; in a group without the address.
Arguments meal_receipt(const std::vector<meals::Order>& rows, const Message& message);

/// A refusal that names what can be done instead, with a person's phone number.
/// Source: meals facts, section 11.
Said meal_refusal(const Refusal& no,
                  const language::Meal& told,
                  const Message& message,
                  store::Transaction& tx);

/// The set of a menu that a text names, by its letter or by one of its dishes.
std::optional<std::string> set_named(const std::string& text,
                                     const std::vector<meals::MenuLine>& menu);

/// The telephone number of the community's meal manager, else of a cadre; empty where none is
/// known.
std::string manager_phone(const Message& message, store::Transaction& tx);

}  // namespace qingdan
