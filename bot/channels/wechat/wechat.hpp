#pragma once
/// @file
/// WeChat official accounts (微信公众号): private chats with whoever follows the account.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels::wechat {

/// How the account's pushes come, as it is set in the vendor's console.
enum class Mode { secure, compatible, plain };

/// The settings of one account, `[platforms.wechat]` or `[platforms.wechat.apps.NAME]`.
struct Options {
    std::string path = "wechat";        ///< under /callback/
    std::string account;                ///< part of the dedupe key; empty: the app id
    std::vector<std::string> tokens;    ///< each valid for receiving, the first one for answers
    std::vector<std::string> aes_keys;  ///< EncodingAESKeys; likewise; not needed in plain mode
    std::string app_id;
    Mode mode = Mode::secure;
    std::vector<std::string> app_secrets;  ///< the first one is used; empty: nothing can be sent
    std::string api_base = "https://api.weixin.qq.com";
    std::string town, community;  ///< where unknown followers belong; may be empty
};

/// Throws std::invalid_argument naming the setting that cannot be used, never its value.
std::unique_ptr<Channel> make_wechat(Options options);

/// Where the configuration has it.
inline constexpr std::string_view section = "wechat";
/// One account of the configuration; throws as above.
std::unique_ptr<Channel> configured(const config::AppConfig& app);

}  // namespace qingdan::channels::wechat
