#include "bot/channels/configured.hpp"

#include "bot/channels/dingtalk/dingtalk.hpp"

#include <utility>

namespace qingdan::channels::dingtalk {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.app_key = app.text("app_key");
    options.app_secrets = revealed(app.secrets("app_secret"));
    options.robot_code = app.text("robot_code");
    options.corp_id = app.text("corp_id");
    options.url_hosts = app.list("url_hosts");
    options.api_base = app.text("api_base");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_dingtalk(std::move(options));
}

}  // namespace qingdan::channels::dingtalk
