#pragma once
/// @file
/// Messages and jobs, committed: what the writer thread does, and `simulate` without the thread.

#include "bot/outbox/outbox.hpp"
#include "domain/language/meaning.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/message.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::inbox {

/// What a message or a job has caused, its texts rendered. In `replies` and `pushes` an empty
/// platform, account, receiver, reply reference and time are filled in: those of the message that
/// is answered.
struct Processed {
    std::vector<Outgoing> replies, pushes;
    std::vector<std::string> changed;  ///< numbers of the records created or changed (`V-1001`)
};

/// What the service does with what comes: the conversations, handed in.
struct Conversations {
    std::function<language::Meaning(const Inbound&)> understand;
    std::function<Processed(
        const Inbound&, const language::Meaning&, store::Transaction&, Instant now)>
        process;
    std::function<Processed(const store::Job&, store::Transaction&, Instant now)> run_job;
    /// What a sender is told when the service itself failed on the message.
    std::function<std::string(const Inbound&)> sorry;
    /// A message was given up: the next channel or person of an urgent one. May be empty.
    std::function<Processed(const outbox::Row&, store::Transaction&, Instant now)> given_up;
};

/// One message as the writer takes it.
struct Incoming {
    Inbound inbound;
    language::Meaning meaning;
    /// A request waits whose answer may carry the reply: the outbox leaves it alone for a while.
    bool answerable = false;
};

/// What is committed of one message.
struct Handled {
    std::vector<Outgoing> replies, pushes;
    std::vector<std::string> changed;
    bool again =
        false;  ///< seen before: `replies` are those of the first time, nothing was changed
    bool failed = false;                ///< in the dead letters, the sender is told
    std::vector<outbox::State> states;  ///< of `replies`, where `again`
};

/// A request that waits for its message.
class Waiting {
public:
    virtual ~Waiting() = default;
    /// How many of `replies`, from the first, go inside its answer; from then on nobody else
    /// answers it. `nullopt` where it was answered meanwhile. This is the one lock that decides who
    /// answers.
    virtual std::optional<std::size_t> claim(std::span<const Outgoing> replies) = 0;
    /// The answer leaves, with what was claimed.
    virtual void answer(std::span<const Outgoing> replies) = 0;
};

/// Used by one thread: the writer's.
class Core {
public:
    /// `alarm` gets a line for the operator, without personal data.
    Core(store::Store& store,
         outbox::Outbox& outbox,
         Conversations conversations,
         std::function<void(std::string_view)> alarm);

    /// Commits all of them together, one savepoint each, and what the outbox has to mark. A message
    /// that fails goes to the dead letters and takes no other with it. Throws StoreError, nothing
    /// done.
    std::vector<Handled> commit(std::span<const Incoming* const> messages, Instant now);
    /// After the commit: gives the replies to the request that waits (may be null), or to the
    /// outbox.
    void hand_over(const Handled& handled, Waiting* waiting, Instant now);
    /// Both in one, for one message and nobody waiting: `simulate`, the chat page.
    Handled process_now(const Inbound& inbound, Instant now);

    /// Runs every job due at `now`, the earliest first, exactly once; gives the records they
    /// changed.
    std::vector<std::string> run_due_jobs(Instant now);
    /// When the next job is due.
    std::optional<Instant> next_job_due();
    /// Commits what the outbox has to mark; true where there was something.
    bool commit_marks(Instant now);
    /// A part of what is kept only for a time is removed: dedupe keys after eight days, what was
    /// sent after nine, expired questions. Called now and then; 256 calls go through everything.
    void tidy(Instant now);
    /// True where another process has written since the last call (`qingdan outbox retry`): the
    /// outbox is brought in line.
    bool look_for_changes();
    store::Store& store() { return store_; }

private:
    Handled handle(const Incoming& incoming, store::WriteTransaction& tx, Instant now);
    std::optional<Handled> known(const Inbound& inbound, store::Transaction& tx);
    void keep(Processed&& processed,
              const Inbound& inbound,
              bool answerable,
              store::Transaction& tx,
              Instant now,
              Handled& handled);
    void remember(const Inbound& inbound,
                  const Handled& handled,
                  store::Transaction& tx,
                  Instant now);
    Handled bury(const Incoming& incoming,
                 const std::string& error,
                 store::WriteTransaction& tx,
                 Instant now);
    void run(const store::Job& job, store::WriteTransaction& tx, Instant now, Handled& handled);
    void apply_marks(const std::vector<outbox::Mark>& marks,
                     store::WriteTransaction& tx,
                     Instant now,
                     Handled& caused);
    void number(Outgoing& message, Instant now);
    /// Runs `work` in one transaction with the pending marks and commits it.
    void in_one_commit(Instant now, const std::function<void(store::WriteTransaction&)>& work);
    void release(const std::vector<Outgoing>& messages, Instant now);

    store::Store& store_;
    outbox::Outbox& outbox_;
    const Conversations conversations_;
    const std::function<void(std::string_view)> alarm_;
    std::int64_t next_outgoing_ = 1;
    std::int64_t data_version_ = -1;
    unsigned tidy_part_ = 0;
    std::int64_t tidy_number_ = 0;
};

}  // namespace qingdan::inbox
