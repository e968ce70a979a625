// Vendor's page: "机器人接收消息" (open.dingtalk.com/document/orgapp/receive-message), as of 2025.

#include "bot/channels/digest.hpp"
#include "bot/channels/dingtalk/robot.hpp"
#include "bot/channels/json_object.hpp"
#include "bot/channels/unix_time.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace qingdan::channels::dingtalk {
namespace {

using namespace std::chrono_literals;

constexpr auto window = 1h;

/// The signature covers the time and nothing else: it is good for an hour, for whatever body.
/// Including the body, as would be sensible, refuses every true push. What limits the harm: https,
/// the dedupe of msgId, the hosts to which session webhooks may lead, and the questions that the
/// conversations ask back.
Checked<void> verify(const http::Request& request,
                     const std::vector<std::string>& secrets,
                     Instant now) {
    const auto time = request.header("timestamp");
    const auto sign = request.header("sign");
    if (!time || !sign) return tl::unexpected(Rejected{401, "missing"});
    bool fits = false;
    for (const std::string& secret : secrets) {
        const std::string content = std::string(*time) + "\n" + secret;
        fits |= same_secret(base64_encode(hmac_sha256(secret, content)), *sign);
    }
    if (!fits) return tl::unexpected(Rejected{401, "signature"});
    const auto sent_at = from_unix_milliseconds(*time);
    if (!sent_at || *sent_at < now - window || *sent_at > now + window) {
        return tl::unexpected(Rejected{401, "stale"});
    }
    return {};
}

}  // namespace

std::unique_ptr<Channel> make_dingtalk(Options options) {
    return std::make_unique<Robot>(std::move(options));
}

Robot::Robot(Options options) : options_(std::move(options)) {
    if (options_.app_key.empty()) throw std::invalid_argument("app_key must not be empty");
    if (options_.app_secrets.empty() || options_.app_secrets.front().empty()) {
        throw std::invalid_argument("app_secret must not be empty");
    }
    if (options_.url_hosts.empty()) options_.url_hosts = {"oapi.dingtalk.com", "api.dingtalk.com"};
    if (options_.account.empty()) {
        options_.account = options_.robot_code.empty() ? options_.app_key : options_.robot_code;
    }
}

Received Robot::receive(const http::Request& request, Instant now) const {
    if (request.method != "POST") return Rejected{405, "method"};
    if (auto verified = verify(request, options_.app_secrets, now); !verified) {
        return std::move(verified.error());
    }
    const auto push = read_json_object(request.body);
    if (!push) return push.error();
    auto inbound = parse(*push, options_, now);
    if (!inbound) return std::move(inbound.error());
    return std::move(*inbound);
}

}  // namespace qingdan::channels::dingtalk
