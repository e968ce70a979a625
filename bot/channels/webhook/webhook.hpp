#pragma once
/// @file
/// Signed webhooks (Standard Webhooks) in both directions: for anything that is no platform of its
/// own.

#include "bot/channels/channel.hpp"

#include <memory>
#include <string>
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

}  // namespace qingdan::channels::webhook
