#pragma once
/// @file
/// DingTalk (钉钉): the robot of an internal app, in HTTP mode.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::dingtalk {

/// The settings of one robot, `[platforms.dingtalk]` or `[platforms.dingtalk.apps.NAME]`.
struct Options {
    std::string path = "dingtalk";  ///< under /callback/
    std::string account;            ///< part of the dedupe key; empty: the robot's code
    std::string app_key;
    std::vector<std::string> app_secrets;  ///< each valid for receiving, the first one for sending
    std::string robot_code;  ///< empty: the app key, and then not compared with the pushes
    std::string corp_id;     ///< compared with the pushes where it is set
    std::vector<std::string> url_hosts;  ///< of session webhooks; empty: the vendor's own
    std::string api_base = "https://api.dingtalk.com";
    std::string town, community;  ///< where unknown senders belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_dingtalk(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "dingtalk";
/// One account of the configuration; throws as above.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::dingtalk
