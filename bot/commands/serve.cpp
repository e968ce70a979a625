/// @file
/// `qingdan serve`: the service, until SIGTERM or SIGINT; SIGHUP reads the configuration again.

#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"
#include "bot/log.hpp"
#include "bot/serve/serving.hpp"

#include <csignal>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace qingdan::commands {
namespace {

struct Options {
    std::string config, database;
};

/// Blocks the signals for all threads that are made after this one.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

int run(const Options& options) {
    const sigset_t signals = block_signals();
    const auto config = load_config(options.config);
    if (!config) return unusable;
    const Log log{config->log.level, config->log.json};
    const std::filesystem::path database = database_of(*config, options.database);
    if (database.has_parent_path()) std::filesystem::create_directories(database.parent_path());
    serve::Serving serving{*config, database, log};
    serving.begin();
    log.info("serve.ready", {{"address", config->server.address}, {"port", serving.port()}});
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) break;
        if (const auto again = load_config(options.config)) {
            serving.reload(*again);
            log.set_least(again->log.level);
            log.info("serve.reloaded");
        } else {
            log.error("serve.reload_refused");
        }
    }
    log.info("serve.stopping");
    serving.end();
    return done;
}

int serve(const Options& options) {
    return with_data([&] {
        try {
            return run(options);
        } catch (const std::invalid_argument& wrong) {
            std::cerr << wrong.what() << "\n";
            return static_cast<int>(unusable);
        }
    });
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
    auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("serve", "the service; SIGTERM finishes what it has, then stops");
    command->add_option("--config", options->config, "configuration file");
    command->add_option("--db", options->database, "database file");
    command->callback([options, &status] { status = serve(*options); });
}

}  // namespace qingdan::commands
