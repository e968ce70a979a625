#pragma once
/// @file
/// Which figures of burdens have a limit, and what they come to for one community. Pure.
/// Source: workload facts, section 4.

#include "domain/burdens/counting.hpp"
#include "domain/settings.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::burdens {

/// An indicator (监测指标) with its code of the configuration contract.
struct Indicator {
    std::string_view code;
    language::BurdenKind kind;
    language::Period base;  ///< of a stock: the month in which it was told
    bool is_stock = false;
    bool duplicates_alone = false;  ///< only what was said to repeat another
};
/// Those that reports alone can fill, in the order of the contract.
std::span<const Indicator> indicators();
/// `nullopt` for a code that is none of these.
std::optional<Indicator> indicator_from(std::string_view code);
/// The one that a figure of this kind is measured by; nothing for `other`.
std::optional<Indicator> indicator_of(language::BurdenKind kind);

/// How a figure stands to its limits.
enum class Light { green, amber, red };
/// Red above the limit, amber above the amber one; a limit that is not set, or below zero, is off.
Light light_of(std::string_view code, int value, const WorkloadSettings& settings);

/// The period of `indicator` that `report` is counted in; `nullopt` where it speaks of a longer
/// one.
std::optional<Term> term_for(const Indicator& indicator, const Burden& report);

/// What one organizer's part of a figure is.
struct Share {
    std::optional<std::string> organizer;  ///< as first written; empty: nobody was named
    int count = 0;
    Instant reached{};  ///< when the report came with which it got there
};
/// The figure of one community, and what each organizer has of it: the most first, equal ones by
/// who got there first.
struct Figure {
    int value = 0;
    std::vector<Share> shares;
};
/// `reports` are those of one community that may count; what does not belong is left out here.
Figure figure_of(const Indicator& indicator,
                 const std::vector<Burden>& reports,
                 const Term& term,
                 Day today,
                 int stock_days);

}  // namespace qingdan::burdens
