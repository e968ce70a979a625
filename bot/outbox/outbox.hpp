#pragma once
/// @file
/// What still has to leave, in memory: which message is next, and what follows from an attempt.

#include "bot/channels/channel.hpp"
#include "bot/outbox/delivery_log.hpp"
#include "bot/outbox/table.hpp"
#include "handlers/message.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace qingdan::outbox {

/// One attempt to be made.
struct Attempt {
    channels::Channel* channel = nullptr;
    Outgoing part;  ///< its text is one part; choices and files go with the last
    bool last = true;
};

struct Settings {
    std::chrono::seconds stale_push_after{
        std::chrono::hours{24}};  ///< where a push does not say itself
    std::chrono::seconds give_up_after{std::chrono::hours{72}};
    std::chrono::seconds first_pause{1};  ///< doubled with each further failure
    std::chrono::seconds longest_pause{60};
};

/// Chooses and keeps account; it sends nothing itself, knows no platform and no clock. Any thread.
///
/// To one receiver goes one message at a time: answers and urgent ones in their order, before
/// pushes in theirs; what has begun is finished first. Between receivers urgent ones go before
/// answers, and these before pushes.
class Outbox {
public:
    /// `alarm` is told what an operator must know, in a line without personal data.
    Outbox(std::vector<channels::Channel*> channels,
           DeliveryLog& log,
           std::function<void(std::string_view)> alarm,
           Settings settings = {});

    /// At the start: what the database says is owed, less what the log says has left.
    void load(store::Transaction& tx);
    /// Brings it in line with rows that another process has changed (`qingdan outbox retry`,
    /// `drop`).
    void reconcile(store::Transaction& tx);
    /// Committed and owed; nothing is done about it before `due_at`.
    void add(const Outgoing& message, Instant due_at);

    /// What a request that waits may do with a reply that was committed before.
    enum class Taken {
        taken,    ///< it waited here and is out of the outbox: the request carries it, or adds it
                  ///< again
        leaving,  ///< the outbox is sending it or has sent it
        unknown   ///< not here: it was answered before
    };
    Taken take(std::int64_t number);
    /// These go inside an answer now; they never came here or were taken.
    void answered(const std::vector<std::int64_t>& numbers);

    /// The next attempt that may be made at `now`; its receiver is busy until `finish`.
    std::optional<Attempt> next(Instant now);
    void finish(const Attempt& attempt, const channels::Delivery& delivery, Instant now);
    /// When there is something to do again; `nullopt` where nothing waits. In the past: at once.
    std::optional<Instant> next_due() const;
    /// Makes every attempt that is due at `now`, in this thread.
    void deliver_due(Instant now, http::Client& client);

    /// What has become of rows since the last call, for the writer to commit.
    std::vector<Mark> take_marks();
    /// The commit failed: they come again.
    void return_marks(std::vector<Mark> marks);
    /// They are committed.
    void settle(const std::vector<Mark>& marks);
    /// Called whenever there is something new to send or to mark; from any thread, must not wait.
    void on_change(std::function<void()> wake);

    std::size_t owed() const;

private:
    struct Entry {
        Outgoing message;
        std::vector<std::string> parts;  ///< split when its turn comes
        int parts_sent = 0;
        int attempts = 0;
        Instant due_at{};
    };
    using Receiver = std::tuple<std::string, std::string, std::string>;  ///< platform, account, to
    using Account = std::pair<std::string, std::string>;
    /// What waits for one receiver.
    struct Lane {
        std::deque<Entry> answers, pushes;
        std::deque<Entry>* current = nullptr;  ///< whose first entry has begun to leave
        std::deque<Instant> attempts_made;     ///< within the last minute, for the platform's limit
        Instant not_before{};                  ///< after a failure
        bool busy = false;                     ///< an attempt is under way
        // Where the lane stands in by_time_ or by_rank_.
        std::optional<std::pair<Instant, Receiver>> time;
        std::optional<std::tuple<int, std::int64_t, Receiver>> rank;
    };

    void add_locked(Row row);
    static const std::deque<Entry>* next_queue(const Lane& lane);
    static std::deque<Entry>* next_queue(Lane& lane);
    void drop_stale(Lane& lane, Instant now);
    void remove_first(std::deque<Entry>& queue);
    void queue_lane(const Receiver& receiver, Lane& lane);
    void unqueue(Lane& lane);
    Instant ready_at(const Receiver& receiver, const Lane& lane) const;
    void remove_dropped(Lane& lane, const std::set<std::int64_t>& still_owed);
    void rank_ready_lanes(Instant now);
    std::optional<Attempt> begin(const Receiver& receiver, Lane& lane, Instant now);
    void sent(Lane& lane);
    void put_off(const Receiver& receiver, Lane& lane, const channels::Later& later, Instant now);
    void give_up(Lane& lane, const channels::Never& never);
    void forget_quiet_lanes(Instant now);
    channels::Channel* channel_of(const Receiver& receiver) const;
    void wake() const;

    const std::vector<channels::Channel*> channels_;
    DeliveryLog& log_;
    const std::function<void(std::string_view)> alarm_;
    const Settings settings_;

    mutable std::mutex mutex_;
    std::map<Receiver, Lane> lanes_;
    std::map<Account, Instant> account_not_before_;
    std::set<std::pair<Instant, Receiver>> by_time_;
    std::set<std::tuple<int, std::int64_t, Receiver>> by_rank_;
    std::map<std::int64_t, Receiver> waiting_;  ///< what is in a lane and has not begun to leave
    std::set<std::int64_t> leaving_;            ///< begun, or finished and not settled
    std::set<std::int64_t> answered_;           ///< in an answer, and not settled
    std::size_t lanes_before_sweep_ = 1024;
    std::vector<Mark> marks_;
    std::function<void()> wake_;
};

}  // namespace qingdan::outbox
