#include "bot/inbox/writer.hpp"

#include "bot/inbox/reception.hpp"
#include "bot/outbox/driver.hpp"
#include "tests/support/diary.hpp"
#include "tests/support/fake_channel.hpp"
#include "tests/support/temporary_folder.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace qingdan::inbox {
namespace {

using namespace std::chrono_literals;
using test::noon;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// The service without its sockets: callbacks go in, answers and deliveries come out.
struct Service : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "t.db";
    store::Options options = [] {
        store::Options quick;
        quick.busy_timeout = 10ms;
        return quick;
    }();
    test::FixedClock clock;
    test::FakeChannel channel;
    test::NoClient client;
    Conversations conversations = test::diary();
    std::function<void(std::string_view)> quiet = [](std::string_view) {};

    std::unique_ptr<store::Store> store;
    std::unique_ptr<outbox::DeliveryLog> log;
    std::unique_ptr<outbox::Outbox> outbox;
    std::unique_ptr<Core> core;
    std::unique_ptr<Spool> spool;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<Reception> reception;

    void start(WriterSettings settings = {}) {
        store = store::Store::open(path, options);
        log = std::make_unique<outbox::DeliveryLog>(path);
        outbox = std::make_unique<outbox::Outbox>(
            std::vector<channels::Channel*>{&channel}, *log, quiet);
        outbox->load(*store->read());
        core = std::make_unique<Core>(*store, *outbox, conversations, quiet);
        spool = std::make_unique<Spool>(Spool::path_beside(path));
        writer = std::make_unique<Writer>(
            *core, *spool, conversations.understand, clock, quiet, settings);
        reception = std::make_unique<Reception>(*writer, conversations.understand, clock, quiet);
        writer->start();
    }
    void stop() {
        reception.reset();
        writer.reset();
        spool.reset();
        core.reset();
        outbox.reset();
        log.reset();
        store.reset();
    }
    void TearDown() override { stop(); }

    std::future<http::Response> receive(std::string id,
                                        std::string text,
                                        std::string from = "u-1") {
        http::Request request;
        request.path = std::move(id);
        request.body = std::move(text);
        request.remote = std::move(from);
        auto answered = std::make_shared<std::promise<http::Response>>();
        auto answer = answered->get_future();
        reception->receive(channel, std::move(request), [answered](http::Response response) {
            answered->set_value(std::move(response));
        });
        return answer;
    }
    /// Until the writer has taken in the spool and is free.
    void writer_is_free() {
        std::promise<void> free;
        writer->post_work([&](Core&) { free.set_value(); });
        free.get_future().wait();
    }
    std::vector<std::string> delivered() {
        outbox->deliver_due(noon, client);
        return channel.texts();
    }
};

/// Another program that has locked the database.
class Intruder {
public:
    explicit Intruder(const std::filesystem::path& path)
        : database_(path.string(), SQLite::OPEN_READWRITE) {
        database_.setBusyTimeout(5000);
        database_.exec("BEGIN IMMEDIATE");
    }
    void leave() { database_.exec("ROLLBACK"); }

private:
    SQLite::Database database_;
};

TEST_F(Service, AnswersWithTheReplyAfterTheCommit) {
    start();
    EXPECT_EQ(receive("1", "one").get().body, "V-1001 one");
    EXPECT_EQ(receive("2", "silent").get().body, "success");
    EXPECT_EQ(receive("1", "one").get().body, "V-1001 one");
    writer_is_free();
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: one", "u-1: silent"));
    EXPECT_THAT(delivered(), IsEmpty());
}

TEST_F(Service, AnswersHandshakesRefusalsAndEventsAtOnce) {
    start();
    EXPECT_EQ(receive("1", "handshake").get().body, "hello");
    EXPECT_EQ(receive("2", "forged").get().status, 401);
    EXPECT_EQ(receive("3", "event").get().body, "success");
    EXPECT_THAT(test::entries(*store), IsEmpty());
}

TEST_F(Service, ReplyThatDoesNotFitTheAnswerGoesByTheOutbox) {
    channel.limits_.passive_text_bytes = 10;
    start();
    EXPECT_EQ(receive("1", "a longer text").get().body, "success");
    writer_is_free();
    EXPECT_THAT(delivered(), ElementsAre("V-1001 a longer text"));
}

TEST_F(Service, SpoolsWhileTheDatabaseIsAwayAndTakesInInOrderAndOnce) {
    channel.limits_.answer_within = 20ms;
    start();
    Intruder intruder{path};
    std::vector<std::string> expected;
    for (int i = 0; i < 30; ++i) {
        const std::string text = std::to_string(i);
        EXPECT_EQ(receive(text, text).get().body, "success");
        expected.push_back("u-1: " + text);
    }
    EXPECT_TRUE(writer->is_away());
    EXPECT_EQ(receive("29", "29").get().body, "success") << "a repeat while it is away";
    intruder.leave();
    writer_is_free();
    EXPECT_EQ(test::entries(*store), expected);
    EXPECT_THAT(delivered(), SizeIs(30));
    EXPECT_EQ(receive("30", "30").get().body, "V-1031 30") << "as before";
    EXPECT_FALSE(writer->is_away());
}

TEST_F(Service, WhatWasSpooledIsTakenInAfterARestart) {
    channel.limits_.answer_within = 20ms;
    start();
    {
        Intruder intruder{path};
        EXPECT_EQ(receive("1", "one").get().body, "success");
        stop();
    }
    start();
    writer_is_free();
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: one"));
    EXPECT_THAT(delivered(), ElementsAre("V-1001 one"));
    EXPECT_TRUE(spool->is_empty());
}

