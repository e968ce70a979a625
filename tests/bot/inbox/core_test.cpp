#include "bot/inbox/core.hpp"

#include "tests/support/diary.hpp"
#include "tests/support/fake_channel.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::inbox {
namespace {

using namespace std::chrono_literals;
using test::noon;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// A request that has room for so many replies, or has been answered meanwhile.
class Request : public Waiting {
public:
    explicit Request(std::optional<std::size_t> room) : room_(room) {}
    std::optional<std::size_t> claim(std::span<const Outgoing> replies) override {
        offered = replies.size();
        if (!room_) return std::nullopt;
        return std::min(*room_, replies.size());
    }
    void answer(std::span<const Outgoing> replies) override {
        answered = true;
        for (const auto& reply : replies) texts.push_back(reply.text);
    }
    bool answered = false;
    std::size_t offered = 0;
    std::vector<std::string> texts;

private:
    std::optional<std::size_t> room_;
};

struct ServiceCore : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "t.db";
    std::unique_ptr<store::Store> store = store::Store::open(path);
    test::FakeChannel channel;
    test::NoClient client;
    std::vector<std::string> alarms;
    std::unique_ptr<outbox::DeliveryLog> log;
    std::unique_ptr<outbox::Outbox> outbox;
    std::unique_ptr<Core> core;
    Conversations conversations = test::diary();
    int next_id = 1;

    void SetUp() override { start(); }
    void start() {
        const auto alarm = [this](std::string_view line) { alarms.emplace_back(line); };
        log = std::make_unique<outbox::DeliveryLog>(path);
        outbox = std::make_unique<outbox::Outbox>(
            std::vector<channels::Channel*>{&channel}, *log, alarm);
        outbox->load(*store->read());
        core = std::make_unique<Core>(*store, *outbox, conversations, alarm);
    }
    /// The process is killed and started again.
    void restart() {
        core.reset();
        outbox.reset();
        log.reset();
        store.reset();
        store = store::Store::open(path);
        start();
    }
    Inbound message(std::string text, std::string from = "u-1") {
        Inbound inbound;
        inbound.platform = "fake";
        inbound.account = "app";
        inbound.message_id = std::to_string(next_id++);
        inbound.sender.id = inbound.chat.id = std::move(from);
        inbound.text = std::move(text);
        return inbound;
    }
    std::vector<Handled> commit(const std::vector<Inbound>& messages, bool answerable = true) {
        std::vector<Incoming> incoming;
        for (const auto& each : messages) incoming.push_back({each, {}, answerable});
        std::vector<const Incoming*> pointers;
        for (const auto& each : incoming) pointers.push_back(&each);
        return core->commit(pointers, noon);
    }
    std::vector<std::string> delivered(Instant now = noon) {
        outbox->deliver_due(now, client);
        return channel.texts();
    }
    std::int64_t count(const std::string& table) {
        const auto tx = store->read();
        auto row = tx->prepare("SELECT count(*) FROM " + table);
        row.step();
        return row.integer(0);
    }
};

TEST_F(ServiceCore, AnswersAMessageAndKeepsWhatItCaused) {
    const auto handled = core->process_now(message("push u-2"), noon);
    EXPECT_THAT(handled.changed, ElementsAre("V-1001"));
    EXPECT_FALSE(handled.again);
    EXPECT_THAT(delivered(), ElementsAre("V-1001 push u-2", "told of V-1001"));
    const auto sent = channel.sent();
    EXPECT_EQ(sent[0].to, "u-1");
    EXPECT_FALSE(sent[0].push);
    EXPECT_EQ(sent[1].to, "u-2");
    EXPECT_TRUE(sent[1].push);
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: push u-2"));
}

TEST_F(ServiceCore, AnswerInAGroupGoesToTheGroup) {
    Inbound in_group = message("hello");
    in_group.chat = {"g-1", ChatKind::group};
    core->process_now(in_group, noon);
    delivered();
    EXPECT_EQ(channel.sent().at(0).to, "g-1");
    EXPECT_EQ(channel.sent().at(0).to_kind, ChatKind::group);
}

TEST_F(ServiceCore, RepeatChangesNothingAndHasTheFirstAnswer) {
    const Inbound once = message("push u-2");
    core->process_now(once, noon);
    delivered();
    const auto again = core->process_now(once, noon + 24h);
    EXPECT_TRUE(again.again);
    ASSERT_THAT(again.replies, SizeIs(1));
    EXPECT_EQ(again.replies[0].text, "V-1001 push u-2");
    EXPECT_THAT(again.pushes, IsEmpty());
    EXPECT_THAT(again.changed, IsEmpty());
    EXPECT_THAT(delivered(), SizeIs(2));
    EXPECT_THAT(test::entries(*store), SizeIs(1));
}

