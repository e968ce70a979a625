// There is no reply inside an answer; a button wants JSON, and everything else takes it.

#include "bot/channels/feishu/app.hpp"

namespace qingdan::channels::feishu {

http::Response App::answer(const http::Request&, std::span<const Outgoing>) const {
    return http::Response::json(200, "{}");
}

Limits App::limits() const noexcept {
    // 150 KB for a request whose text stands in JSON inside JSON; what reads well is far shorter.
    return {.text_bytes = 20000,
            .passive_text_bytes = 0,
            .per_minute = 100,
            .answer_within = std::chrono::milliseconds{2000},
            .passive_reply = false,
            .passive_messages = 0};
}

}  // namespace qingdan::channels::feishu
