#include "bot/outbox/outbox.hpp"

#include "bot/inbox/crash_point.hpp"
#include "bot/outbox/split_text.hpp"
#include "domain/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qingdan::outbox {
namespace {

using namespace std::chrono_literals;

/// Urgent ones before answers, answers before what many get.
int rank_of(const Outgoing& message) {
    if (message.urgent) return 0;
    return message.push ? 2 : 1;
}

std::chrono::seconds pause_after(int attempts, const Settings& settings) {
    const int doublings = std::min(attempts - 1, 12);
    return std::min<std::chrono::seconds>(settings.first_pause * (1L << doublings),
                                          settings.longest_pause);
}

/// What the log says of a message whose mark is committed.
DeliveryLog::Entry noted_by(const Mark& mark) {
    switch (mark.state) {
        case State::answered:
            return {mark.number, DeliveryLog::in_answer};
        case State::sent:
            return {mark.number, DeliveryLog::all_parts};
        case State::owed:
        case State::given_up:
        case State::stale:
        case State::dropped:
            break;
    }
    return {mark.number, mark.parts_sent};
}

}  // namespace

Outbox::Outbox(std::vector<channels::Channel*> channels,
               DeliveryLog& log,
               std::function<void(std::string_view)> alarm,
               Settings settings)
    : channels_(std::move(channels)), log_(log), alarm_(std::move(alarm)), settings_(settings) {}

void Outbox::on_change(std::function<void()> wake) {
    const std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
}

void Outbox::wake() const {
    if (wake_) wake_();
}

// ---- what comes in
// -------------------------------------------------------------------------------------

void Outbox::load(store::Transaction& tx) {
    std::map<std::int64_t, std::int32_t> left;
    for (const auto& entry : log_.entries()) left[entry.number] = entry.parts;
    const std::lock_guard lock{mutex_};
    for (Row& row : outbox::owed(tx)) {
        const auto found = left.find(row.message.number);
        const std::int32_t parts = found == left.end() ? 0 : found->second;
        if (found != left.end()) left.erase(found);
        if (parts == DeliveryLog::in_answer || parts == DeliveryLog::all_parts) {
            const bool in_answer = parts == DeliveryLog::in_answer;
            (in_answer ? answered_ : leaving_).insert(row.message.number);
            marks_.push_back(
                {.number = row.message.number, .state = in_answer ? State::answered : State::sent});
            continue;
        }
        row.parts_sent = std::max(row.parts_sent, parts);
        add_locked(std::move(row));
    }
    // What is left over was committed before the process ended.
    std::vector<DeliveryLog::Entry> settled;
    for (const auto& [number, parts] : left) settled.push_back({number, parts});
    log_.forget(settled);
    wake();
}

void Outbox::reconcile(store::Transaction& tx) {
    const std::lock_guard lock{mutex_};
    std::set<std::int64_t> still_owed;
    for (Row& row : outbox::owed(tx)) {
        const std::int64_t number = row.message.number;
        still_owed.insert(number);
        if (!waiting_.contains(number) && !leaving_.contains(number) && !answered_.contains(number))
            add_locked(std::move(row));
    }
    for (auto& [receiver, lane] : lanes_) {
        remove_dropped(lane, still_owed);
        lane.not_before =
            Instant{};  // somebody looks at it: what waits after a failure is tried now
        queue_lane(receiver, lane);
    }
    wake();
}

void Outbox::remove_dropped(Lane& lane, const std::set<std::int64_t>& still_owed) {
    for (auto* queue : {&lane.answers, &lane.pushes}) {
        const Entry* under_way = lane.busy && lane.current == queue ? &queue->front() : nullptr;
        if (lane.current == queue && under_way == nullptr) lane.current = nullptr;
        std::deque<Entry> kept;
        for (Entry& entry : *queue) {
            const std::int64_t number = entry.message.number;
            if (&entry == under_way || still_owed.contains(number)) {
                kept.push_back(std::move(entry));
            } else {
                waiting_.erase(number);
                leaving_.erase(number);
            }
        }
        *queue = std::move(kept);
        if (lane.current == nullptr && !queue->empty() && queue->front().parts_sent > 0)
            lane.current = queue;
    }
}

void Outbox::add(const Outgoing& message, Instant due_at) {
    const std::lock_guard lock{mutex_};
    Row row;
    row.message = message;
    row.due_at = due_at;
    add_locked(std::move(row));
    wake();
}