TEST_F(ServiceCore, SecondIdOfAMessageIsTheSameMessage) {
    Inbound once = message("one");
    once.second_id = "event-1";
    core->process_now(once, noon);
    Inbound by_event = message("one");
    by_event.second_id = "event-1";
    EXPECT_TRUE(core->process_now(by_event, noon).again);
}

TEST_F(ServiceCore, RepeatWithinOneBatchIsARepeat) {
    const Inbound once = message("one");
    const auto handled = commit({once, once});
    EXPECT_FALSE(handled[0].again);
    EXPECT_TRUE(handled[1].again);
    EXPECT_EQ(handled[1].replies.at(0).text, "V-1001 one");
}

TEST_F(ServiceCore, FailingMessageIsBuriedWholeAndTakesNoOtherWithIt) {
    const auto handled = commit({message("one"), message("bug"), message("two")});
    EXPECT_TRUE(handled[1].failed);
    EXPECT_EQ(handled[1].replies.at(0).text, "sorry");
    EXPECT_EQ(handled[2].replies.at(0).text, "V-1002 two");
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: one", "u-1: two"));
    const auto tx = store->read();
    auto letter = tx->prepare("SELECT error, body FROM dead_letters");
    ASSERT_TRUE(letter.step());
    EXPECT_EQ(letter.text(0), "a bug");
    EXPECT_THAT(letter.text(1), testing::HasSubstr("\"text\":\"bug\""));
    ASSERT_THAT(alarms, SizeIs(1));
}

TEST_F(ServiceCore, RepeatOfAFailedMessageIsToldTheSame) {
    const Inbound bug = message("bug");
    core->process_now(bug, noon);
    const auto again = core->process_now(bug, noon);
    EXPECT_TRUE(again.again);
    EXPECT_EQ(again.replies.at(0).text, "sorry");
    EXPECT_EQ(count("dead_letters"), 1);
}

TEST_F(ServiceCore, MessageThatFailsOnlyAtTheCommitIsFoundAndBuried) {
    const auto handled = commit({message("one"), message("bad key"), message("two")});
    EXPECT_FALSE(handled[0].failed);
    EXPECT_TRUE(handled[1].failed);
    EXPECT_FALSE(handled[2].failed);
    EXPECT_THAT(test::entries(*store), ElementsAre("u-1: one", "u-1: two"));
    EXPECT_EQ(count("dead_letters"), 1);
}

TEST_F(ServiceCore, ReplyGoesInsideTheAnswerAndNotByTheOutbox) {
    const auto handled = commit({message("one")});
    Request request{1};
    core->hand_over(handled[0], &request, noon);
    EXPECT_THAT(request.texts, ElementsAre("V-1001 one"));
    EXPECT_THAT(delivered(noon + 1h), IsEmpty());
    restart();
    EXPECT_THAT(delivered(noon + 1h), IsEmpty());
}

TEST_F(ServiceCore, ReplyGoesByTheOutboxWhereTheRequestWasAnsweredMeanwhile) {
    const auto handled = commit({message("one")});
    Request request{std::nullopt};
    core->hand_over(handled[0], &request, noon);
    EXPECT_FALSE(request.answered);
    EXPECT_THAT(delivered(), ElementsAre("V-1001 one"));
}

TEST_F(ServiceCore, AnswerWithoutRoomIsGivenAllTheSame) {
    const auto handled = commit({message("one")});
    Request request{0};
    core->hand_over(handled[0], &request, noon);
    EXPECT_TRUE(request.answered);
    EXPECT_THAT(delivered(), ElementsAre("V-1001 one"));
}

TEST_F(ServiceCore, KilledBetweenCommitAndAnswerTheReplyWaitsForTheRepeat) {
    const Inbound once = message("one");
    commit({once});
    restart();
    EXPECT_THAT(delivered(noon + 5s), IsEmpty());
    const auto again = commit({once});
    Request request{1};
    core->hand_over(again[0], &request, noon);
    EXPECT_THAT(request.texts, ElementsAre("V-1001 one"));
    EXPECT_THAT(delivered(noon + 1h), IsEmpty());
}

TEST_F(ServiceCore, KilledBetweenCommitAndAnswerTheReplyIsSentWhereNoRepeatComes) {
    const Inbound once = message("one");
    commit({once});
    restart();
    EXPECT_THAT(delivered(noon + 20s), ElementsAre("V-1001 one"));
    const auto again = commit({once});
    Request request{1};
    core->hand_over(again[0], &request, noon + 1min);
    EXPECT_TRUE(request.answered);
    EXPECT_THAT(request.texts, IsEmpty()) << "the sender has it";
}

