// Vendor's page: "主动回复消息" (developer.work.weixin.qq.com/document/path/101138, 2025-10).

#include "bot/channels/json_object.hpp"
#include "bot/channels/wecom/api.hpp"
#include "bot/channels/wecom_robot/robot.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::channels::wecom_robot {

Delivery Robot::send(const Outgoing& part, http::Client& client, Instant now) {
    // A robot speaks only when it was spoken to: once for each message, within the hour.
    const auto ref = read_json_object(part.reply_ref);
    const auto url = ref ? string_at(*ref, {"response_url"}) : std::nullopt;
    if (!url) return Never{"a robot cannot write first", /*unreachable=*/true};
    const auto until = integer_at(*ref, {"until"}).value_or(0);
    if (now.time_since_epoch().count() >= until)
        return Never{"the hour for a later reply is over", true};
    // Whoever could forge a message would otherwise make us call into our own network.
    if (!http::allowed_url(*url, options_.url_hosts)) {
        return Never{"response_url is not on url_hosts", true, /*alarm=*/true};
    }
    if (part.text.empty()) return Never{"a robot can send no files", true};
    const auto answer = wecom::post_json(
        client, *url, {{"msgtype", "markdown"}, {"markdown", {{"content", part.text}}}});
    if (!answer) return answer.error().delivery;
    return Sent{};
}

}  // namespace qingdan::channels::wecom_robot
