/// @file
/// `qingdan restore FILE`: a backup in the place of the database, while the service does not run.

#include "bot/commands/command.hpp"
#include "bot/commands/data_options.hpp"
#include "bot/commands/progress.hpp"
#include "bot/outbox/delivery_log.hpp"
#include "bot/outbox/table.hpp"
#include "domain/store/backup.hpp"
#include "domain/store/store.hpp"

#include <iostream>

namespace qingdan::commands {
namespace {

int restore(const std::filesystem::path& database, const std::string& file) {
    {
        Progress progress{"restore"};
        store::restore(file, database, [&](int done, int of) { progress.show(done, of); });
    }
    // It speaks of numbers that the restored database will give to other messages.
    std::error_code ignored;
    std::filesystem::remove(outbox::DeliveryLog::path_beside(database), ignored);
    const auto store = store::Store::open(database);
    const auto tx = store->write();
    outbox::skip_numbers(*tx);
    tx->commit();
    std::cerr << "the database before it is kept as " << database.string() << ".before-restore\n";
    return done;
}

}  // namespace

void add_restore(CLI::App& app, int& status) {
    auto* command = app.add_subcommand(
        "restore", "a backup in the place of the database; the service must not run");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "made by `qingdan backup`")->required();
    const auto data = add_data_options(*command);
    command->callback([=, &status] {
        status =
            data->with_database([&](const auto& database) { return restore(database, *file); });
    });
}

}  // namespace qingdan::commands
