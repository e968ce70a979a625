#pragma once
/// @file
/// One file for each subcommand; each adds itself to the program's command line.

#include <CLI/CLI.hpp>

namespace qingdan::commands {

/// Exit statuses of the command-line contract.
enum Status : int {
    done = 0,       ///< done
    answer_no = 1,  ///< ran, but the answer is no
    unusable = 2,   ///< wrong arguments or a configuration that cannot be used; nothing was changed
    no_data = 3,    ///< the data could not be read or written; nothing was half-done
};

/// Each adds one subcommand to `app`; when it is chosen, its exit status is put into `status`.
void add_doctor(CLI::App& app, int& status);
void add_version(CLI::App& app, int& status);
void add_backup(CLI::App& app, int& status);
void add_restore(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_outbox(CLI::App& app, int& status);
void add_parse(CLI::App& app, int& status);
void add_ask(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_import(CLI::App& app, int& status);
void add_election(CLI::App& app, int& status);
void add_serve(CLI::App& app, int& status);
void add_simulate(CLI::App& app, int& status);

}  // namespace qingdan::commands
