#include "bot/channels/configured.hpp"

#include "bot/channels/telegram/telegram.hpp"

#include <utility>

namespace qingdan::channels::telegram {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.secret_tokens = revealed(app.secrets("secret_token"));
    options.bot_username = app.text("bot_username");
    if (const auto tokens = revealed(app.secrets("bot_token")); !tokens.empty())
        options.bot_token = tokens.front();
    options.api_base = app.text("api_base");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_telegram(std::move(options));
}

}  // namespace qingdan::channels::telegram
