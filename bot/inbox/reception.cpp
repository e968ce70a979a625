#include "bot/inbox/reception.hpp"

#include "domain/result.hpp"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <utility>

namespace qingdan::inbox {
namespace {

http::Response come_again_later() {
    http::Response response = http::Response::text(503, "busy\n");
    response.headers.push_back({"Retry-After", "5"});
    return response;
}

/// One callback, which may have brought several messages; the answer leaves when all of them are
/// settled.
class Callback {
public:
    Callback(const channels::Channel& channel,
             http::Request request,
             http::Answer answer,
             std::size_t messages)
        : channel_(channel),
          request_(std::move(request)),
          answer_(std::move(answer)),
          limits_(channel.limits()),
          left_(messages) {}

    /// How many of `replies` the answer has room for; they keep their order, so it ends at the
    /// first that does not fit.
    std::size_t reserve(std::span<const Outgoing> replies) {
        const std::lock_guard lock{mutex_};
        if (!limits_.passive_reply) return 0;
        std::size_t count = 0;
        while (count < replies.size() &&
               reserved_ + count < static_cast<std::size_t>(limits_.passive_messages) &&
               replies[count].text.size() <= limits_.passive_text_bytes &&
               (replies[count].files.empty() || limits_.passive_files))
            ++count;
        reserved_ += count;
        return count;
    }

    enum class End { kept, refused };
    void settle(std::span<const Outgoing> replies, End end) {
        std::unique_lock lock{mutex_};
        replies_.insert(replies_.end(), replies.begin(), replies.end());
        refused_ = refused_ || end == End::refused;
        if (--left_ > 0) return;
        lock.unlock();
        answer_(refused_ ? come_again_later() : channel_.answer(request_, replies_));
    }

private:
    const channels::Channel& channel_;
    const http::Request request_;
    const http::Answer answer_;
    const channels::Limits limits_;
    std::mutex mutex_;
    std::size_t left_;
    std::size_t reserved_ = 0;
    bool refused_ = false;
    std::vector<Outgoing> replies_;
};

/// One message of a callback.
class WaitingMessage : public WaitingRequest {
public:
    explicit WaitingMessage(std::shared_ptr<Callback> callback) : callback_(std::move(callback)) {}

    std::optional<std::size_t> claim(std::span<const Outgoing> replies) override {
        if (!give_up_waiting()) return std::nullopt;
        return callback_->reserve(replies);
    }
    void answer(std::span<const Outgoing> replies) override {
        callback_->settle(replies, Callback::End::kept);
    }
    bool give_up_waiting() override { return !decided_.exchange(true); }
    void answer_spooled() override { callback_->settle({}, Callback::End::kept); }
    void refuse() override { callback_->settle({}, Callback::End::refused); }

private:
    std::shared_ptr<Callback> callback_;
    std::atomic<bool> decided_{false};
};

}  // namespace

Reception::Reception(Writer& writer,
                     std::function<language::Meaning(const Inbound&)> understand,
                     const Clock& clock,
                     std::function<void(std::string_view)> log)
    : writer_(writer), understand_(std::move(understand)), clock_(clock), log_(std::move(log)) {}

void Reception::receive(const channels::Channel& channel,
                        http::Request request,
                        http::Answer answer) {
    auto received = channel.receive(request, clock_.now());
    std::visit(
        overloaded{[&](std::vector<Inbound>& messages) {
                       if (messages.empty())
                           answer(channel.answer(request, {}));
                       else
                           post(
                               channel, std::move(request), std::move(messages), std::move(answer));
                   },
                   [&](http::Response& handshake) { answer(std::move(handshake)); },
                   [&](const channels::Rejected& no) {
                       log_(fmt::format("{}: refused {} bytes: {}",
                                        channel.platform(),
                                        request.body.size(),
                                        no.reason));
                       answer(no.body.empty() ? http::Response::text(no.status, "")
                                              : http::Response::json(no.status, no.body));
                   }},
        received);
}

void Reception::post(const channels::Channel& channel,
                     http::Request request,
                     std::vector<Inbound> messages,
                     http::Answer answer) {
    const auto until = std::chrono::steady_clock::now() + channel.limits().answer_within;
    const bool answerable = channel.limits().passive_reply;
    const auto callback =
        std::make_shared<Callback>(channel, std::move(request), std::move(answer), messages.size());
    for (Inbound& inbound : messages) {
        auto meaning = understand_(inbound);
        const auto waiting = std::make_shared<WaitingMessage>(callback);
        if (!writer_.post({{std::move(inbound), std::move(meaning), answerable}, waiting, until}))
            waiting->refuse();
    }
}

}  // namespace qingdan::inbox
