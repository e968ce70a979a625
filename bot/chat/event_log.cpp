#include "bot/chat/event_log.hpp"

#include <algorithm>

namespace qingdan::chat {

void EventLog::said(const Inbound& message) {
    const std::scoped_lock lock{mutex_};
    const bool known = std::ranges::any_of(events_, [&](const Event& event) {
        return event.from == message.sender.id && event.message_id == message.message_id;
    });
    if (known) return;
    Event event;
    event.at = message.sent_at;
    event.message_id = message.message_id;
    event.from = message.sender.id;
    event.chat = message.chat;
    event.text = message.text;
    add(std::move(event));
}

void EventLog::sent(const Outgoing& message) {
    const std::scoped_lock lock{mutex_};
    if (message.number != 0) {
        if (std::ranges::find(delivered_, message.number) != delivered_.end()) return;
        delivered_.push_back(message.number);
        if (delivered_.size() > 200) delivered_.pop_front();
    }
    Event event;
    event.at = message.at;
    event.chat = {message.to, message.to_kind};
    event.push = message.push;
    event.urgent = message.urgent;
    event.text = message.text;
    event.choices = message.choices;
    event.files = message.files;
    add(std::move(event));
}

void EventLog::add(Event event) {
    event.number = ++last_;
    events_.push_back(std::move(event));
    if (events_.size() > capacity_) events_.pop_front();
}

Events EventLog::since(std::int64_t since, std::size_t most) const {
    const std::scoped_lock lock{mutex_};
    Events found;
    found.next = std::min(since, last_);
    auto event = std::ranges::upper_bound(events_, since, {}, &Event::number);
    for (; event != events_.end() && found.events.size() < most; ++event) {
        found.events.push_back(*event);
        found.next = event->number;
    }
    found.more = event != events_.end();
    return found;
}

std::optional<File> EventLog::file(std::int64_t event, std::size_t index) const {
    const std::scoped_lock lock{mutex_};
    const auto found = std::ranges::lower_bound(events_, event, {}, &Event::number);
    if (found == events_.end() || found->number != event || index >= found->files.size())
        return std::nullopt;
    return found->files[index];
}

}  // namespace qingdan::chat
