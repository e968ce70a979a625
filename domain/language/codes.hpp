#pragma once
/// @file
/// The codes of the parse contract read back, and records as JSON: how half-finished questions keep
/// them.

#include "domain/language/meaning.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace qingdan::language {

std::optional<Method> method_from(std::string_view code);
std::optional<MealTime> meal_time_from(std::string_view code);
std::optional<Fulfilment> fulfilment_from(std::string_view code);
std::optional<BurdenKind> burden_kind_from(std::string_view code);
std::optional<Period> period_from(std::string_view code);

/// A record with every field of the contract, in its order.
nlohmann::ordered_json to_json(const Record& record);
/// Reads what `to_json` wrote; throws nlohmann::json::exception on anything else, since only a bug
/// or a damaged store can cause it.
Record record_from_json(const nlohmann::json& json);

}  // namespace qingdan::language
