#include "bot/channels/configured.hpp"

#include "bot/channels/webhook/webhook.hpp"

#include <utility>

namespace qingdan::channels::webhook {

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.secrets = revealed(app.secrets("secret"));
    options.url = app.text("url");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_webhook(std::move(options));
}

}  // namespace qingdan::channels::webhook