TEST_F(Service, CommitThatComesTooLateAndTheSpoolsCopyAreOneMessage) {
    channel.limits_.answer_within = 20ms;
    std::promise<void> go;
    auto gate = go.get_future().share();
    conversations.process = [gate, inner = conversations.process](const Inbound& inbound,
                                                                  const language::Meaning& meaning,
                                                                  store::Transaction& tx,
                                                                  Instant now) {
        gate.wait();
        return inner(inbound, meaning, tx, now);
    };
    start();
    EXPECT_EQ(receive("1", "one").get().body, "success");
    go.set_value();
    writer_is_free();
    writer_is_free();
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: one"));
    EXPECT_THAT(delivered(), ElementsAre("V-1001 one"));
    EXPECT_TRUE(spool->is_empty());
}

TEST_F(Service, FullQueueIsALater) {
    start({.queue_at_most = 2, .batch_at_most = 256});
    std::promise<void> go;
    writer->post_work([&](Core&) { go.get_future().wait(); });
    auto first = receive("1", "one");
    auto second = receive("2", "two");
    const auto third = receive("3", "three").get();
    EXPECT_EQ(third.status, 503);
    ASSERT_FALSE(third.headers.empty());
    EXPECT_EQ(third.headers.back().name, "Retry-After");
    go.set_value();
    EXPECT_EQ(first.get().body, "V-1001 one");
    EXPECT_EQ(second.get().body, "V-1002 two");
}

TEST_F(Service, SpoolThatCannotBeWrittenIsALater) {
    channel.limits_.answer_within = 20ms;
    start();
    Intruder intruder{path};
    std::filesystem::remove_all(path.string() + ".spool");
    EXPECT_EQ(receive("1", "one").get().status, 503);
    intruder.leave();
    while (writer->is_away()) writer_is_free();
    EXPECT_EQ(receive("1", "one").get().status, 200);
    writer_is_free();
    EXPECT_THAT(test::entries(*store), SizeIs(1));
}

TEST_F(Service, FailingMessageIsAnsweredAndTheNextOnesGoOn) {
    start();
    auto bug = receive("1", "bug");
    auto next = receive("2", "two");
    EXPECT_EQ(bug.get().body, "sorry");
    EXPECT_EQ(next.get().body, "V-1001 two");
}

TEST_F(Service, StopsAfterWhatWaits) {
    start();
    std::promise<void> go;
    writer->post_work([&](Core&) { go.get_future().wait(); });
    std::vector<std::future<http::Response>> answers;
    for (int i = 0; i < 20; ++i) answers.push_back(receive(std::to_string(i), "text"));
    go.set_value();
    writer->stop();
    for (auto& answer : answers) EXPECT_EQ(answer.get().status, 200);
    EXPECT_THAT(test::entries(*store), SizeIs(20));
    EXPECT_EQ(receive("21", "late").get().status, 503);
}

TEST_F(Service, TakesFromManyThreadsWhatEachSenderWroteInOrder) {
    start();
    constexpr int senders = 8;
    constexpr int messages = 100;
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int s = 0; s < senders; ++s)
        threads.emplace_back([&, s] {
            const std::string from = "u-" + std::to_string(s);
            std::vector<std::future<http::Response>> answers;
            for (int i = 0; i < messages; ++i)
                answers.push_back(receive(from + "-" + std::to_string(i), std::to_string(i), from));
            for (auto& answer : answers) good += answer.get().status == 200 ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, senders * messages);
    std::map<std::string, int> next;
    for (const std::string& entry : test::entries(*store)) {
        const auto colon = entry.find(": ");
        EXPECT_EQ(next[entry.substr(0, colon)]++, std::stoi(entry.substr(colon + 2)));
    }
    EXPECT_THAT(next, SizeIs(senders));
    EXPECT_THAT(delivered(), IsEmpty());
}

TEST_F(Service, RunsJobsThatBecomeDue) {
    start();
    receive("1", "job").get();
    for (std::vector<std::string> texts; texts.empty(); texts = delivered()) writer_is_free();
    EXPECT_THAT(channel.texts(), ElementsAre("reminder"));
}

TEST_F(Service, DeliversOnSeveralThreadsInEachReceiversOrder) {
    start();
    constexpr int receivers = 20;
    constexpr int messages = 25;
    std::promise<void> all;
    std::atomic<int> accepted{0};
    channel.decide = [&](const Outgoing&, Instant) -> channels::Delivery {
        if (++accepted == receivers * messages) all.set_value();
        return channels::Sent{};
    };
    {
        outbox::Driver driver{*outbox, client, clock, quiet};
        outbox->on_change([&] { driver.wake(); });
        for (int i = 0; i < receivers * messages; ++i) {
            Outgoing message;
            message.number = i + 1;
            message.platform = "fake";
            message.account = "app";
            message.to = std::to_string(i % receivers);
            message.text = std::to_string(i / receivers);
            message.at = noon;
            outbox->add(message, noon);
        }
        all.get_future().wait();
        outbox->on_change({});
    }
    std::map<std::string, int> next;
    for (const auto& sent : channel.sent()) EXPECT_EQ(sent.text, std::to_string(next[sent.to]++));
    EXPECT_THAT(channel.sent(), SizeIs(receivers * messages));
}

}  // namespace
}  // namespace qingdan::inbox
