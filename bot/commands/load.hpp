#pragma once
/// @file
/// What every subcommand that touches data does first, and how its troubles become an exit status.

#include "bot/config/config.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace qingdan::commands {

/// The configuration, `file` (may be empty) laid over the defaults. Problems go to standard error.
std::optional<config::Config> load_config(const std::string& file);

/// Where the data is: `--db` outranks the configuration.
std::filesystem::path database_of(const config::Config& config, const std::string& option);

/// Runs `work` and gives its exit status; what the store throws becomes one line on standard error
/// and status 3.
int with_data(const std::function<int()>& work);

/// A folder that goes with this object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace qingdan::commands
