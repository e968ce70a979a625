#pragma once
/// @file
/// Telegram bots by webhook.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::telegram {

/// The settings of one bot, `[platforms.telegram]` or `[platforms.telegram.apps.NAME]`.
struct Options {
    std::string path = "telegram";           ///< under /callback/
    std::string account;                     ///< part of the dedupe key; empty: the bot's user name
    std::vector<std::string> secret_tokens;  ///< of setWebhook; each valid
    std::string bot_username;                ///< without `@`
    std::string bot_token;                   ///< empty: nothing can be sent
    std::string api_base = "https://api.telegram.org";
    std::string town, community;  ///< where unknown senders belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_telegram(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "telegram";
/// One account of the configuration; throws as above.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::telegram