TEST_F(ServiceCore, RepeatOfAnAnsweredMessageIsAnsweredAgain) {
    const Inbound once = message("one");
    Request first{1};
    core->hand_over(commit({once})[0], &first, noon);
    for (int i = 0; i < 2; ++i) {
        Request later{1};
        core->hand_over(commit({once})[0], &later, noon);
        EXPECT_THAT(later.texts, ElementsAre("V-1001 one"));
        core->commit_marks(noon);
    }
    EXPECT_THAT(delivered(noon + 1h), IsEmpty());
}

TEST_F(ServiceCore, NumbersOfOutgoingMessagesAreNeverUsedTwice) {
    const auto first = core->process_now(message("one"), noon);
    commit({message("bug")});
    restart();
    const auto second = core->process_now(message("two"), noon);
    EXPECT_GT(second.replies.at(0).number, first.replies.at(0).number + 1);
}

TEST_F(ServiceCore, JobsRunOnceAndWhatFailsIsBuried) {
    core->process_now(message("job"), noon);
    const auto tx = store->write();
    store::add_job(*tx, "remind", {}, noon - 1h, "bug");
    store::add_job(*tx, "remind", {}, noon + 1h, "u-9");
    tx->commit();
    EXPECT_EQ(core->next_job_due(), noon - 1h);
    EXPECT_THAT(core->run_due_jobs(noon), ElementsAre("T-1001"));
    EXPECT_THAT(core->run_due_jobs(noon), IsEmpty());
    EXPECT_EQ(core->next_job_due(), noon + 1h);
    EXPECT_THAT(delivered(), ElementsAre("V-1001 job", "reminder"));
    EXPECT_EQ(count("dead_letters"), 1);
    restart();
    EXPECT_THAT(core->run_due_jobs(noon + 2h), ElementsAre("T-1002"));
}

TEST_F(ServiceCore, JobThatWasDueWhileTheServiceWasDownIsDone) {
    core->process_now(message("job"), noon);
    restart();
    EXPECT_THAT(core->run_due_jobs(noon + 48h), ElementsAre("T-1001"));
}

TEST_F(ServiceCore, WhatIsGivenUpIsThoughtOverInTheSameCommit) {
    conversations.given_up = [](const outbox::Row& row, store::Transaction&, Instant) {
        Processed done;
        Outgoing next = row.message;
        next.at = {};
        next.to = "u-deputy";
        done.pushes.push_back(next);
        return done;
    };
    restart();
    channel.decide = [](const Outgoing& part, Instant) -> channels::Delivery {
        if (part.to == "u-1") return channels::Never{"blocked", true};
        return channels::Sent{};
    };
    core->process_now(message("one"), noon);
    delivered();
    EXPECT_TRUE(core->commit_marks(noon));
    EXPECT_THAT(delivered(), ElementsAre("V-1001 one"));
    EXPECT_EQ(channel.sent().at(0).to, "u-deputy");
    EXPECT_EQ(count("call_list"), 1);
}

TEST_F(ServiceCore, KeysAreKeptForEightDays) {
    const Inbound once = message("one");
    core->process_now(once, noon);
    delivered();
    core->commit_marks(noon);
    for (int i = 0; i < 256; ++i) core->tidy(noon + 8 * 24h);
    EXPECT_EQ(count("inbox"), 1);
    EXPECT_TRUE(core->process_now(once, noon + 8 * 24h).again);
    for (int i = 0; i < 256; ++i) core->tidy(noon + 9 * 24h);
    EXPECT_EQ(count("inbox"), 0);
    for (int i = 0; i < 256; ++i) core->tidy(noon + 10 * 24h);
    EXPECT_EQ(count("outbox"), 0);
}

TEST_F(ServiceCore, WhatIsOwedIsKeptHoweverOld) {
    channel.decide = [](const Outgoing&, Instant) { return channels::Never{"blocked"}; };
    core->process_now(message("given up"), noon);
    delivered();
    core->process_now(message("owed"), noon);
    for (int i = 0; i < 256; ++i) core->tidy(noon + 100 * 24h);
    EXPECT_EQ(count("outbox"), 2);
}

TEST_F(ServiceCore, FindsWhatAnotherProcessHasWritten) {
    core->look_for_changes();
    EXPECT_FALSE(core->look_for_changes());
    core->process_now(message("one"), noon);
    EXPECT_FALSE(core->look_for_changes()) << "its own commits are nothing new";
}

}  // namespace
}  // namespace qingdan::inbox
