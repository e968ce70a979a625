#pragma once
/// @file
/// A service of one conversation for tests of the machinery around it: it writes down what it is
/// told.

#include "bot/inbox/core.hpp"
#include "domain/store/conversations.hpp"
#include "domain/store/counters.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace qingdan::test {

inline const Instant noon = instant_from_text("2026-03-02T04:00:00Z");

class FixedClock : public Clock {
public:
    Instant now() const override { return noon; }
};

/// Each message becomes `V-n` in the order of handling. `bug` throws, `bad key` breaks a foreign
/// key that is only checked at the commit, `push X` also pushes to X, `job` plans one, `silent`
/// says nothing.
inline inbox::Conversations diary() {
    inbox::Conversations all;
    all.understand = [](const Inbound&) { return language::Meaning{}; };
    all.sorry = [](const Inbound&) { return "sorry"; };
    all.process =
        [](const Inbound& inbound, const language::Meaning&, store::Transaction& tx, Instant now) {
            const std::string number = "V-" + std::to_string(store::next_number(tx, "V"));
            store::save_conversation(tx,
                                     {"diary", inbound.sender.id, number, ""},
                                     inbound.text,
                                     now + std::chrono::hours{99999});
            if (inbound.text == "bug") throw std::runtime_error("a bug");
            if (inbound.text == "bad key")
                tx.prepare("INSERT INTO history VALUES (77, 'f', 's', NULL, NULL)").run();
            if (inbound.text == "job") store::add_job(tx, "remind", {}, now, inbound.sender.id);
            inbox::Processed done;
            done.changed.push_back(number);
            Outgoing reply;
            reply.text = number + " " + inbound.text;
            if (inbound.text != "silent") done.replies.push_back(reply);
            if (inbound.text.starts_with("push ")) {
                Outgoing push;
                push.to = inbound.text.substr(5);
                push.text = "told of " + number;
                done.pushes.push_back(push);
            }
            return done;
        };
    all.run_job = [](const store::Job& job, store::Transaction& tx, Instant) {
        if (job.payload == "bug") throw std::runtime_error("a bug");
        inbox::Processed done;
        done.changed.push_back("T-" + std::to_string(store::next_number(tx, "T")));
        Outgoing push;
        push.platform = "fake";
        push.account = "app";
        push.to = job.payload;
        push.text = "reminder";
        done.pushes.push_back(push);
        return done;
    };
    return all;
}

/// What the diary holds, in the order of handling: `sender: text`.
inline std::vector<std::string> entries(store::Store& store) {
    const auto tx = store.read();
    auto row = tx->prepare(
        "SELECT account || ': ' || state_json FROM conversations WHERE platform = 'diary' "
        "ORDER BY length(chat_id), chat_id");
    std::vector<std::string> entries;
    while (row.step()) entries.push_back(row.text(0));
    return entries;
}

}  // namespace qingdan::test
