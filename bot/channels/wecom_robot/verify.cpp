// Vendor's pages: "智能机器人 概述" (developer.work.weixin.qq.com/document/path/101039) and
// "回调和回复的加解密方案" (101033), as of 2025-10. The receiver id is empty for a robot of one's
// own company.

#include "bot/channels/json_object.hpp"
#include "bot/channels/signed_query.hpp"
#include "bot/channels/wecom_robot/robot.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace qingdan::channels::wecom_robot {

std::unique_ptr<Channel> make_wecom_robot(Options options) {
    return std::make_unique<Robot>(std::move(options));
}

Robot::Robot(Options options)
    : options_(std::move(options)), envelope_(options_.tokens, options_.aes_keys, "") {
    if (options_.account.empty()) options_.account = "robot";
    if (options_.url_hosts.empty()) options_.url_hosts = {"qyapi.weixin.qq.com"};
}

Checked<nlohmann::json> Robot::push_in(const http::Request& request) const {
    const auto query = signed_query(request);
    if (!query) return tl::unexpected(query.error());
    const auto outer = read_json_object(request.body);
    if (!outer) return tl::unexpected(outer.error());
    const auto ciphertext = string_at(*outer, {"encrypt"});
    if (!ciphertext) return tl::unexpected(Rejected{400, "missing"});
    const auto inner = opened(envelope_, *query, *ciphertext);
    if (!inner) return tl::unexpected(inner.error());
    return read_json_object(*inner);
}

Received Robot::receive(const http::Request& request, Instant now) const {
    if (auto method = readable_method(request); !method) return std::move(method.error());
    if (request.method == "GET") return url_check(envelope_, request);
    const auto push = push_in(request);
    if (!push) return push.error();
    if (string_at(*push, {"msgtype"}) == "stream") {
        // A poll for a stream. Ours are complete with their first answer, so it is of somebody
        // before us; left unanswered it would be polled for minutes.
        const std::string id = string_at(*push, {"stream", "id"}).value_or("");
        return sealed(
            request,
            {{"msgtype", "stream"}, {"stream", {{"id", id}, {"finish", true}, {"content", ""}}}});
    }
    auto inbound = parse(*push, options_, now);
    if (!inbound) return std::move(inbound.error());
    return std::move(*inbound);
}

}  // namespace qingdan::channels::wecom_robot
