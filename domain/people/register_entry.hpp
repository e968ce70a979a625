#pragma once
/// @file
/// One person of the register (重点人员台账): the households that are visited and fed.

#include "domain/clock.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::people {

/// One line of the people contract. Known by community, name and address; texts are trimmed.
struct PersonEntry {
    std::string community{}, name{}, address{};
    std::optional<std::string> phone{};  ///< digits only
    std::optional<Day> birth{};
    std::vector<std::string> categories{};     ///< codes of the parse contract, each once
    std::optional<std::string> responsible{};  ///< the cadre's user id
    std::vector<std::string> diet{};           ///< codes of the parse contract, each once
    std::optional<std::string> meal_level{};   ///< a price level of the configuration
    std::optional<std::string> emergency_contact{};
    std::optional<std::string> emergency_phone{};  ///< digits only

    friend bool operator==(const PersonEntry&, const PersonEntry&) = default;
};

/// The category codes of the parse contract (`elder_alone`, …), in its order.
std::span<const std::string_view> category_codes();

}  // namespace qingdan::people
