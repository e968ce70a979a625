/// @file
/// The program: one subcommand for each thing it does (the command-line contract).

#include "bot/commands/command.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    using namespace qingdan::commands;
    CLI::App app{"qingdan: paperwork out of a neighbourhood's group chats"};
    app.require_subcommand(1);
    int status = done;
    add_doctor(app, status);
    add_parse(app, status);
    add_version(app, status);
    add_ask(app, status);
    add_export(app, status);
    add_import(app, status);
    add_election(app, status);
    add_serve(app, status);
    add_simulate(app, status);
    add_backup(app, status);
    add_restore(app, status);
    add_verify(app, status);
    add_outbox(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? done : unusable;
    }
    return status;
}
