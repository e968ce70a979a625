#include "bot/channels/configured.hpp"

#include "bot/channels/wecom/wecom.hpp"

#include <utility>

namespace qingdan::channels::wecom {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.tokens = revealed(app.secrets("token"));
    options.aes_keys = revealed(app.secrets("aes_key"));
    options.corp_id = app.text("corp_id");
    options.agent_id = app.number("agent_id");
    options.secrets = revealed(app.secrets("secret"));
    for (const auto& [name, key] : app.secret_table("group_keys"))
        options.group_keys.emplace(name, key.reveal());
    options.api_base = app.text("api_base");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_wecom(std::move(options));
}

}  // namespace qingdan::channels::wecom