void Outbox::add_locked(Row row) {
    Outgoing& message = row.message;
    if (message.push && !message.urgent && !message.stale_at)
        message.stale_at = message.at + settings_.stale_push_after;
    const Receiver receiver{message.platform, message.account, message.to};
    Lane& lane = lanes_[receiver];
    auto& queue = rank_of(message) < 2 ? lane.answers : lane.pushes;
    const std::int64_t number = message.number;
    const bool begun = row.parts_sent > 0;
    if (begun)
        leaving_.insert(number);
    else
        waiting_.emplace(number, receiver);
    // The numbers are the order in which things were said; what comes back (a retry) takes its
    // place again.
    const auto place = std::find_if(queue.begin() + (lane.current == &queue ? 1 : 0),
                                    queue.end(),
                                    [&](const Entry& e) { return e.message.number > number; });
    queue.insert(place, Entry{std::move(message), {}, row.parts_sent, row.attempts, row.due_at});
    if (begun && lane.current == nullptr && queue.front().message.number == number)
        lane.current = &queue;
    queue_lane(receiver, lane);
}

Outbox::Taken Outbox::take(std::int64_t number) {
    const std::lock_guard lock{mutex_};
    if (leaving_.contains(number)) return Taken::leaving;
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return Taken::unknown;
    const Receiver receiver = found->second;
    waiting_.erase(found);
    Lane& lane = lanes_.at(receiver);
    for (auto* queue : {&lane.answers, &lane.pushes})
        std::erase_if(*queue, [&](const Entry& e) { return e.message.number == number; });
    queue_lane(receiver, lane);
    return Taken::taken;
}

void Outbox::answered(const std::vector<std::int64_t>& numbers) {
    const std::lock_guard lock{mutex_};
    for (const std::int64_t number : numbers) {
        log_.note(number, DeliveryLog::in_answer);
        answered_.insert(number);
        marks_.push_back({.number = number, .state = State::answered});
    }
    if (!numbers.empty()) wake();
}

// ---- whose turn it is
// ----------------------------------------------------------------------------------

channels::Channel* Outbox::channel_of(const Receiver& receiver) const {
    channels::Channel* any_account = nullptr;
    for (auto* channel : channels_) {
        if (channel->platform() != std::get<0>(receiver)) continue;
        if (channel->account() == std::get<1>(receiver)) return channel;
        if (any_account == nullptr) any_account = channel;
    }
    // A roster names platform and user; then the platform's first app is meant.
    return std::get<1>(receiver).empty() ? any_account : nullptr;
}

const std::deque<Outbox::Entry>* Outbox::next_queue(const Lane& lane) {
    if (lane.current != nullptr) return lane.current;
    if (!lane.answers.empty()) return &lane.answers;
    return lane.pushes.empty() ? nullptr : &lane.pushes;
}

std::deque<Outbox::Entry>* Outbox::next_queue(Lane& lane) {
    return const_cast<std::deque<Entry>*>(next_queue(std::as_const(lane)));
}

/// Of a lane that is not empty.
Instant Outbox::ready_at(const Receiver& receiver, const Lane& lane) const {
    Instant at = std::max(lane.not_before, next_queue(lane)->front().due_at);
    const auto account = account_not_before_.find({std::get<0>(receiver), std::get<1>(receiver)});
    if (account != account_not_before_.end()) at = std::max(at, account->second);
    const auto* channel = channel_of(receiver);
    const int limit = channel != nullptr ? channel->limits().per_minute : 0;
    if (limit > 0 && lane.attempts_made.size() >= static_cast<std::size_t>(limit))
        at = std::max(
            at,
            lane.attempts_made[lane.attempts_made.size() - static_cast<std::size_t>(limit)] + 60s);
    return at;
}

void Outbox::unqueue(Lane& lane) {
    if (lane.time) by_time_.erase(*lane.time);
    if (lane.rank) by_rank_.erase(*lane.rank);
    lane.time.reset();
    lane.rank.reset();
}

void Outbox::queue_lane(const Receiver& receiver, Lane& lane) {
    unqueue(lane);
    if (lane.busy || next_queue(lane) == nullptr) return;
    lane.time = {ready_at(receiver, lane), receiver};
    by_time_.insert(*lane.time);
}

