#include "bot/commands/load.hpp"

#include "bot/commands/command.hpp"
#include "domain/store/store.hpp"

#include <cstdlib>
#include <iostream>
#include <system_error>

namespace qingdan::commands {

std::optional<config::Config> load_config(const std::string& file) {
    auto loaded =
        config::load(file.empty() ? std::nullopt : std::optional<std::filesystem::path>{file});
    if (loaded) return std::move(*loaded);
    for (const config::Problem& problem : loaded.error())
        std::cerr << config::to_text(problem) << "\n";
    return std::nullopt;
}

std::filesystem::path database_of(const config::Config& config, const std::string& option) {
    return option.empty() ? config.store.path : std::filesystem::path{option};
}

int with_data(const std::function<int()>& work) {
    try {
        return work();
    } catch (const store::StoreError& trouble) {
        std::cerr << trouble.what() << "\n";
    } catch (const std::system_error& trouble) {
        std::cerr << trouble.what() << "\n";
    }
    return no_data;
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "qingdan-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace qingdan::commands
