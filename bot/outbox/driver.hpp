#pragma once
/// @file
/// The threads that make the outbox's attempts.

#include "bot/http/client.hpp"
#include "bot/outbox/outbox.hpp"
#include "domain/clock.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace qingdan::outbox {

/// Takes attempts as they fall due, each waiting for its platform on a thread of its own. What a
/// channel throws is a bug: the attempt is made again later, and the alarm is told.
class Driver {
public:
    Driver(Outbox& outbox,
           http::Client& client,
           const Clock& clock,
           std::function<void(std::string_view)> alarm,
           int threads = 4);
    /// Finishes the attempts that are under way.
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    /// There may be something to do. Any thread; does not wait.
    void wake();

private:
    void work();
    channels::Delivery send(const Attempt& attempt);

    Outbox& outbox_;
    http::Client& client_;
    const Clock& clock_;
    std::function<void(std::string_view)> alarm_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t wakes_ = 0;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace qingdan::outbox
