#pragma once
/// @file
/// Signed webhooks (Standard Webhooks) in both directions: for anything that is no platform of its
/// own.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::webhook {

/// The settings of one peer, `[platforms.webhook]` or `[platforms.webhook.apps.NAME]`.
struct Options {
    std::string path = "webhook";  ///< under /callback/
    std::string account;           ///< part of the dedupe key; empty: the path
    std::vector<std::string>
        secrets;      ///< `whsec_…`; each valid for receiving, the first one signs what is sent
    std::string url;  ///< where pushes go; empty: nowhere
    std::string town, community;  ///< where unknown senders of this peer belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_webhook(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "webhook";

/// One app as the configuration has it; throws like `make_webhook`.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::webhook
