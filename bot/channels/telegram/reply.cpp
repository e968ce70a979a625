// Vendor's page: "Making requests when getting updates" (core.telegram.org/bots/api), Bot API 9,
// 2025. What is said inside an answer is never known to have arrived, so nothing is.

#include "bot/channels/telegram/bot.hpp"

namespace qingdan::channels::telegram {

http::Response Bot::answer(const http::Request&, std::span<const Outgoing>) const { return {}; }

Limits Bot::limits() const noexcept {
    // 4096 UTF-16 units; no unit takes less than a byte of UTF-8.
    return {.text_bytes = 4096,
            .passive_text_bytes = 0,
            .per_minute = 20,
            .answer_within = std::chrono::milliseconds{3500},
            .passive_reply = false,
            .passive_messages = 0};
}

}  // namespace qingdan::channels::telegram
