#include "bot/inbox/writer.hpp"

#include "bot/inbox/crash_point.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace qingdan::inbox {
namespace {

using namespace std::chrono_literals;
using Moment = std::chrono::steady_clock::time_point;

Moment moment_now() { return std::chrono::steady_clock::now(); }

/// Marks and jobs wait so long at most; the delivery log keeps the marks safe meanwhile.
constexpr auto look_around_every = 1s;
constexpr auto tidy_every = 60s;
constexpr auto pause_while_away = 500ms;
constexpr std::size_t spooled_at_once = 64;

}  // namespace

Writer::Writer(Core& core,
               Spool& spool,
               std::function<language::Meaning(const Inbound&)> understand,
               const Clock& clock,
               std::function<void(std::string_view)> alarm,
               WriterSettings settings)
    : core_(core),
      spool_(spool),
      understand_(std::move(understand)),
      clock_(clock),
      alarm_(std::move(alarm)),
      settings_(settings) {}

Writer::~Writer() { stop(); }

void Writer::start() {
    writer_ = std::thread{[this] { write_loop(); }};
    spooler_ = std::thread{[this] { spool_loop(); }};
}

void Writer::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_comes_.notify_all();
    deadline_comes_.notify_all();
    if (writer_.joinable()) writer_.join();
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        next_deadline_ =
            Moment{};  // what could not be committed is spooled without waiting any longer
    }
    deadline_comes_.notify_all();
    if (spooler_.joinable()) spooler_.join();
}

// ---- from other threads
// --------------------------------------------------------------------------------

bool Writer::post(Item item) {
    bool earlier = false;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() + in_flight_.size() >= settings_.queue_at_most) return false;
        if (away_) item.answer_until = Moment{};
        earlier = item.answer_until < next_deadline_;
        if (earlier) next_deadline_ = item.answer_until;
        queue_.push_back(std::make_shared<Item>(std::move(item)));
    }
    work_comes_.notify_one();
    if (earlier) deadline_comes_.notify_one();
    return true;
}

void Writer::post_work(std::function<void(Core&)> work) {
    {
        const std::lock_guard lock{mutex_};
        work_.push_back(std::move(work));
    }
    work_comes_.notify_one();
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock{mutex_};
    return queue_.size() + in_flight_.size();
}

// ---- the thread that writes
// ----------------------------------------------------------------------------

/// False where the store cannot take it at the moment; then `away_` says so.
template <class Attempt>
bool Writer::succeeds(Attempt attempt) {
    try {
        attempt();
        away_ = false;
        return true;
    } catch (const store::StoreError& error) {
        if (!away_.exchange(true)) alarm_(error.what());
    }
    return false;
}

void Writer::wait_for_work(std::unique_lock<std::mutex>& lock) {
    work_comes_.wait_for(
        lock, look_around_every, [&] { return stopping_ || !queue_.empty() || !work_.empty(); });
}

void Writer::write_loop() {
    Moment looked{};
    std::unique_lock lock{mutex_};
    for (;;) {
        wait_for_work(lock);
        const bool finishing = stopping_;
        lock.unlock();
        bool good = take_in_spool();
        if (good) {
            run_work();
            good = commit_batch();
        }
        if (good && (away_ || moment_now() - looked >= look_around_every)) {
            looked = moment_now();
            look_around();
        }
        lock.lock();
        const bool nothing_waits = queue_.empty() && work_.empty();
        if (finishing && (nothing_waits || away_)) break;
        if (away_) work_comes_.wait_for(lock, pause_while_away, [&] { return stopping_; });
    }
    lock.unlock();
    succeeds([&] { core_.commit_marks(clock_.now()); });
}

/// Now and then: what is due, what the outbox has to mark, what others have written, what is old.
void Writer::look_around() {
    const Instant now = clock_.now();
    succeeds([&] {
        const auto job = core_.next_job_due();
        if (job && *job <= now) core_.run_due_jobs(now);
        core_.commit_marks(now);
        core_.look_for_changes();
        if (now >= next_tidy_) {
            next_tidy_ = now + tidy_every;
            core_.tidy(now);
        }
        if (waiting() == 0) core_.store().idle();
    });
}

