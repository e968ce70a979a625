#pragma once
/// @file
/// WeCom's smart robot (智能机器人): private chats, and groups in which it is named.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::wecom_robot {

/// The settings of one robot, `[platforms.wecom_robot]`.
struct Options {
    std::string path = "wecom/robot";  ///< under /callback/
    std::string account;               ///< part of the dedupe key; empty: `robot`
    std::vector<std::string> tokens;   ///< each valid for receiving, the first one for answers
    std::vector<std::string>
        aes_keys;          ///< EncodingAESKeys; likewise, in any combination with the tokens
    std::string bot_name;  ///< as members write it after `@`; empty: mentions stay in the text
    std::vector<std::string> url_hosts;  ///< where a later reply may go; empty: WeCom's own host
    std::string town, community;         ///< where unknown senders belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_wecom_robot(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "wecom_robot";

/// One app as the configuration has it; throws like `make_wecom_robot`.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::wecom_robot
