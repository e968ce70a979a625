#pragma once
/// @file
/// Which meals of the day's round a message means.

#include "domain/language/service/service_words.hpp"
#include "domain/meals/order.hpp"
#include "handlers/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan {

/// The meals that a carrier carries, or that a manager answers for, of one day and meal.
struct Round {
    Day day{};
    language::MealTime meal = language::MealTime::lunch;
    std::vector<meals::Order> rows;  ///< by walk; delivered and unanswered ones too
};

/// The round that the sender is on: the day and meal they name, else today's latest whose delivery
/// is about to begin or has begun, else the next whose list has gone out. A carrier has their own
/// route, a manager without one all of the community. Empty: there is none.
std::optional<Round> current_round(const Message& message, store::Transaction& tx);

/// Whether the sender leads the round: meal managers and admins.
bool leads_rounds(const Message& message);

/// The persons and addresses that a message names, as far as they are understood.
struct Named {
    std::optional<std::string> person, address;
};
std::vector<Named> named_in(const Message& message);

/// The rows that one of `named` can mean; a full name outweighs a surname.
std::vector<meals::Order> rows_named(const std::vector<meals::Order>& rows,
                                     const std::vector<Named>& named);

/// The rows that a message means: whose name of the list stands in it as written, where that is one
/// door alone (a rare name is on the list whatever its syllables mean else); otherwise
/// `rows_named`.
std::vector<meals::Order> rows_meant(const std::vector<meals::Order>& rows, const Message& message);

/// How many doors the rows stand for.
int doors_of(const std::vector<meals::Order>& rows);

}  // namespace qingdan
