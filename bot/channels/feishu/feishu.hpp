#pragma once
/// @file
/// Feishu and Lark (飞书): the bot of an app, events by webhook.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::feishu {

/// The settings of one app, `[platforms.feishu]` or `[platforms.feishu.apps.NAME]`.
struct Options {
    std::string path = "feishu";  ///< under /callback/
    std::string account;          ///< part of the dedupe key; empty: the app id
    std::string app_id;
    std::vector<std::string>
        encrypt_keys;  ///< each valid; needed, for without one nothing is signed
    std::vector<std::string> verification_tokens;  ///< each valid
    std::string bot_open_id;  ///< by which mentions of the bot are known; see `bot_open_id`
    std::vector<std::string> app_secrets;  ///< the first one is used; empty: nothing can be sent
    std::string api_base = "https://open.feishu.cn";
    std::string town, community;  ///< where unknown senders belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_feishu(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "feishu";
/// One account of the configuration; throws as above.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

/// The open id of the app's own bot, asked of the platform; for `Options::bot_open_id` where it is
/// not configured. `nullopt` where the platform did not say it. Waits for the answer.
std::optional<std::string> bot_open_id(const Options& options, http::Client& client);

}  // namespace qingdan::channels::feishu
