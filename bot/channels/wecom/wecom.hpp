#pragma once
/// @file
/// WeCom (企业微信): the self-built app, which members write to, and group robots, which only send.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::wecom {

/// The settings of one app, `[platforms.wecom]` or `[platforms.wecom.apps.NAME]`.
struct Options {
    std::string path = "wecom";       ///< under /callback/
    std::string account;              ///< part of the dedupe key; empty: `CORP_ID/AGENT_ID`
    std::vector<std::string> tokens;  ///< each valid for receiving, the first one for answers
    std::vector<std::string>
        aes_keys;  ///< EncodingAESKeys; likewise, in any combination with the tokens
    std::string corp_id;
    std::int64_t agent_id = 0;
    std::vector<std::string> secrets;  ///< the first one is used; empty: nothing can be sent
    std::map<std::string, std::string>
        group_keys;  ///< group robots by name: the key of each webhook URL
    std::string api_base = "https://qyapi.weixin.qq.com";
    std::string town, community;  ///< where unknown senders of this app belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_wecom(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "wecom";

/// One app as the configuration has it; throws like `make_wecom`.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::wecom
