#pragma once
/// @file
/// What goes out at the cut-off: the kitchen's count, the manager's list, each carrier's route.

#include "domain/meals/order.hpp"
#include "domain/meals/round.hpp"
#include "domain/people/user.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <span>
#include <string>
#include <vector>

namespace qingdan {

/// Who carries meals in a community on that day; whoever is away is replaced by their stand-in.
std::vector<people::User> carriers_on(store::Transaction& tx, std::string_view community, Day day);

/// The meal managers of a community.
std::vector<people::User> meal_managers(store::Transaction& tx, std::string_view community);

/// The kitchen's count by dish and diet, and all eaters in walking order. `rows` are those to be
/// cooked, sorted by walk; `late`: the service was down at the cut-off.
Said kitchen_list(std::span<const meals::Order> rows, bool late, store::Transaction& tx);

/// One carrier's route: stop, door, name, portions, diet, allergy, whom to call, note.
Said route_list(std::span<const meals::Order> rows,
                bool late,
                const Rules& rules,
                store::Transaction& tx);

/// One eater as a line of a list or of the news of a change.
Arguments list_line(const meals::Order& order, store::Transaction& tx);

}  // namespace qingdan
