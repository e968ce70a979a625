#pragma once
/// @file
/// Answers to questions: a number that chooses, a yes or no, a name or an address in any words.

#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace qingdan {

/// The two choices of a question that wants a yes; `1` is yes, `2` is no.
std::vector<Option> yes_or_no();
/// Which of `count` numbered choices the message takes, from 0.
std::optional<std::size_t> chosen_number(const Message& message, std::size_t count);
/// Whether the message says yes (`1`, `好的`) or no (`2`, `不是`); empty: neither.
std::optional<bool> yes_or_no_of(const Message& message);
/// Name, address and phone in an answer of any words; all empty where there are none.
language::Visit told_person(const Message& message);
/// Days, meal, portions and the rest in an answer of any words.
language::Meal told_meal(const Message& message);

}  // namespace qingdan
