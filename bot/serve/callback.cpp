#include "bot/serve/callback.hpp"

#include <mutex>
#include <optional>
#include <utility>

#include "bot/inbox/crash_point.hpp"
#include "bot/log.hpp"
#include "bot/metrics.hpp"
#include "domain/result.hpp"

namespace qingdan::serve {
namespace {

http::Response later() {
    http::Response response = http::Response::text(503, "busy, try again\n");
    response.headers.push_back({"Retry-After", "5"});
    return response;
}

/// The request that waits for its message. Whoever takes the right to answer first has it.
class WaitingCallback : public inbox::WaitingRequest {
public:
    WaitingCallback(const channels::Channel& channel, http::Request request, http::Answer answer, Inbound inbound)
        : channel_(channel), request_(std::move(request)), answer_(std::move(answer)), inbound_(std::move(inbound)) {}

    std::optional<std::size_t> claim(std::span<const Outgoing> replies) override {
        if (!take_right()) return std::nullopt;
        const channels::Limits limits = channel_.limits();
        std::size_t carried = 0;
        if (!limits.passive_reply) return carried;
        for (const Outgoing& reply : replies) {
            const bool fits = reply.text.size() <= limits.passive_text_bytes && reply.files.empty();
            const bool same_chat = reply.to == inbound_.chat.id || reply.to == inbound_.sender.id;
            if (!fits || !same_chat || carried == static_cast<std::size_t>(limits.passive_messages)) break;
            ++carried;
        }
        return carried;
    }
    void answer(std::span<const Outgoing> replies) override {
        inbox::crash_point("before_answer");
        answer_(channel_.answer(request_, replies));
        inbox::crash_point("after_answer");
    }
    bool give_up_waiting() override { return take_right(); }
    void answer_spooled() override { answer_(channel_.answer(request_, {})); }
    void refuse() override { answer_(later()); }

private:
    bool take_right() {
        const std::scoped_lock lock{mutex_};
        return !std::exchange(taken_, true);
    }

    const channels::Channel& channel_;
    http::Request request_;
    http::Answer answer_;
    Inbound inbound_;
    std::mutex mutex_;
    bool taken_ = false;
};

}  // namespace

http::Handler callback_handler(const channels::Channel& channel, CallbackParts parts) {
    return [&channel, parts](http::Request request, http::Answer answer) {
        const std::string platform{channel.platform()};
        const Instant now = parts.clock.now();
        channels::Received received = channel.receive(request, now);
        std::visit(
            overloaded{
                [&](http::Response& handshake) { answer(std::move(handshake)); },
                [&](const channels::Rejected& no) {
                    parts.log.warn("callback.refused",
                                   {{"platform", platform}, {"reason", no.reason}, {"bytes", request.body.size()}});
                    parts.metrics.count("qingdan_callbacks_total", {{"platform", platform}, {"result", "refused"}});
                    answer(http::Response::text(no.status, no.reason + "\n"));
                },
                [&](std::vector<Inbound>& messages) {
                    parts.metrics.count("qingdan_callbacks_total", {{"platform", platform}, {"result", "taken"}});
                    if (messages.empty()) {
                        answer(channel.answer(request, {}));
                        return;
                    }
                    const auto until = std::chrono::steady_clock::now() + channel.limits().answer_within;
                    // Of several messages in one callback the last one answers: by then all are committed.
                    for (std::size_t i = 0; i < messages.size(); ++i) {
                        const bool last = i + 1 == messages.size();
                        inbox::Item item;
                        item.incoming.meaning = parts.understand(messages[i]);
                        item.incoming.inbound = std::move(messages[i]);
                        item.answer_until = until;
                        if (last) {
                            item.incoming.answerable = channel.limits().passive_reply;
                            item.request = std::make_shared<WaitingCallback>(
                                channel, std::move(request), answer, item.incoming.inbound);
                        }
                        if (!parts.writer.post(std::move(item))) {
                            answer(later());
                            return;
                        }
                    }
                }},
            received);
    };
}

}  // namespace qingdan::serve
