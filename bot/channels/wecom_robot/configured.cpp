#include "bot/channels/configured.hpp"

#include "bot/channels/wecom_robot/wecom_robot.hpp"

#include <utility>

namespace qingdan::channels::wecom_robot {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    // The first robot stands below the app's path; that name is reserved there.
    if (!app.name().empty()) {
        options.path = app.path();
        options.account = "robot/" + app.name();
    }
    options.tokens = revealed(app.secrets("token"));
    options.aes_keys = revealed(app.secrets("aes_key"));
    options.bot_name = app.text("bot_name");
    if (const auto hosts = app.list("url_hosts"); !hosts.empty()) options.url_hosts = hosts;
    options.town = app.text("town");
    options.community = app.text("community");
    return make_wecom_robot(std::move(options));
}

}  // namespace qingdan::channels::wecom_robot
