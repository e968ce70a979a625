#pragma once
/// @file
/// The whole configuration as plain values. Where a new setting goes: a line in
/// config/default.toml, a member here or in domain/settings.hpp, and a line in config.cpp that
/// reads and checks it.

#include "bot/config/document.hpp"
#include "bot/config/problem.hpp"
#include "bot/config/secret.hpp"
#include "bot/http/server.hpp"
#include "bot/log.hpp"
#include "domain/settings.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::config {

/// Who may open a page: whoever is on this machine, everybody, nobody.
enum class Access { loopback, any, off };

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::string public_url;  ///< without a slash at its end; empty: not known
    unsigned short port = 8080;
    http::ServerLimits limits;
    std::chrono::seconds drain{20};  ///< how long what was begun may take when stopping
    int threads = 1;
    Access metrics = Access::loopback;
    Access chat = Access::loopback;  ///< `loopback`: while `address` is one, see `chat_is_on`
    bool demo = false;               ///< an empty database begins with the invented community
};

/// Whether `address` is one that only this machine can reach.
bool is_loopback(std::string_view address);
/// Whether there is a chat page.
bool chat_is_on(const ServerConfig& server);

struct StoreConfig {
    std::filesystem::path path = "var/qingdan.db";
    std::filesystem::path spool = "var/qingdan.db.spool";
};

struct OutboxConfig {
    std::chrono::seconds first_pause{2};
    std::chrono::seconds longest_pause{900};
    std::chrono::hours answer_kept{24};  ///< then an answer is given up
    std::chrono::hours push_kept{12};    ///< then a push is given up
};

struct LogConfig {
    LogLevel level = LogLevel::info;
    bool json = false;
};

/// One app of a messaging platform: `[platforms.NAME]` or `[platforms.NAME.apps.APP]`, with its
/// defaults. What its keys mean is the platform's own business (bot/channels).
class AppConfig {
public:
    AppConfig(const Document& document, AppSection section);

    const std::string& platform() const { return section_.platform; }  ///< NAME, as in the file
    const std::string& name() const { return section_.app; }           ///< APP, empty for the first
    /// Under /callback/ where the platform has no rule of its own: `NAME` or `NAME/APP`.
    std::string path() const;
    /// `[platforms.NAME.apps.APP]`, for messages to whoever wrote it.
    std::string section() const;
    const std::string& where() const { return section_.where; }  ///< `qingdan.toml:14`

    std::string text(std::string_view key) const;
    std::int64_t number(std::string_view key) const;
    std::vector<std::string> list(std::string_view key) const;
    /// Secrets that may be several while one is being changed; the first one is used for what goes
    /// out.
    std::vector<Secret> secrets(std::string_view key) const;
    /// A table of secrets by name.
    std::map<std::string, Secret> secret_table(std::string_view key) const;

private:
    AppSection section_;
    std::map<std::string, Value> values_;
};

struct Config {
    Settings settings;
    ServerConfig server;
    StoreConfig store;
    OutboxConfig outbox;
    LogConfig log;
    std::vector<AppConfig> apps;
};

/// The environment of this process.
std::optional<std::string> process_environment(const std::string& name);

/// The defaults, and `file` laid over them where it is given. Problems are in the order of their
/// lines; with one of them nothing of the configuration is to be used (exit status 2, and on SIGHUP
/// the old one stays).
tl::expected<Config, Problems> load(const std::optional<std::filesystem::path>& file,
                                    const Environment& environment = process_environment);

/// Likewise from a text that problems call `name`.
tl::expected<Config, Problems> load_text(std::string_view toml,
                                         const std::string& name,
                                         const Environment& environment = process_environment);

}  // namespace qingdan::config
