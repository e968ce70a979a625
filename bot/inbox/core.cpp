#include "bot/inbox/core.hpp"

#include "bot/inbox/crash_point.hpp"
#include "bot/inbox/inbound_json.hpp"
#include "domain/store/conversations.hpp"
#include "domain/store/counters.hpp"
#include "domain/store/queries.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <exception>
#include <iterator>
#include <utility>

namespace qingdan::inbox {
namespace {

using namespace std::chrono_literals;

/// So long the outbox leaves a reply alone that a request may still carry: after a crash between
/// commit and answer the platform asks again, at the latest some fifteen seconds after the message.
constexpr auto retry_window = 20s;
/// Platforms repeat a message for up to a day; long silences happen.
constexpr int days_of_keys = 8;
constexpr int jobs_at_once = 64;

/// What a failing message can cause goes to the dead letters; what the disk causes stops the whole
/// batch.
bool is_of_the_store(const store::StoreError& error) {
    return error.trouble != store::Trouble::other;
}

/// Runs `work` in a savepoint; the words of what only a bug can throw, or `nullopt`.
std::optional<std::string> bug_in(store::WriteTransaction& tx, const std::function<void()>& work) {
    try {
        tx.savepoint(work);
        return std::nullopt;
    } catch (const store::StoreError& error) {
        if (is_of_the_store(error)) throw;
        return error.what();
    } catch (const std::exception& error) {
        return error.what();
    }
}

void add_dead_letter(store::Transaction& tx,
                     Instant now,
                     std::string_view kind,
                     std::optional<std::int64_t> about,
                     const std::string& error,
                     const std::string& body) {
    tx.prepare(queries::inbox::add_dead_letter_sql)
        .with(store::next_number(tx, "dead"), now, kind, about, error, body)
        .run();
}

void append(std::vector<Outgoing>& to, std::vector<Outgoing>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Core::Core(store::Store& store,
           outbox::Outbox& outbox,
           Conversations conversations,
           std::function<void(std::string_view)> alarm)
    : store_(store),
      outbox_(outbox),
      conversations_(std::move(conversations)),
      alarm_(std::move(alarm)) {
    next_outgoing_ = outbox::next_number(*store_.read());
}

// ---- one commit
// ----------------------------------------------------------------------------------------

void Core::in_one_commit(Instant now, const std::function<void(store::WriteTransaction&)>& work) {
    auto marks = outbox_.take_marks();
    Handled caused;
    try {
        const auto tx = store_.write();
        const std::int64_t first = next_outgoing_;
        apply_marks(marks, *tx, now, caused);
        work(*tx);
        if (next_outgoing_ != first) outbox::set_next_number(*tx, next_outgoing_);
        crash_point("before_commit");
        tx->commit();
        crash_point("after_commit");
    } catch (...) {
        outbox_.return_marks(std::move(marks));
        throw;
    }
    if (!marks.empty()) {
        outbox_.settle(marks);
        crash_point("after_mark");
    }
    release(caused.pushes, now);
}

void Core::release(const std::vector<Outgoing>& messages, Instant now) {
    for (const Outgoing& message : messages) outbox_.add(message, now);
}

void Core::apply_marks(const std::vector<outbox::Mark>& marks,
                       store::WriteTransaction& tx,
                       Instant now,
                       Handled& caused) {
    for (const outbox::Mark& mark : marks) {
        outbox::apply(tx, mark, now);
        if (mark.state != outbox::State::given_up || !conversations_.given_up) continue;
        const auto bug = bug_in(tx, [&] {
            for (const outbox::Row& row : outbox::rows(tx, mark.number, 1)) {
                Handled next;
                keep(conversations_.given_up(row, tx, now), {}, false, tx, now, next);
                append(caused.pushes, next.replies);
                append(caused.pushes, next.pushes);
            }
        });
        if (bug) add_dead_letter(tx, now, "outgoing", mark.number, *bug, "{}");
    }
}

bool Core::commit_marks(Instant now) {
    auto marks = outbox_.take_marks();
    if (marks.empty()) return false;
    outbox_.return_marks(std::move(marks));
    in_one_commit(now, [](store::WriteTransaction&) {});
    return true;
}

// ---- messages
// ------------------------------------------------------------------------------------------

std::vector<Handled> Core::commit(std::span<const Incoming* const> messages, Instant now) {
    std::vector<Handled> handled;
    try {
        in_one_commit(now, [&](store::WriteTransaction& tx) {
            for (const Incoming* message : messages) handled.push_back(handle(*message, tx, now));
        });
        return handled;
    } catch (const store::StoreError& error) {
        // Only what is checked at the commit itself (a foreign key) gets here; it must not stop the
        // others.
        if (is_of_the_store(error)) throw;
        handled.clear();
        if (messages.size() == 1) {
            in_one_commit(now, [&](store::WriteTransaction& tx) {
                handled.push_back(bury(*messages.front(), error.what(), tx, now));
            });
            return handled;
        }
    }
    for (const Incoming* message : messages)
        handled.push_back(std::move(commit(std::span{&message, 1}, now).front()));
    return handled;
}

Handled Core::handle(const Incoming& incoming, store::WriteTransaction& tx, Instant now) {
    const Inbound& inbound = incoming.inbound;
    if (auto before = known(inbound, tx)) return *std::move(before);
    Handled handled;
    const auto bug = bug_in(tx, [&] {
        handled = {};
        keep(conversations_.process(inbound, incoming.meaning, tx, now),
             inbound,
             incoming.answerable,
             tx,
             now,
             handled);
        remember(inbound, handled, tx, now);
    });
    return bug ? bury(incoming, *bug, tx, now) : handled;
}

std::optional<Handled> Core::known(const Inbound& inbound, store::Transaction& tx) {
    for (const auto& id : {std::optional{inbound.message_id}, inbound.second_id}) {
        if (!id) continue;
        auto row = tx.prepare(queries::inbox::find_sql);
        if (!row.bind_blob(1, dedupe_key(inbound, *id)).step()) continue;
        Handled handled;
        handled.again = true;
        for (outbox::Row& reply : outbox::rows(tx, row.integer(0), row.integer(1))) {
            handled.replies.push_back(std::move(reply.message));
            handled.states.push_back(reply.state);
        }
        return handled;
    }
    return std::nullopt;
}

void Core::remember(const Inbound& inbound,
                    const Handled& handled,
                    store::Transaction& tx,
                    Instant now) {
    const std::int64_t first = handled.replies.empty() ? 0 : handled.replies.front().number;
    const Day day{std::chrono::floor<std::chrono::days>(now)};
    for (const auto& id : {std::optional{inbound.message_id}, inbound.second_id}) {
        if (!id) continue;
        auto row = tx.prepare(queries::inbox::add_sql);
        row.bind_blob(1, dedupe_key(inbound, *id)).bind(2, day).bind(3, first);
        row.bind(4, static_cast<std::int64_t>(handled.replies.size())).run();
    }
}

void Core::number(Outgoing& message, Instant now) {
    message.number = next_outgoing_++;
    if (message.at == Instant{}) message.at = now;
}

/// Replies first: their numbers must follow one another.
void Core::keep(Processed&& processed,
                const Inbound& inbound,
                bool answerable,
                store::Transaction& tx,
                Instant now,
                Handled& handled) {
    const bool in_group = inbound.chat.kind == ChatKind::group;
    for (Outgoing& reply : processed.replies) {
        if (reply.platform.empty()) {
            reply.platform = inbound.platform;
            reply.account = inbound.account;
        }
        if (reply.to.empty()) {
            reply.to = in_group ? inbound.chat.id : inbound.sender.id;
            reply.to_kind = inbound.chat.kind;
        }
        if (reply.reply_ref.empty()) reply.reply_ref = inbound.reply_ref;
        number(reply, now);
        outbox::insert(tx, reply, answerable ? now + retry_window : now);
    }
    for (Outgoing& push : processed.pushes) {
        if (push.platform.empty()) push.platform = inbound.platform;
        push.push = true;
        number(push, now);
        outbox::insert(tx, push, now);
    }
    handled.replies = std::move(processed.replies);
    handled.pushes = std::move(processed.pushes);
    handled.changed = std::move(processed.changed);
}

Handled Core::bury(const Incoming& incoming,
                   const std::string& error,
                   store::WriteTransaction& tx,
                   Instant now) {
    const Inbound& inbound = incoming.inbound;
    alarm_(
        fmt::format("inbox: a message of {} failed and is in the dead letters", inbound.platform));
    Processed told;
    if (conversations_.sorry) {
        Outgoing sorry;
        sorry.text = conversations_.sorry(inbound);
        if (!sorry.text.empty()) told.replies.push_back(std::move(sorry));
    }
    Handled handled;
    tx.savepoint([&] {
        add_dead_letter(tx, now, "message", std::nullopt, error, to_json(inbound));
        keep(std::move(told), inbound, incoming.answerable, tx, now, handled);
        remember(inbound, handled, tx, now);
    });
    handled.failed = true;
    return handled;
}

Handled Core::process_now(const Inbound& inbound, Instant now) {
    const Incoming incoming{inbound, conversations_.understand(inbound), false};
    const Incoming* const one = &incoming;
    Handled handled = std::move(commit(std::span{&one, 1}, now).front());
    hand_over(handled, nullptr, now);
    return handled;
}

void Core::hand_over(const Handled& handled, Waiting* waiting, Instant now) {
    std::vector<Outgoing> replies;
    std::vector<std::size_t> owed;  // which of `replies` are not answered yet
    for (std::size_t i = 0; i < handled.replies.size(); ++i) {
        const Outgoing& reply = handled.replies[i];
        if (handled.again) {
            if (waiting == nullptr || handled.states[i] == outbox::State::sent) continue;
            const bool was_owed = handled.states[i] == outbox::State::owed;
            const auto taken =
                was_owed ? outbox_.take(reply.number) : outbox::Outbox::Taken::unknown;
            if (taken == outbox::Outbox::Taken::leaving) continue;
            if (taken == outbox::Outbox::Taken::taken) owed.push_back(replies.size());
        } else {
            owed.push_back(replies.size());
        }
        replies.push_back(reply);
    }
    const auto claimed = waiting != nullptr ? waiting->claim(replies) : std::nullopt;
    const std::size_t carried = claimed.value_or(0);
    if (claimed) {
        std::vector<std::int64_t> numbers;
        for (const std::size_t i : owed)
            if (i < carried) numbers.push_back(replies[i].number);
        crash_point("before_answer");
        // Before the answer is handed over: see DeliveryLog::in_answer.
        outbox_.answered(numbers);
        waiting->answer(std::span{replies}.first(carried));
        crash_point("after_answer");
    }
    for (const std::size_t i : owed)
        if (i >= carried) outbox_.add(replies[i], now);
    release(handled.pushes, now);
}

// ---- jobs
// ----------------------------------------------------------------------------------------------

void Core::run(const store::Job& job, store::WriteTransaction& tx, Instant now, Handled& handled) {
    const auto bug = bug_in(tx, [&] {
        handled = {};
        keep(conversations_.run_job(job, tx, now), {}, false, tx, now, handled);
        store::finish_job(tx, job.id, now);
    });
    if (!bug) return;
    handled = {};
    alarm_(fmt::format("jobs: {} {} failed and is in the dead letters", job.kind, job.id));
    add_dead_letter(tx, now, "job", job.id, *bug, job.payload);
    store::finish_job(tx, job.id, now);
}

std::vector<std::string> Core::run_due_jobs(Instant now) {
    std::vector<std::string> changed;
    for (;;) {
        std::vector<Handled> done;
        in_one_commit(now, [&](store::WriteTransaction& tx) {
            for (const store::Job& job : store::due_jobs(tx, now, jobs_at_once)) {
                done.emplace_back();
                run(job, tx, now, done.back());
            }
        });
        if (done.empty()) return changed;
        for (Handled& handled : done) {
            changed.insert(changed.end(), handled.changed.begin(), handled.changed.end());
            hand_over(handled, nullptr, now);
        }
    }
}

std::optional<Instant> Core::next_job_due() { return store::next_job_due(*store_.read()); }

// ---- housekeeping
// --------------------------------------------------------------------------------------

void Core::tidy(Instant now) {
    constexpr std::int64_t numbers_at_once = 2000;
    const auto part = static_cast<char>(tidy_part_++ % 256);
    const std::string first(1, part);
    const std::string after =
        part == '\xff' ? std::string(17, '\xff') : std::string(1, static_cast<char>(part + 1));
    const Day kept{std::chrono::floor<std::chrono::days>(now) - std::chrono::days{days_of_keys}};
    in_one_commit(now, [&](store::WriteTransaction& tx) {
        auto keys = tx.prepare(queries::inbox::forget_sql);
        keys.bind_blob(1, first).bind_blob(2, after).bind(3, kept).run();
        // A day longer than the keys that refer to them.
        tx.prepare(queries::outbox::forget_sql)
            .with(tidy_number_, tidy_number_ + numbers_at_once, now - (days_of_keys + 1) * 24h)
            .run();
        store::expire_conversations(tx, now);
    });
    tidy_number_ =
        tidy_number_ + numbers_at_once < next_outgoing_ ? tidy_number_ + numbers_at_once : 0;
}

bool Core::look_for_changes() {
    const auto tx = store_.write();
    auto row = tx->prepare("SELECT data_version FROM pragma_data_version");
    row.step();
    const auto version = row.integer(0);
    if (std::exchange(data_version_, version) == version) return false;
    outbox_.reconcile(*tx);
    return true;
}

}  // namespace qingdan::inbox
