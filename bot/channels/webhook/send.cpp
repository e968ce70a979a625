// What a peer's statuses mean is in "Standard Webhooks", 1.0.0, the part on operational
// considerations.

#include "bot/channels/json_object.hpp"
#include "bot/channels/vendor_call.hpp"
#include "bot/channels/webhook/peer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::channels::webhook {

using namespace std::chrono_literals;

Delivery Peer::send(const Outgoing& part, http::Client& client, Instant now) {
    if (options_.url.empty()) return Never{"no url is set", /*unreachable=*/true};
    if (switched_off_)
        return Never{"the peer said 410: it takes nothing more", true, /*alarm=*/true};
    // The number stays the same over repeats: by it the peer knows what it has.
    const std::string id = std::to_string(part.number);
    const std::string time = std::to_string(now.time_since_epoch().count());
    http::ClientRequest request;
    request.url = options_.url;
    request.body = json_text(message_of(part));
    request.headers = {
        {"Content-Type", "application/json"},
        {"webhook-id", id},
        {"webhook-timestamp", time},
        {"webhook-signature", "v1," + signature(keys_.front(), id, time, request.body)}};
    const auto answer = call_vendor(client, request);
    if (!answer) return answer.error();
    if (answer->is_success()) return Sent{};
    if (answer->status == 410) {
        switched_off_ = true;
        return Never{"status 410", true, true};
    }
    return Later{std::max(answer->retry_after, 5s), "status " + std::to_string(answer->status)};
}

}  // namespace qingdan::channels::webhook
