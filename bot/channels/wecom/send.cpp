// Vendor's pages: "获取access_token" (developer.work.weixin.qq.com/document/path/91039) and
// "发送应用消息" (90236), as of 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/wecom/api.hpp"
#include "bot/channels/wecom/app.hpp"
#include "domain/result.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace qingdan::channels::wecom {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

// For so long the platform itself drops the repeat of what it has taken, so that a try whose answer
// was lost may be made again.
constexpr int duplicate_check_seconds = 1800;

// What a card shows whole; more than that is sent as text, whose choices are numbered lines.
constexpr std::size_t max_buttons = 6;
constexpr std::size_t max_label_bytes = 30;
constexpr std::size_t max_key_bytes = 1024;
constexpr std::size_t max_card_text_bytes = 480;

/// Keeps out `@all` and `a|b`, which the platform would take for many receivers.
bool is_user_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && id.front() != '@' &&
           std::ranges::all_of(id, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("_-@.").find(c) != std::string_view::npos;
           });
}

bool fits_card(const Outgoing& part) {
    return !part.choices.empty() && part.choices.size() <= max_buttons &&
           part.text.size() <= max_card_text_bytes &&
           std::ranges::all_of(part.choices, [](const Choice& choice) {
               return choice.label.size() <= max_label_bytes && choice.send.size() <= max_key_bytes;
           });
}

/// Each button's key is the text that the choice sends; parse.cpp reads it back from EventKey.
json card_message(const Outgoing& part) {
    json buttons = json::array();
    for (const Choice& choice : part.choices) {
        buttons.push_back({{"text", choice.label}, {"key", choice.send}});
    }
    // One task id is taken once only. The time keeps it unique where the outbox was restored from
    // an older copy.
    const auto at = part.at.time_since_epoch().count();
    return {{"msgtype", "template_card"},
            {"template_card",
             {{"card_type", "button_interaction"},
              {"sub_title_text", part.text},
              {"task_id", "q" + std::to_string(part.number) + "-" + std::to_string(at)},
              {"button_list", std::move(buttons)}}}};
}

/// The platform's own word for "the receiver is not one of mine", beside an errcode of 0.
bool was_left_out(const json& answer) {
    return !string_at(answer, {"invaliduser"}).value_or("").empty() ||
           !string_at(answer, {"unlicenseduser"}).value_or("").empty();
}

/// The text or card of `part`, then its files. Uploads come first: until they are through nobody
/// has seen anything.
tl::expected<void, Failure> deliver(const Outgoing& part,
                                    const std::string& api,
                                    const std::string& token,
                                    std::int64_t agent_id,
                                    http::Client& client) {
    const std::string query = "?access_token=" + percent_encode(token);
    const auto ids =
        upload(client, api + "/cgi-bin/media/upload" + query + "&type=file", part.files);
    if (!ids) return tl::unexpected(ids.error());
    std::vector<json> messages;
    if (fits_card(part)) {
        messages.push_back(card_message(part));
    } else if (!part.text.empty()) {
        messages.push_back(text_message(part.text));
    }
    for (const std::string& id : *ids) messages.push_back(file_message(id));
    for (json& message : messages) {
        message["touser"] = part.to;
        message["agentid"] = agent_id;
        message["enable_duplicate_check"] = 1;
        message["duplicate_check_interval"] = duplicate_check_seconds;
        const auto answer = post_json(client, api + "/cgi-bin/message/send" + query, message);
        if (!answer) return tl::unexpected(answer.error());
        if (was_left_out(*answer)) {
            return tl::unexpected(Failure{Never{"the receiver is not in the app's range", true}});
        }
    }
    return {};
}

}  // namespace

tl::expected<AccessToken::Fetched, Delivery> App::fetch_token(http::Client& client) const {
    http::ClientRequest request;
    request.method = "GET";
    request.url = options_.api_base +
                  "/cgi-bin/gettoken?corpid=" + percent_encode(options_.corp_id) +
                  "&corpsecret=" + percent_encode(options_.secrets.front());
    const auto answer = call_api(client, request);
    if (!answer) return tl::unexpected(answer.error().delivery);
    auto value = string_at(*answer, {"access_token"});
    if (!value) return tl::unexpected(Delivery{Later{1s, "gettoken was answered without a token"}});
    const auto lives = integer_at(*answer, {"expires_in"}).value_or(7200);
    return AccessToken::Fetched{std::move(*value), std::chrono::seconds{lives}};
}

std::optional<std::string> App::check(http::Client& client) const {
    if (options_.secrets.empty()) return "has no secret: it can answer, but not write first";
    return token_trouble(fetch_token(client));
}

Delivery App::send(const Outgoing& part, http::Client& client, Instant now) {
    if (part.to_kind == ChatKind::group) return send_to_group(part, client);
    if (options_.secrets.empty()) return Never{"the app has no secret", true, /*alarm=*/true};
    if (!is_user_id(part.to)) return Never{"the receiver is no user id", true};
    tl::expected<void, Failure> result;
    // A token may die before its time; the first attempt only finds that out.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto token = token_.get(now, [&] { return fetch_token(client); });
        if (!token) return token.error();
        result = deliver(part, options_.api_base, *token, options_.agent_id, client);
        if (result) return Sent{};
        if (!result.error().token_refused) break;
        token_.drop(*token);
    }
    return result.error().delivery;
}

}  // namespace qingdan::channels::wecom