void Outbox::rank_ready_lanes(Instant now) {
    while (!by_time_.empty() && by_time_.begin()->first <= now) {
        const Receiver receiver = by_time_.begin()->second;
        Lane& lane = lanes_.at(receiver);
        unqueue(lane);
        drop_stale(lane, now);
        const auto* queue = next_queue(lane);
        if (queue == nullptr) continue;
        const Outgoing& message = queue->front().message;
        lane.rank = {rank_of(message), message.number, receiver};
        by_rank_.insert(*lane.rank);
    }
}

void Outbox::drop_stale(Lane& lane, Instant now) {
    const auto is_stale = [&](const Entry& entry) {
        return !entry.message.urgent && entry.parts_sent == 0 && entry.message.stale_at &&
               *entry.message.stale_at <= now;
    };
    for (auto* queue : {&lane.answers, &lane.pushes}) {
        if (queue == lane.current) continue;
        while (!queue->empty() && is_stale(queue->front())) {
            marks_.push_back({.number = queue->front().message.number, .state = State::stale});
            remove_first(*queue);
        }
    }
}

void Outbox::remove_first(std::deque<Entry>& queue) {
    const std::int64_t number = queue.front().message.number;
    waiting_.erase(number);
    leaving_.insert(number);  // until the mark is committed the row still says it is owed
    queue.pop_front();
}

void Outbox::forget_quiet_lanes(Instant now) {
    if (lanes_.size() < lanes_before_sweep_) return;
    std::erase_if(lanes_, [&](const auto& item) {
        const Lane& lane = item.second;
        return !lane.busy && lane.answers.empty() && lane.pushes.empty() &&
               (lane.attempts_made.empty() || lane.attempts_made.back() + 60s <= now);
    });
    lanes_before_sweep_ = std::max<std::size_t>(1024, lanes_.size() * 2);
}

std::optional<Attempt> Outbox::next(Instant now) {
    const std::lock_guard lock{mutex_};
    forget_quiet_lanes(now);
    rank_ready_lanes(now);
    while (!by_rank_.empty()) {
        const Receiver receiver = std::get<2>(*by_rank_.begin());
        Lane& lane = lanes_.at(receiver);
        unqueue(lane);
        // The whole account may have been told to wait since the lane was ready.
        if (ready_at(receiver, lane) > now) {
            queue_lane(receiver, lane);
            continue;
        }
        if (auto attempt = begin(receiver, lane, now)) return attempt;
        queue_lane(receiver, lane);
        rank_ready_lanes(now);
    }
    return std::nullopt;
}

std::optional<Attempt> Outbox::begin(const Receiver& receiver, Lane& lane, Instant now) {
    lane.current = next_queue(lane);
    Entry& entry = lane.current->front();
    waiting_.erase(entry.message.number);
    leaving_.insert(entry.message.number);
    auto* channel = channel_of(receiver);
    if (channel == nullptr) {
        give_up(lane, {"no such channel is configured", true, true});
        wake();
        return std::nullopt;
    }
    if (entry.parts.empty())
        entry.parts =
            split_text(entry.message.text, std::max<std::size_t>(channel->limits().text_bytes, 8));
    const auto at = static_cast<std::size_t>(entry.parts_sent);
    if (at >= entry.parts.size()) {  // the platform's limit has grown since a part was sent
        sent(lane);
        return std::nullopt;
    }
    Attempt attempt{channel, entry.message, at + 1 == entry.parts.size()};
    attempt.part.text = entry.parts[at];
    attempt.part.part = entry.parts_sent;
    if (!attempt.last) {
        attempt.part.choices.clear();
        attempt.part.files.clear();
    }
    lane.busy = true;
    while (!lane.attempts_made.empty() && lane.attempts_made.front() + 60s <= now)
        lane.attempts_made.pop_front();
    if (channel->limits().per_minute > 0) lane.attempts_made.push_back(now);
    return attempt;
}

// ---- what follows from an attempt
// ----------------------------------------------------------------------

void Outbox::finish(const Attempt& attempt, const channels::Delivery& delivery, Instant now) {
    const std::lock_guard lock{mutex_};
    const Receiver receiver{attempt.part.platform, attempt.part.account, attempt.part.to};
    Lane& lane = lanes_.at(receiver);
    lane.busy = false;
    Entry& entry = lane.current->front();
    std::visit(
        overloaded{[&](const channels::Sent&) {
                       ++entry.parts_sent;
                       entry.attempts = 0;
                       sent(lane);
                   },
                   [&](const channels::Later& later) { put_off(receiver, lane, later, now); },
                   [&](const channels::Never& never) { give_up(lane, never); }},
        delivery);
    queue_lane(receiver, lane);
    wake();
}

