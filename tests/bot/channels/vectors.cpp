#include "tests/bot/channels/vectors.hpp"

#include "bot/channels/digest.hpp"
#include "bot/channels/dingtalk/dingtalk.hpp"
#include "bot/channels/feishu/feishu.hpp"
#include "bot/channels/telegram/telegram.hpp"
#include "bot/channels/webhook/webhook.hpp"
#include "bot/channels/wechat/wechat.hpp"
#include "bot/channels/wecom/wecom.hpp"
#include "bot/channels/wecom_robot/wecom_robot.hpp"
#include "domain/result.hpp"

#include <filesystem>
#include <fstream>
#include <set>

namespace qingdan::channels {
namespace {

using nlohmann::json;

std::vector<std::string> strings_of(const json& value) {
    return value.is_array() ? value.get<std::vector<std::string>>()
                            : std::vector{value.get<std::string>()};
}

std::string body_of(const json& request) {
    if (request.contains("body")) return request["body"];
    if (request.contains("body_base64"))
        return base64_decode(request["body_base64"].get<std::string>()).value();
    if (!request.contains("body_fill")) return "";
    const json& fill = request["body_fill"];
    std::string body = fill["prefix"];
    for (int i = 0; i < fill["count"].get<int>(); ++i) body += fill["unit"].get<std::string>();
    return body + fill["suffix"].get<std::string>();
}

Vector vector_of(const json& from) {
    Vector vector;
    vector.id = from["id"];
    vector.channel = from["channel"];
    vector.why = from["why"];
    vector.valid = from["valid"];
    vector.config = from["config"];
    vector.now = Instant{std::chrono::seconds{from["now"].get<std::int64_t>()}};
    for (const json& request : from["requests"]) {
        http::Request made{request["method"],
                           request["path"],
                           request["query"],
                           {},
                           body_of(request),
                           "127.0.0.1"};
        for (const auto& [name, value] : request["headers"].items()) {
            made.headers.push_back({name, value.get<std::string>()});
        }
        vector.requests.push_back(std::move(made));
    }
    const json& expect = from["expect"];
    vector.statuses = expect["status"].get<std::vector<std::vector<int>>>();
    if (expect.contains("reply_body")) vector.reply_body = expect["reply_body"];
    if (expect.contains("reply_json")) vector.reply_json = expect["reply_json"];
    if (expect.contains("reason")) vector.reason = expect["reason"];
    vector.events = expect["events"];
    return vector;
}

void add_vectors(const std::filesystem::path& file, std::vector<Vector>& vectors) {
    std::ifstream in(file);
    if (!in) return;
    const json read = json::parse(in);
    for (const json& each : read["vectors"]) {
        if (make_channel(each["channel"], each["config"])) vectors.push_back(vector_of(each));
    }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Vector& vector) {
    return out << vector.id << ": " << vector.why;
}

const std::vector<Vector>& all_vectors() {
    static const std::vector<Vector> all = [] {
        std::vector<Vector> vectors;
        std::set<std::filesystem::path> own;
        for (const auto& entry :
             std::filesystem::directory_iterator(QINGDAN_SOURCE_DIR "/tests/bot/channels/data")) {
            if (entry.path().extension() == ".json") own.insert(entry.path());
        }
        for (const auto& file : own) add_vectors(file, vectors);
        add_vectors(QINGDAN_SOURCE_DIR "/../shared/platforms/vectors.json", vectors);
        return vectors;
    }();
    return all;
}

const Vector& vector_named(std::string_view id) {
    for (const Vector& vector : all_vectors()) {
        if (vector.id == id) return vector;
    }
    throw std::out_of_range("no such vector");
}

std::vector<Vector> valid_messages() {
    std::vector<Vector> valid;
    for (const Vector& vector : all_vectors()) {
        if (vector.valid && !vector.events.empty()) valid.push_back(vector);
    }
    return valid;
}

std::unique_ptr<Channel> make_channel(const std::string& channel, const json& config) {
    if (channel == "wecom") {
        wecom::Options options;
        options.tokens = strings_of(config["token"]);
        options.aes_keys = strings_of(config["aes_key"]);
        options.corp_id = config["corp_id"];
        options.agent_id = 1000002;
        return wecom::make_wecom(std::move(options));
    }
    if (channel == "wecom/robot") {
        wecom_robot::Options options;
        options.tokens = strings_of(config["token"]);
        options.aes_keys = strings_of(config["aes_key"]);
        options.bot_name = config["bot_name"];
        return wecom_robot::make_wecom_robot(std::move(options));
    }
    if (channel == "wechat") {
        wechat::Options options;
        options.tokens = strings_of(config["token"]);
        options.aes_keys = strings_of(config["aes_key"]);
        options.app_id = config["app_id"];
        const std::string mode = config["mode"];
        options.mode = mode == "plain"        ? wechat::Mode::plain
                       : mode == "compatible" ? wechat::Mode::compatible
                                              : wechat::Mode::secure;
        return wechat::make_wechat(std::move(options));
    }
    if (channel == "feishu") {
        feishu::Options options;
        options.app_id = config["app_id"];
        options.encrypt_keys = strings_of(config["encrypt_key"]);
        options.verification_tokens = strings_of(config["verification_token"]);
        options.bot_open_id = config["bot_open_id"];
        return feishu::make_feishu(std::move(options));
    }
    if (channel == "dingtalk") {
        dingtalk::Options options;
        options.app_key = config["app_key"];
        options.app_secrets = strings_of(config["secret"]);
        options.robot_code = config.value("robot_code", "");
        options.corp_id = config.value("corp_id", "");
        return dingtalk::make_dingtalk(std::move(options));
    }
    if (channel == "telegram") {
        telegram::Options options;
        options.secret_tokens = strings_of(config["secret_token"]);
        options.bot_username = config["bot_username"];
        return telegram::make_telegram(std::move(options));
    }
    if (channel == "webhook") {
        webhook::Options options;
        options.secrets = strings_of(config["secret"]);
        return webhook::make_webhook(std::move(options));
    }
    return nullptr;
}

int status_of(const Received& received) {
    return std::visit(overloaded{[](const std::vector<Inbound>&) { return 200; },
                                 [](const http::Response& response) { return response.status; },
                                 [](const Rejected& rejected) { return rejected.status; }},
                      received);
}

std::string text_of(const std::vector<Inbound>& messages) {
    std::string text;
    for (const Inbound& m : messages) {
        text += json{m.platform,
                     m.account,
                     m.message_id,
                     m.second_id.value_or("-"),
                     m.chat.id,
                     static_cast<int>(m.chat.kind),
                     m.sender.id,
                     m.sender.name.value_or("-"),
                     m.kind,
                     m.text,
                     m.key,
                     m.mentions_bot,
                     to_text(m.sent_at),
                     m.edits.value_or("-"),
                     m.quotes.value_or("-"),
                     m.reply_ref,
                     m.town,
                     m.community}
                    .dump() +
                "\n";
    }
    return text;
}

}  // namespace qingdan::channels
