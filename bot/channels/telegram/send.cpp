// Vendor's pages: "sendMessage", "sendDocument" and "ResponseParameters"
// (core.telegram.org/bots/api), Bot API 9, 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/telegram/bot.hpp"
#include "bot/channels/vendor_call.hpp"
#include "domain/result.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace qingdan::channels::telegram {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr std::size_t max_callback_bytes = 64;

/// What became of a call: nothing to say, or a delivery; and the chat's new id where the group has
/// moved.
struct Outcome {
    std::optional<Delivery> failure;
    std::string moved_to;
};

Outcome outcome_of(const VendorAnswer& answer) {
    const json body = read_json_object(answer.body).value_or(json::object());
    if (answer.is_success()) return {};
    const std::string why = "status " + std::to_string(answer.status);
    const std::string description = string_at(body, {"description"}).value_or("");
    switch (answer.status) {
        case 429: {
            const auto wait = integer_at(body, {"parameters", "retry_after"}).value_or(30);
            return {Later{std::chrono::seconds{std::clamp<std::int64_t>(wait, 1, 86400)}, why}, ""};
        }
        case 400:
            if (const auto id = integer_at(body, {"parameters", "migrate_to_chat_id"})) {
                return {Later{1s, "the group has a new id"}, std::to_string(*id)};
            }
            // Everything else that is wrong with a request is ours, but a chat that is gone.
            return {Never{why, true, description.find("chat not found") == std::string::npos}, ""};
        case 403:  // blocked, kicked, deactivated, or never written to the bot
            return {Never{why, /*unreachable=*/true}, ""};
        case 401:
        case 404:  // the bot's token
            return {Later{600s, why, /*whole_account=*/true, /*alarm=*/true}, ""};
        default:
            return {Never{why, true, /*alarm=*/true}, ""};
    }
}

std::string why_of(const Delivery& delivery) {
    return std::visit(overloaded{[](const Sent&) { return std::string{}; },
                                 [](const auto& failed) { return failed.why; }},
                      delivery);
}

json keyboard_of(const std::vector<Choice>& choices) {
    json rows = json::array();
    for (const Choice& choice : choices) {
        rows.push_back(json::array({{{"text", choice.label}, {"callback_data", choice.send}}}));
    }
    return {{"inline_keyboard", std::move(rows)}};
}

json message_of(const Outgoing& part, const std::string& chat) {
    json message = {{"chat_id", chat}, {"text", part.text}};
    const json ref = read_json_object(part.reply_ref).value_or(json::object());
    if (const auto id = integer_at(ref, {"message_id"}); id && !part.push) {
        message["reply_parameters"] = {{"message_id", *id}, {"allow_sending_without_reply", true}};
    }
    if (const auto thread = integer_at(ref, {"thread"}); thread && !part.push) {
        message["message_thread_id"] = *thread;
    }
    const bool fit = std::ranges::all_of(part.choices, [](const Choice& choice) {
        return !choice.label.empty() && choice.send.size() <= max_callback_bytes;
    });
    if (fit && !part.choices.empty()) message["reply_markup"] = keyboard_of(part.choices);
    return message;
}

/// One call; the bot's token stands in the URL, which therefore appears in no log.
Outcome call(http::Client& client, http::ClientRequest request) {
    const auto answer = call_vendor(client, request);
    if (!answer) return {answer.error(), ""};
    return outcome_of(*answer);
}

Outcome post(http::Client& client, const std::string& url, const json& body) {
    http::ClientRequest request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = json_text(body);
    return call(client, std::move(request));
}

Outcome deliver(const Outgoing& part,
                const std::string& api,
                const std::string& chat,
                http::Client& client) {
    if (!part.text.empty()) {
        Outcome outcome = post(client, api + "/sendMessage", message_of(part, chat));
        if (outcome.failure) return outcome;
    }
    for (const File& file : part.files) {
        Multipart form = multipart_file("document", file, {{"chat_id", chat}});
        http::ClientRequest request;
        request.url = api + "/sendDocument";
        request.headers = {{"Content-Type", form.content_type}};
        request.body = std::move(form.body);
        request.timeout = 60s;
        Outcome outcome = call(client, std::move(request));
        if (outcome.failure) return outcome;
    }
    return {};
}

}  // namespace

std::optional<std::string> Bot::check(http::Client& client) const {
    if (options_.bot_token.empty()) return "has no bot_token: it can receive, but not answer";
    const auto failure =
        post(client, options_.api_base + "/bot" + options_.bot_token + "/getMe", json::object())
            .failure;
    if (!failure) return std::nullopt;
    return "bot_token was not taken: " + why_of(*failure);
}

Registered Bot::register_callback(http::Client& client, std::string_view url) const {
    if (options_.bot_token.empty()) return Refused{"has no bot_token"};
    const auto failure = post(client,
                              options_.api_base + "/bot" + options_.bot_token + "/setWebhook",
                              {{"url", url},
                               {"secret_token", options_.secret_tokens.front()},
                               {"allowed_updates",
                                {"message", "edited_message", "callback_query", "my_chat_member"}}})
                             .failure;
    if (!failure) return Told{};
    return Refused{"setWebhook was refused: " + why_of(*failure)};
}

Delivery Bot::send(const Outgoing& part, http::Client& client, Instant) {
    if (options_.bot_token.empty()) return Never{"the bot has no token", true, /*alarm=*/true};
    const std::string api = options_.api_base + "/bot" + options_.bot_token;
    const auto ref = read_json_object(part.reply_ref);
    if (const auto query = ref ? string_at(*ref, {"callback_query"}) : std::nullopt;
        query && !part.push) {
        // Until then the pressed button turns and turns. Whether it stops is not worth a second
        // try.
        post(client, api + "/answerCallbackQuery", {{"callback_query_id", *query}});
    }
    Outcome outcome = deliver(part, api, part.to, client);
    if (!outcome.moved_to.empty()) outcome = deliver(part, api, outcome.moved_to, client);
    return outcome.failure.value_or(Sent{});
}

}  // namespace qingdan::channels::telegram