bool Writer::take_in_spool() {
    while (const auto file = spool_.oldest()) {
        if (file->damaged) alarm_("spool: a file is damaged; it is kept under the name .damaged");
        const std::span<const Inbound> messages{file->messages};
        for (std::size_t i = 0; i < messages.size(); i += spooled_at_once) {
            std::vector<Incoming> batch;
            std::vector<const Incoming*> pointers;
            for (const Inbound& inbound :
                 messages.subspan(i, std::min(spooled_at_once, messages.size() - i)))
                batch.push_back({inbound, understand_(inbound), false});
            for (const Incoming& incoming : batch) pointers.push_back(&incoming);
            const Instant now = clock_.now();
            std::vector<Handled> handled;
            if (!succeeds([&] { handled = core_.commit(pointers, now); })) return false;
            for (const Handled& each : handled) core_.hand_over(each, nullptr, now);
        }
        spool_.remove(*file);
    }
    return true;
}

void Writer::run_work() {
    std::vector<std::function<void(Core&)>> work;
    {
        const std::lock_guard lock{mutex_};
        work = std::exchange(work_, {});
    }
    for (const auto& each : work) {
        try {
            each(core_);
        } catch (const store::StoreError& error) {
            alarm_(error.what());
        }
    }
}

std::vector<const Incoming*> Writer::take_batch() {
    const std::lock_guard lock{mutex_};
    const auto end = queue_.begin() +
                     static_cast<std::ptrdiff_t>(std::min(queue_.size(), settings_.batch_at_most));
    in_flight_.assign(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
    std::vector<const Incoming*> batch;
    for (const auto& item : in_flight_) batch.push_back(&item->incoming);
    return batch;
}

bool Writer::commit_batch() {
    const auto batch = take_batch();
    if (batch.empty()) return true;
    const Instant now = clock_.now();
    std::vector<Handled> handled;
    if (!succeeds([&] { handled = core_.commit(batch, now); })) {
        put_back();
        return false;
    }
    std::vector<ItemPointer> committed;
    {
        const std::lock_guard lock{mutex_};
        committed = std::exchange(in_flight_, {});
    }
    for (std::size_t i = 0; i < committed.size(); ++i)
        core_.hand_over(handled[i], committed[i]->request.get(), now);
    return true;
}

/// The commit failed. What the other thread has spooled meanwhile is taken in from there.
void Writer::put_back() {
    {
        const std::lock_guard lock{mutex_};
        for (auto& item : in_flight_) item->answer_until = Moment{};
        for (auto& item : queue_) item->answer_until = Moment{};
        queue_.insert(queue_.begin(), in_flight_.begin(), in_flight_.end());
        in_flight_.clear();
        next_deadline_ = Moment{};
    }
    deadline_comes_.notify_one();
}

// ---- the thread that spools
// ----------------------------------------------------------------------------

void Writer::spool_loop() {
    std::unique_lock lock{mutex_};
    while (!stopped_ || !queue_.empty()) {
        if (next_deadline_ <= moment_now())
            spool_overdue(lock);
        else if (next_deadline_ == Moment::max())
            deadline_comes_.wait(lock);
        else
            deadline_comes_.wait_until(lock, next_deadline_);
    }
}

/// Moves to the spool all that stands before the last one whose time is over, and this one.
void Writer::spool_overdue(std::unique_lock<std::mutex>& lock) {
    const Moment now = moment_now();
    const auto is_over = [&](const ItemPointer& item) {
        return stopped_ || item->answer_until <= now;
    };
    const auto last = std::find_if(queue_.rbegin(), queue_.rend(), is_over).base();
    std::vector<ItemPointer> overdue;
    const bool all_in_flight = last != queue_.begin();
    for (const auto& item : in_flight_)
        if (all_in_flight || is_over(item)) overdue.push_back(item);
    overdue.insert(overdue.end(), queue_.begin(), last);
    queue_.erase(queue_.begin(), last);
    next_deadline_ = Moment::max();
    for (const auto& item : queue_) next_deadline_ = std::min(next_deadline_, item->answer_until);
    for (const auto& item : in_flight_)
        if (!is_over(item)) next_deadline_ = std::min(next_deadline_, item->answer_until);
    lock.unlock();
    spool(overdue);
    lock.lock();
}

void Writer::spool(const std::vector<ItemPointer>& overdue) {
    std::vector<Inbound> messages;
    std::vector<ItemPointer> ours;
    for (const auto& item : overdue) {
        // What the writer has answered in this very moment is committed.
        if (!item->request->give_up_waiting()) continue;
        messages.push_back(item->incoming.inbound);
        ours.push_back(item);
    }
    if (ours.empty()) return;
    crash_point("before_spool");
    const bool kept = spool_.append(messages);
    crash_point("after_spool");
    if (!kept) alarm_("spool: cannot be written; the platforms are told to come again later");
    for (const auto& item : ours) {
        if (kept)
            item->request->answer_spooled();
        else
            item->request->refuse();
    }
}

}  // namespace qingdan::inbox
