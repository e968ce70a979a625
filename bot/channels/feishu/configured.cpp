#include "bot/channels/configured.hpp"

#include "bot/channels/feishu/feishu.hpp"

#include <utility>

namespace qingdan::channels::feishu {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.app_id = app.text("app_id");
    options.encrypt_keys = revealed(app.secrets("encrypt_key"));
    options.verification_tokens = revealed(app.secrets("verification_token"));
    options.bot_open_id = app.text("bot_open_id");
    options.app_secrets = revealed(app.secrets("app_secret"));
    options.api_base = app.text("api_base");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_feishu(std::move(options));
}

}  // namespace qingdan::channels::feishu
