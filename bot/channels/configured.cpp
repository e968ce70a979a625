#include "bot/channels/configured.hpp"

#include "bot/channels/dingtalk/dingtalk.hpp"
#include "bot/channels/feishu/feishu.hpp"
#include "bot/channels/telegram/telegram.hpp"
#include "bot/channels/webhook/webhook.hpp"
#include "bot/channels/wechat/wechat.hpp"
#include "bot/channels/wecom/wecom.hpp"
#include "bot/channels/wecom_robot/wecom_robot.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>

namespace qingdan::channels {
namespace {

struct Spoken {
    std::string_view section;
    std::unique_ptr<Channel> (*make)(const config::AppConfig& app);
};
// All platforms that this version speaks.
constexpr Spoken all_spoken[] = {
    {dingtalk::section, dingtalk::configured},
    {feishu::section, feishu::configured},
    {telegram::section, telegram::configured},
    {webhook::section, webhook::configured},
    {wechat::section, wechat::configured},
    {wecom::section, wecom::configured},
    {wecom_robot::section, wecom_robot::configured},
};

}  // namespace

tl::expected<std::vector<std::unique_ptr<Channel>>, config::Problems> make_channels(
    const std::vector<config::AppConfig>& apps) {
    std::vector<std::unique_ptr<Channel>> made;
    std::set<std::string> paths;
    config::Problems problems;
    for (const config::AppConfig& app : apps) {
        const auto* spoken = std::ranges::find(all_spoken, app.platform(), &Spoken::section);
        if (spoken == std::end(all_spoken)) {
            problems.push_back(
                {app.where(),
                 app.section() + " is a platform that this version does not speak yet"});
            continue;
        }
        try {
            auto channel = spoken->make(app);
            if (!paths.emplace(channel->path()).second)
                problems.push_back({app.where(), app.section() + " has the path of another app"});
            made.push_back(std::move(channel));
        } catch (const std::invalid_argument& wrong) {
            problems.push_back({app.where(), app.section() + ": " + wrong.what()});
        }
    }
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return made;
}

std::vector<std::string> revealed(const std::vector<config::Secret>& secrets) {
    std::vector<std::string> texts;
    for (const config::Secret& secret : secrets) texts.push_back(secret.reveal());
    return texts;
}

}  // namespace qingdan::channels
