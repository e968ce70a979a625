// Vendor's page: "setWebhook" (core.telegram.org/bots/api#setwebhook), Bot API 9, 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/telegram/bot.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace qingdan::channels::telegram {

std::unique_ptr<Channel> make_telegram(Options options) {
    return std::make_unique<Bot>(std::move(options));
}

Bot::Bot(Options options) : options_(std::move(options)) {
    if (options_.secret_tokens.empty() || options_.secret_tokens.front().empty()) {
        throw std::invalid_argument("secret_token must not be empty");
    }
    if (options_.bot_username.empty())
        throw std::invalid_argument("bot_username must not be empty");
    if (options_.bot_username.front() == '@') options_.bot_username.erase(0, 1);
    if (options_.account.empty()) options_.account = options_.bot_username;
}

Received Bot::receive(const http::Request& request, Instant now) const {
    if (request.method != "POST") return Rejected{405, "method"};
    const auto secret = request.header("X-Telegram-Bot-Api-Secret-Token");
    if (!secret) return Rejected{401, "missing"};
    bool fits = false;
    for (const std::string& token : options_.secret_tokens) fits |= same_secret(*secret, token);
    if (!fits) return Rejected{401, "token"};
    const auto update = read_json_object(request.body);
    if (!update) return update.error();
    return parse(*update, options_, now);
}

}  // namespace qingdan::channels::telegram
