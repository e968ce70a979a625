// Vendor's page: "群机器人配置说明" (developer.work.weixin.qq.com/document/path/91770), as of 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/wecom/api.hpp"
#include "bot/channels/wecom/app.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::channels::wecom {

Delivery App::send_to_group(const Outgoing& part, http::Client& client) const {
    const auto robot = options_.group_keys.find(part.to);
    if (robot == options_.group_keys.end()) {
        return Never{"no group robot of that name is set", true, /*alarm=*/true};
    }
    // The key stands in the URL, which therefore appears in no log.
    const std::string base = options_.api_base + "/cgi-bin/webhook/";
    const std::string key = "?key=" + percent_encode(robot->second);
    const auto ids = upload(client, base + "upload_media" + key + "&type=file", part.files);
    if (!ids) return ids.error().delivery;
    std::vector<nlohmann::json> messages;
    if (!part.text.empty()) messages.push_back(text_message(part.text));
    for (const std::string& id : *ids) messages.push_back(file_message(id));
    for (const nlohmann::json& message : messages) {
        const auto answer = post_json(client, base + "send" + key, message);
        if (!answer) return answer.error().delivery;
    }
    return Sent{};
}

}  // namespace qingdan::channels::wecom
