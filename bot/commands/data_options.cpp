#include "bot/commands/data_options.hpp"

#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"

namespace qingdan::commands {

int DataOptions::with_database(const std::function<int(const std::filesystem::path&)>& work) const {
    const auto loaded = load_config(config);
    if (!loaded) return unusable;
    return with_data([&] { return work(database_of(*loaded, database)); });
}

std::shared_ptr<DataOptions> add_data_options(CLI::App& command) {
    auto options = std::make_shared<DataOptions>();
    command.add_option("--config", options->config, "laid over the defaults")->type_name("FILE");
    command.add_option("--db", options->database, "the database, whatever the configuration says")
        ->type_name("FILE");
    return options;
}

}  // namespace qingdan::commands
