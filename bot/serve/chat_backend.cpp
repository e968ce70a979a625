#include "bot/serve/chat_backend.hpp"

#include "bot/service/service.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <mutex>
#include <utility>

namespace qingdan::serve {
namespace {

/// A message of the page: answered through the event log, so nothing of it goes inside an answer.
class WaitingPage : public inbox::WaitingRequest {
public:
    explicit WaitingPage(std::function<void(chat::Fate)> done) : done_(std::move(done)) {}

    std::optional<std::size_t> claim(std::span<const Outgoing>) override {
        if (!give_up_waiting()) return std::nullopt;
        return 0;
    }
    void answer(std::span<const Outgoing>) override { done_(chat::Taken{}); }
    bool give_up_waiting() override {
        const std::scoped_lock lock{mutex_};
        return !std::exchange(taken_, true);
    }
    void answer_spooled() override { done_(chat::Taken{}); }
    void refuse() override { done_(chat::Busy{}); }

private:
    std::function<void(chat::Fate)> done_;
    std::mutex mutex_;
    bool taken_ = false;
};

}  // namespace

ChatBackend::ChatBackend(inbox::Writer& writer,
                         store::Store& store,
                         ShiftedClock& clock,
                         const calendar::TimeZone& zone,
                         std::string bot_name,
                         bool can_advance)
    : writer_(writer),
      store_(store),
      clock_(clock),
      zone_(zone),
      bot_name_(std::move(bot_name)),
      can_advance_(can_advance) {}

chat::Cast ChatBackend::cast() const {
    chat::Cast cast;
    const auto tx = store_.read();
    for (const people::User& user : people::users_of_platform(*tx, chat::platform)) {
        chat::Person person{user.user_id, user.name, {}, user.community, user.town, user.unit};
        for (const people::Role role : user.roles) person.roles.emplace_back(people::to_text(role));
        cast.people.push_back(std::move(person));
    }
    cast.groups = chat::groups_of(cast.people);
    return cast;
}

void ChatBackend::submit(Inbound message, std::function<void(chat::Fate)> done) {
    inbox::Item item;
    message.sent_at = clock_.now();
    item.incoming.meaning = understand(message, zone_);
    item.incoming.inbound = std::move(message);
    item.answer_until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    item.request = std::make_shared<WaitingPage>(done);
    if (!writer_.post(std::move(item))) done(chat::Busy{});
}

void ChatBackend::advance(std::chrono::seconds by, std::function<void()> done) {
    writer_.post_work([this, by, done = std::move(done)](inbox::Core& core) {
        const Instant to = clock_.now() + by;
        // Each due job runs at its own time, so that what it says is dated as it would be.
        for (auto due = core.next_job_due(); due && *due <= to; due = core.next_job_due()) {
            clock_.advance_to(*due);
            core.run_due_jobs(std::max(*due, clock_.now()));
        }
        clock_.advance_to(to);
        done();
    });
}

}  // namespace qingdan::serve
