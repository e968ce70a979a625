/// @file
/// `qingdan backup FILE`: a copy of the whole database, also while the service runs.

#include "bot/commands/command.hpp"
#include "bot/commands/data_options.hpp"
#include "bot/commands/progress.hpp"
#include "domain/store/store.hpp"

namespace qingdan::commands {
namespace {

int backup(const std::filesystem::path& database, const std::string& file) {
    // Before an upgrade, too: an older schema is copied as it is.
    const auto store = store::Store::open(database, {.read_only = true, .older_schema = true});
    Progress progress{"backup"};
    store->backup(file, [&](int done, int of) { progress.show(done, of); });
    return done;
}

}  // namespace

void add_backup(CLI::App& app, int& status) {
    auto* command =
        app.add_subcommand("backup", "a copy of the whole database, also while the service runs");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "the copy; an older one of that name is replaced")
        ->required();
    const auto data = add_data_options(*command);
    command->callback([=, &status] {
        status = data->with_database([&](const auto& database) { return backup(database, *file); });
    });
}

}  // namespace qingdan::commands
