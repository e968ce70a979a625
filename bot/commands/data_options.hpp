#pragma once
/// @file
/// `--config` and `--db` of every subcommand that touches data.

#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace qingdan::commands {

struct DataOptions {
    std::string config, database;

    /// Runs `work` with the database that is meant and gives its exit status; a configuration that
    /// cannot be used is status 2, data that cannot be used status 3, each with its line on
    /// standard error.
    int with_database(const std::function<int(const std::filesystem::path&)>& work) const;
};

/// Adds both options to `command`; they live as long as what is returned.
std::shared_ptr<DataOptions> add_data_options(CLI::App& command);

}  // namespace qingdan::commands
