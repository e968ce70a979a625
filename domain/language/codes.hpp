#pragma once
/// @file
/// The codes of the parse contract read back, and records as JSON: how half-finished questions keep
/// them.

#include "domain/language/meaning.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

std::optional<Method> method_from(std::string_view code);
std::optional<MealTime> meal_time_from(std::string_view code);
std::optional<Fulfilment> fulfilment_from(std::string_view code);
std::optional<BurdenKind> burden_kind_from(std::string_view code);
std::optional<Period> period_from(std::string_view code);

/// A record with every field of the contract, in its order.
nlohmann::ordered_json to_json(const Record& record);
/// The same as text behind `out`, many times faster: how `parse` answers. Strings have to be UTF-8,
/// as those of a Meaning are.
void append_json(std::string& out, const Record& record);
void append_json(std::string& out, std::string_view text);
inline void append_json(std::string& out, const std::string& text) {
    append_json(out, std::string_view{text});
}
void append_json(std::string& out, const std::optional<std::string>& text);
void append_json(std::string& out, const std::vector<std::string>& texts);
/// Reads what `to_json` wrote; throws nlohmann::json::exception on anything else, since only a bug
/// or a damaged store can cause it.
Record record_from_json(const nlohmann::json& json);

}  // namespace qingdan::language
