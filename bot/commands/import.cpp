/// @file
/// `qingdan import`: roster, register, menu, calendar and hotline tickets out of files (contracts:
/// cli).

#include "bot/import/import.hpp"

#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"
#include "domain/audit/audit.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/store/store.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <iostream>
#include <memory>

namespace qingdan::commands {
namespace {

struct ImportOptions {
    std::string config, database, kind, file;
    bool dry_run = false;
};

void print(const import::Report& report, bool dry_run) {
    if (dry_run) {
        for (const std::string& change : report.changes) std::cout << change << "\n";
    }
    std::string counts = fmt::format("{}{} added, {} updated, {} unchanged",
                                     dry_run ? "would be: " : "",
                                     report.added,
                                     report.updated,
                                     report.unchanged);
    if (report.switched_off > 0) counts += fmt::format(", {} switched off", report.switched_off);
    if (report.skipped > 0) counts += fmt::format(", {} skipped", report.skipped);
    std::cout << counts << "\n";
}

/// Whoever can run this command has the database in their hands: what is noted is that it was done,
/// and how much.
void note_in_audit(store::Transaction& tx,
                   const std::string& kind,
                   const import::Report& report,
                   Instant now) {
    const auto count = [](const char* name, int n) {
        return audit::Change{name, std::nullopt, std::to_string(n)};
    };
    const std::array changes{count("added", report.added),
                             count("updated", report.updated),
                             count("switched_off", report.switched_off),
                             count("skipped", report.skipped)};
    audit::append(tx, {now, "command-line", "import", kind}, changes);
}

int run_import(const ImportOptions& options) {
    const auto config = load_config(options.config);
    if (!config) return unusable;
    return with_data([&] {
        const auto store = store::Store::open(database_of(*config, options.database));
        const auto tx = store->write();
        const auto zone = calendar::TimeZone::open(config->settings.timezone).value();
        const auto now =
            zone.at(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
        const auto result =
            import::import_file(*tx, options.kind, options.file, config->settings, now.day());
        for (const std::string& problem : result.problems) std::cerr << problem << "\n";
        if (!result.problems.empty()) {
            std::cerr << "nothing was changed\n";
            return static_cast<int>(answer_no);
        }
        print(result.report, options.dry_run);
        if (!options.dry_run) {
            note_in_audit(*tx, options.kind, result.report, now.instant);
            tx->commit();
        }
        return static_cast<int>(done);
    });
}

}  // namespace

void add_import(CLI::App& app, int& status) {
    const auto options = std::make_shared<ImportOptions>();
    auto* command = app.add_subcommand(
        "import", "people, menus and more out of CSV or XLSX files, all or nothing");
    command->add_option("kind", options->kind, "roster, people, menu, calendar or hotline")
        ->required()
        ->check(CLI::IsMember({"roster", "people", "menu", "calendar", "hotline"}));
    command->add_option("file", options->file, "CSV (UTF-8 or GB18030) or XLSX")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_flag("--dry-run", options->dry_run, "says what would change, and changes nothing");
    command->add_option("--config", options->config, "configuration file");
    command->add_option("--db", options->database, "database file; outranks the configuration");
    command->callback([options, &status] { status = run_import(*options); });
}

}  // namespace qingdan::commands
