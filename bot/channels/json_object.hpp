#pragma once
/// @file
/// JSON that came from outside: read within limits, and its fields taken without exceptions.

#include "bot/channels/envelope.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace qingdan::channels {

/// An object of at most 32 levels. Refusals, all 400: `utf8`, and `json` for anything else that it
/// is not.
Checked<nlohmann::json> read_json_object(std::string_view document);

/// What stands at the end of `path`; null where a step is missing or leads through no object.
const nlohmann::json* json_at(const nlohmann::json& root,
                              std::initializer_list<std::string_view> path);
/// The string there; `nullopt` where there is none.
std::optional<std::string> string_at(const nlohmann::json& root,
                                     std::initializer_list<std::string_view> path);
/// The integer there; `nullopt` where there is none, or one that 64 bits do not hold.
std::optional<std::int64_t> integer_at(const nlohmann::json& root,
                                       std::initializer_list<std::string_view> path);

/// As text without blanks; bytes that are no UTF-8 become U+FFFD.
std::string json_text(const nlohmann::json& value);

}  // namespace qingdan::channels
