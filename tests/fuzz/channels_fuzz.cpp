// Every channel's receiver, with what a forger may send and with what a platform itself might: the
// first byte chooses the channel and whether the rest is sealed and signed as the platform would do
// it.

#include "bot/channels/cipher.hpp"
#include "bot/channels/digest.hpp"
#include "bot/channels/dingtalk/dingtalk.hpp"
#include "bot/channels/envelope.hpp"
#include "bot/channels/feishu/feishu.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/telegram/telegram.hpp"
#include "bot/channels/text.hpp"
#include "bot/channels/webhook/webhook.hpp"
#include "bot/channels/wechat/wechat.hpp"
#include "bot/channels/wecom/wecom.hpp"
#include "bot/channels/wecom_robot/wecom_robot.hpp"
#include "bot/channels/xml_fields.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace qingdan;
using namespace qingdan::channels;

const std::string aes_key(43, 'a');
const std::string secret = "secret";
const std::string webhook_secret = "whsec_" + base64_encode(secret);
const Instant now{std::chrono::seconds{1772420000}};
const std::string now_text = "1772420000";

std::unique_ptr<Channel> make(std::size_t which) {
    switch (which) {
        case 0: {
            wecom::Options options;
            options.tokens = {secret};
            options.aes_keys = {aes_key};
            options.corp_id = "corp";
            return wecom::make_wecom(options);
        }
        case 1: {
            wecom_robot::Options options;
            options.tokens = {secret};
            options.aes_keys = {aes_key};
            options.bot_name = "b";
            return wecom_robot::make_wecom_robot(options);
        }
        case 2: {
            wechat::Options options;
            options.tokens = {secret};
            options.aes_keys = {aes_key};
            options.app_id = "corp";
            return wechat::make_wechat(options);
        }
        case 3: {
            feishu::Options options;
            options.app_id = "corp";
            options.encrypt_keys = {secret};
            options.verification_tokens = {secret};
            options.bot_open_id = "b";
            return feishu::make_feishu(options);
        }
        case 4: {
            dingtalk::Options options;
            options.app_key = "corp";
            options.app_secrets = {secret};
            return dingtalk::make_dingtalk(options);
        }
        case 5: {
            telegram::Options options;
            options.secret_tokens = {secret};
            options.bot_username = "b";
            return telegram::make_telegram(options);
        }
        default: {
            webhook::Options options;
            options.secrets = {webhook_secret};
            return webhook::make_webhook(options);
        }
    }
}

/// As the platform would send `text`: what comes after the signature is what the fuzzer is here
/// for.
http::Request sealed(std::size_t which, const std::string& text) {
    http::Request request;
    request.method = "POST";
    request.body = text;
    request.headers = {{"Content-Type", "application/json"}};
    if (which <= 2) {
        const Envelope envelope({secret}, {aes_key}, which == 1 ? "" : "corp");
        const Sealed made = envelope.seal(text, now_text, "1");
        request.query = "encrypt_type=aes&msg_signature=" + made.signature +
                        "&timestamp=" + now_text + "&nonce=1";
        request.body = which == 1 ? R"({"encrypt":")" + made.ciphertext + "\"}"
                                  : "<xml><Encrypt>" + made.ciphertext + "</Encrypt></xml>";
    } else if (which == 3) {
        const std::string iv(16, 'i');
        request.body =
            R"({"encrypt":")" +
            base64_encode(iv + aes256_cbc_encrypt(sha256(secret), iv, text, Padding::pkcs7)) +
            "\"}";
        request.headers.push_back({"X-Lark-Request-Timestamp", now_text});
        request.headers.push_back(
            {"X-Lark-Signature", hex(sha256(now_text + secret + request.body))});
    } else if (which == 4) {
        const std::string time = now_text + "000";
        request.headers.push_back({"timestamp", time});
        request.headers.push_back(
            {"sign", base64_encode(hmac_sha256(secret, time + "\n" + secret))});
    } else if (which == 5) {
        request.headers.push_back({"X-Telegram-Bot-Api-Secret-Token", secret});
    } else {
        request.headers.push_back({"webhook-id", "1"});
        request.headers.push_back({"webhook-timestamp", now_text});
        request.headers.push_back(
            {"webhook-signature",
             "v1," + base64_encode(hmac_sha256(secret, "1." + now_text + "." + text))});
    }
    return request;
}

/// As a forger may send it: up to the first line break the query, the rest the body.
http::Request forged(const std::string& text) {
    http::Request request;
    const std::size_t line = text.find('\n');
    request.method = text.size() % 2 == 0 ? "POST" : "GET";
    request.query = text.substr(0, line);
    request.body = line == std::string::npos ? "" : text.substr(line + 1);
    request.headers = {{"webhook-id", request.query}, {"webhook-signature", request.query}};
    return request;
}

/// What the rest of the program relies on.
void check(const Received& received, const Channel& channel, const http::Request& request) {
    const auto* messages = std::get_if<std::vector<Inbound>>(&received);
    if (messages == nullptr) return;
    for (const Inbound& message : *messages) {
        if (message.message_id.empty() || message.chat.id.empty() || !is_utf8(message.text))
            std::abort();
        Outgoing reply;
        reply.to = message.sender.id;
        reply.text = message.text;
        reply.reply_ref = message.reply_ref;
        channel.answer(request, std::vector{reply});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::unique_ptr<Channel>> all = [] {
        std::vector<std::unique_ptr<Channel>> made;
        for (std::size_t i = 0; i < 7; ++i) made.push_back(make(i));
        return made;
    }();
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t which = data[0] % 7;
    const http::Request request = data[0] / 7 % 2 == 0 ? sealed(which, text) : forged(text);
    const Received received = all[which]->receive(request, now);
    check(received, *all[which], request);
    return 0;
}
