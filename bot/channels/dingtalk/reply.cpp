// Newer robots are said to ignore a message inside the answer, so there is none: everything goes by
// the session webhook.

#include "bot/channels/dingtalk/robot.hpp"

namespace qingdan::channels::dingtalk {

http::Response Robot::answer(const http::Request&, std::span<const Outgoing>) const { return {}; }

Limits Robot::limits() const noexcept {
    // 20000 bytes for the whole body, in which each byte of a text may become two.
    return {.text_bytes = 8000,
            .passive_text_bytes = 0,
            .per_minute = 20,
            .answer_within = std::chrono::milliseconds{2500},
            .passive_reply = false,
            .passive_messages = 0};
}

}  // namespace qingdan::channels::dingtalk
