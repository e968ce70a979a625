#include "bot/channels/configured.hpp"

#include "bot/channels/wechat/wechat.hpp"

#include <stdexcept>
#include <utility>

namespace qingdan::channels::wechat {
namespace {

Mode mode_named(std::string_view name) {
    if (name == "secure") return Mode::secure;
    if (name == "compatible") return Mode::compatible;
    if (name == "plain") return Mode::plain;
    throw std::invalid_argument("mode must be secure, compatible or plain");
}

}  // namespace

std::unique_ptr<Channel> configured(const config::AppConfig& app) {
    Options options;
    options.path = app.path();
    options.tokens = revealed(app.secrets("token"));
    options.aes_keys = revealed(app.secrets("aes_key"));
    options.app_id = app.text("app_id");
    options.mode = mode_named(app.text("mode"));
    options.app_secrets = revealed(app.secrets("app_secret"));
    options.api_base = app.text("api_base");
    options.town = app.text("town");
    options.community = app.text("community");
    return make_wechat(std::move(options));
}

}  // namespace qingdan::channels::wechat
