#pragma once
/// @file
/// What the people of the meal service write beside ordering: `已送 3号楼 5户`, `王阿婆没人应门`.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// Words of the service found in a message, whatever its intent. Who may say them is the
/// conversation's business.
struct ServiceWords {
    std::vector<std::string> codes;  ///< `delivered`, `no_answer`, …: groups of words.toml
    std::optional<int> doors;        ///< `5户`
    std::optional<int> month;        ///< `6月`, `6月份`

    bool has(std::string_view code) const;
    friend bool operator==(const ServiceWords&, const ServiceWords&) = default;
};

/// Looks for them anywhere in the text. Any thread; never throws for what a sender wrote.
ServiceWords service_words(std::string_view text);

/// Whether a set of the menu is named by its letter: `B套餐`, `要B`, `B` alone; `3号楼B座` names
/// none.
bool names_set(std::string_view text, std::string_view set);
/// The clause that stands behind a word of the group, punctuation between aside; none where there
/// is no such word or nothing behind it.
std::optional<std::string> behind(std::string_view text, std::string_view code);
/// Whether a text has a word of another in it, both folded: a dish in an order.
bool mentions(std::string_view text, std::string_view word);

}  // namespace qingdan::language