void Outbox::sent(Lane& lane) {
    Entry& entry = lane.current->front();
    const bool whole = static_cast<std::size_t>(entry.parts_sent) >= entry.parts.size();
    inbox::crash_point("after_send");
    log_.note(entry.message.number, whole ? DeliveryLog::all_parts : entry.parts_sent);
    inbox::crash_point("before_mark");
    Mark mark{
        .number = entry.message.number, .parts_sent = entry.parts_sent, .due_at = entry.message.at};
    if (whole) {
        mark.state = State::sent;
        remove_first(*lane.current);
        lane.current = nullptr;
    }
    marks_.push_back(std::move(mark));
}

void Outbox::put_off(const Receiver& receiver,
                     Lane& lane,
                     const channels::Later& later,
                     Instant now) {
    Entry& entry = lane.current->front();
    ++entry.attempts;
    if (now - entry.message.at >= settings_.give_up_after) {
        give_up(lane, {later.why + ", too long", true, true});
        return;
    }
    const auto pause = std::max(later.wait, pause_after(entry.attempts, settings_));
    if (later.whole_account) {
        auto& account = account_not_before_[{std::get<0>(receiver), std::get<1>(receiver)}];
        account = std::max(account, now + pause);
    }
    lane.not_before = now + pause;
    if (later.alarm)
        alarm_(fmt::format(
            "outbox: {} {}: {}", entry.message.platform, entry.message.account, later.why));
    marks_.push_back({.number = entry.message.number,
                      .attempts = entry.attempts,
                      .parts_sent = entry.parts_sent,
                      .due_at = lane.not_before,
                      .why = later.why});
    // Nothing has left: something more important may go first.
    if (entry.parts_sent == 0) lane.current = nullptr;
}

void Outbox::give_up(Lane& lane, const channels::Never& never) {
    const Entry& entry = lane.current->front();
    alarm_(fmt::format("outbox: {} {}: message {} given up: {}",
                       entry.message.platform,
                       entry.message.account,
                       entry.message.number,
                       never.why));
    marks_.push_back({.number = entry.message.number,
                      .state = State::given_up,
                      .attempts = entry.attempts,
                      .parts_sent = entry.parts_sent,
                      .why = never.why,
                      .unreachable = never.unreachable});
    remove_first(*lane.current);
    lane.current = nullptr;
}

std::optional<Instant> Outbox::next_due() const {
    const std::lock_guard lock{mutex_};
    if (!by_rank_.empty()) return Instant{};
    if (by_time_.empty()) return std::nullopt;
    return by_time_.begin()->first;
}

void Outbox::deliver_due(Instant now, http::Client& client) {
    while (const auto attempt = next(now)) {
        inbox::crash_point("before_send");
        finish(*attempt, attempt->channel->send(attempt->part, client, now), now);
    }
}

// ---- marks
// ---------------------------------------------------------------------------------------------

std::vector<Mark> Outbox::take_marks() {
    const std::lock_guard lock{mutex_};
    return std::exchange(marks_, {});
}

void Outbox::return_marks(std::vector<Mark> marks) {
    const std::lock_guard lock{mutex_};
    marks.insert(marks.end(),
                 std::make_move_iterator(marks_.begin()),
                 std::make_move_iterator(marks_.end()));
    marks_ = std::move(marks);
}

void Outbox::settle(const std::vector<Mark>& marks) {
    const std::lock_guard lock{mutex_};
    std::vector<DeliveryLog::Entry> noted;
    for (const Mark& mark : marks) {
        noted.push_back(noted_by(mark));
        if (mark.state == State::owed) continue;
        leaving_.erase(mark.number);
        answered_.erase(mark.number);
    }
    log_.forget(noted);
}

std::size_t Outbox::owed() const {
    const std::lock_guard lock{mutex_};
    std::size_t count = 0;
    for (const auto& [receiver, lane] : lanes_) count += lane.answers.size() + lane.pushes.size();
    return count;
}

}  // namespace qingdan::outbox
