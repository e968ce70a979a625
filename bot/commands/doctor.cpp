#include "bot/doctor/doctor.hpp"

#include "bot/commands/command.hpp"

#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qingdan::commands {
namespace {

using doctor::Finding;

std::vector<Finding> examine(const config::Config& config, http::Client& client) {
    std::vector<Finding> all;
    const auto add = [&all](std::vector<Finding> some) {
        all.insert(
            all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    };
    add(doctor::examine_store(config.store));
    add(doctor::examine_clock(
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())));
    add({doctor::examine_fonts(doctor::font_folders())});
    add({doctor::examine_guidance(config.settings.guidance)});
    add(doctor::examine_server(config.server));
    add(doctor::examine_platforms(config.apps, client));
    return all;
}

struct Options {
    std::string config, database;
    bool register_callbacks = false;
};

Status run(const Options& options) {
    const std::string& file = options.config;
    auto config =
        config::load(file.empty() ? std::nullopt : std::optional<std::filesystem::path>{file});
    if (!config) {
        for (const config::Problem& problem : config.error())
            std::cerr << config::to_text(problem) << "\n";
        return unusable;
    }
    if (!options.database.empty()) config->store.path = options.database;
    const auto client = http::make_client();
    Status status = done;
    std::cout << "good   configuration: " << (file.empty() ? "the defaults" : file) << "\n";
    auto findings = examine(*config, *client);
    if (options.register_callbacks) {
        for (Finding& finding :
             doctor::register_callbacks(config->apps, config->server.public_url, *client))
            findings.push_back(std::move(finding));
    }
    for (const Finding& finding : findings) {
        std::cout << doctor::to_text(finding) << "\n";
        if (finding.verdict == doctor::Verdict::wrong) status = answer_no;
    }
    return status;
}

}  // namespace

void add_doctor(CLI::App& app, int& status) {
    auto* command = app.add_subcommand(
        "doctor",
        "tries configuration, database, clock, fonts and each platform, and says what to mend");
    const auto options = std::make_shared<Options>();
    command->add_option("--config", options->config, "configuration file")->type_name("FILE");
    command->add_option("--db", options->database, "database file; outranks the configuration")
        ->type_name("FILE");
    command->add_flag(
        "--register", options->register_callbacks, "tell the platforms where their callbacks go");
    command->callback([&status, options] { status = run(*options); });
}

}  // namespace qingdan::commands
