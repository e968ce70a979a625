/// @file
/// `qingdan verify`: whether the database is whole and the audit chain unbroken, also while the
/// service runs.

#include "bot/commands/command.hpp"
#include "bot/commands/data_options.hpp"
#include "bot/commands/progress.hpp"
#include "domain/audit/audit.hpp"
#include "domain/store/store.hpp"

#include <fmt/format.h>

#include <iostream>

namespace qingdan::commands {
namespace {

int verify(const std::filesystem::path& database) {
    try {
        const auto store = store::Store::open(database, {.read_only = true, .older_schema = true});
        Progress progress{"verify"};
        const auto faults = store->integrity();
        if (!faults.empty()) {
            std::cout << "database: " << faults.front() << "\n";
            return answer_no;
        }
        const auto tx = store->read();
        const auto fault =
            audit::verify(*tx, [&](std::int64_t entries) { progress.show(entries); });
        if (fault) {
            std::cout << fmt::format("audit: entry {} {}\n", fault->number, fault->what);
            return answer_no;
        }
    } catch (const store::StoreError& error) {
        // What cannot be read at all is the plainest no.
        if (error.trouble != store::Trouble::damaged) throw;
        std::cout << "database: " << error.what() << "\n";
        return answer_no;
    }
    std::cout << "database: whole\naudit: unbroken\n";
    return done;
}

}  // namespace

void add_verify(CLI::App& app, int& status) {
    auto* command = app.add_subcommand("verify", "database integrity and the audit chain");
    const auto data = add_data_options(*command);
    command->callback([=, &status] {
        status = data->with_database([](const auto& database) { return verify(database); });
    });
}

}  // namespace qingdan::commands
