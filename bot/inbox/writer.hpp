#pragma once
/// @file
/// The one thread that writes: takes all that waits, commits it together, and lets the answers go.

#include "bot/inbox/core.hpp"
#include "bot/inbox/spool.hpp"
#include "domain/clock.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace qingdan::inbox {

/// A request whose message may also go to the spool instead of being committed in time.
class WaitingRequest : public Waiting {
public:
    /// Takes the right to answer, without a reply; false where it was answered meanwhile.
    virtual bool give_up_waiting() = 0;
    /// After `give_up_waiting`: the platform's empty success, because the message is flushed to the
    /// spool.
    virtual void answer_spooled() = 0;
    /// After `give_up_waiting`: "later", because it could not be kept.
    virtual void refuse() = 0;
};

/// One message on its way to the writer.
struct Item {
    Incoming incoming;
    std::shared_ptr<WaitingRequest> request;  ///< not null
    /// No commit until then: to the spool.
    std::chrono::steady_clock::time_point answer_until;
};

struct WriterSettings {
    std::size_t queue_at_most = 4096;
    std::size_t batch_at_most = 256;
};

/// Never waits for a batch to fill: while one is flushed the next gathers. Between batches it runs
/// what is due. A second thread moves to the spool what is not committed in time, always from the
/// front, so that the spool keeps the order of the queue.
class Writer {
public:
    Writer(Core& core,
           Spool& spool,
           std::function<language::Meaning(const Inbound&)> understand,
           const Clock& clock,
           std::function<void(std::string_view)> alarm,
           WriterSettings settings = {});
    /// Stops as `stop` does.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void start();
    /// Commits or spools what waits, then stops.
    void stop();

    /// False: the queue is full, the answer is 503. Any thread; does not wait.
    [[nodiscard]] bool post(Item item);
    /// Runs `work` on the writer's thread as soon as it is free: a read and a write that belong
    /// together from outside the chats. Any thread; does not wait.
    void post_work(std::function<void(Core&)> work);
    /// The last attempt to commit failed: what comes goes to the spool. Any thread.
    bool is_away() const { return away_; }
    /// Messages that wait for a commit. Any thread.
    std::size_t waiting() const;

private:
    using ItemPointer = std::shared_ptr<Item>;

    void write_loop();
    void wait_for_work(std::unique_lock<std::mutex>& lock);
    void look_around();
    bool take_in_spool();
    bool commit_batch();
    std::vector<const Incoming*> take_batch();
    void put_back();
    void run_work();
    void spool_loop();
    void spool_overdue(std::unique_lock<std::mutex>& lock);
    void spool(const std::vector<ItemPointer>& overdue);
    template <class Attempt>
    bool succeeds(Attempt attempt);

    Core& core_;
    Spool& spool_;
    const std::function<language::Meaning(const Inbound&)> understand_;
    const Clock& clock_;
    const std::function<void(std::string_view)> alarm_;
    const WriterSettings settings_;

    mutable std::mutex mutex_;
    std::condition_variable work_comes_, deadline_comes_;
    std::deque<ItemPointer> queue_;
    std::vector<ItemPointer>
        in_flight_;  ///< taken by the writer, not committed yet; before the queue
    std::vector<std::function<void(Core&)>> work_;
    bool stopping_ = false, stopped_ = false;
    std::atomic<bool> away_{false};
    std::chrono::steady_clock::time_point next_deadline_ =
        std::chrono::steady_clock::time_point::max();
    Instant next_tidy_{};
    std::thread writer_, spooler_;
};

}  // namespace qingdan::inbox
