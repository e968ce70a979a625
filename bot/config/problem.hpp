#pragma once
/// @file
/// What whoever wrote a configuration reads about it.

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::config {

/// One thing that is wrong, in words that name the place and the cure, never the value of a secret.
struct Problem {
    std::string where;  ///< `qingdan.toml:14`
    std::string what;   ///< `[meals] cutof is not a setting; did you mean cutoff?`

    friend bool operator==(const Problem&, const Problem&) = default;
};
using Problems = std::vector<Problem>;

/// `qingdan.toml:14: [meals] cutof is not a setting; did you mean cutoff?`
std::string to_text(const Problem& problem);

/// How a problem names the setting at `path`: `[meals.cutoff] lunch`, `timezone`.
std::string setting_name(std::string_view path);

}  // namespace qingdan::config
