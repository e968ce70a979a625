#include "bot/outbox/driver.hpp"

#include "bot/inbox/crash_point.hpp"

#include <fmt/format.h>

#include <exception>

namespace qingdan::outbox {

using namespace std::chrono_literals;

Driver::Driver(Outbox& outbox,
               http::Client& client,
               const Clock& clock,
               std::function<void(std::string_view)> alarm,
               int threads)
    : outbox_(outbox), client_(client), clock_(clock), alarm_(std::move(alarm)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Driver::~Driver() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    threads_.clear();
}

void Driver::wake() {
    {
        const std::lock_guard lock{mutex_};
        ++wakes_;
    }
    changed_.notify_one();
}

channels::Delivery Driver::send(const Attempt& attempt) {
    try {
        return attempt.channel->send(attempt.part, client_, clock_.now());
    } catch (const std::exception& bug) {
        // Its words may hold what was to be sent, so the kind of the error has to do.
        alarm_(fmt::format("outbox: message {}: the channel failed on it", attempt.part.number));
        return channels::Later{60s, "the channel failed", false, true};
    }
}

void Driver::work() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        const std::uint64_t seen = wakes_;
        lock.unlock();
        const auto attempt = outbox_.next(clock_.now());
        if (attempt) {
            inbox::crash_point("before_send");
            outbox_.finish(*attempt, send(*attempt), clock_.now());
            lock.lock();
            continue;
        }
        const auto due = outbox_.next_due();
        const auto pause =
            due ? std::clamp<std::chrono::seconds>(*due - clock_.now(), 0s, 60s) : 60s;
        lock.lock();
        // Instants are whole seconds, so a little more than the difference is waited.
        changed_.wait_for(lock, pause + 5ms, [&] { return stopping_ || wakes_ != seen; });
    }
}

}  // namespace qingdan::outbox
