#pragma once
/// @file
/// The configuration as paths and values: the defaults, and a file laid over them. What may stand
/// in a file is what stands in config/default.toml, so a new setting is a line there and a line
/// where it is read.

#include "bot/config/problem.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qingdan::config {

/// Where `{ env = "NAME" }` is looked up; `nullopt` where there is no such variable.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

struct Value {
    std::variant<bool, std::int64_t, std::string, std::vector<std::string>> content;
    std::string where;  ///< `qingdan.toml:14`; empty for a default
};

/// `[platforms.NAME]` or `[platforms.NAME.apps.APP]`, as a file has them.
struct AppSection {
    std::string platform;
    std::string app;    ///< empty: the platform's own section
    std::string where;  ///< of its first line
};

class Document {
public:
    /// The built-in defaults alone.
    Document();

    /// Lays `toml` over what is there. `name` is what problems call the file, `folder` what `{ file
    /// = … }` is relative to. Returns all that is wrong; what is good is in all the same.
    Problems lay_over(std::string_view toml,
                      const std::string& name,
                      const std::filesystem::path& folder,
                      const Environment& environment);

    /// The value at `path` (`meals.cutoff.lunch`). The path must exist, since only a bug asks for
    /// another.
    const Value& at(std::string_view path) const;
    /// All keys below `section` with their values.
    std::map<std::string, Value> below(std::string_view section) const;
    /// In the order of the names.
    const std::vector<AppSection>& apps() const { return apps_; }

private:
    class Overlay;
    using Values = std::map<std::string, Value, std::less<>>;

    Values defaults_;  ///< also the schema
    Values values_;    ///< what a file says, under its full path
    std::vector<AppSection> apps_;
};

}  // namespace qingdan::config
