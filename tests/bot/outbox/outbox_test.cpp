#include "bot/outbox/outbox.hpp"

#include "domain/store/store.hpp"
#include "tests/support/fake_channel.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::outbox {
namespace {

using namespace std::chrono_literals;
using channels::Later;
using channels::Never;
using channels::Sent;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Instant noon = instant_from_text("2026-03-02T04:00:00Z");

struct OutboxOfAService : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "t.db";
    std::unique_ptr<store::Store> store = store::Store::open(path);
    std::unique_ptr<DeliveryLog> log = std::make_unique<DeliveryLog>(path);
    test::FakeChannel channel;
    test::NoClient client;
    std::vector<std::string> alarms;
    std::unique_ptr<Outbox> outbox = make();

    std::unique_ptr<Outbox> make() {
        return std::make_unique<Outbox>(
            std::vector<channels::Channel*>{&channel}, *log, [this](std::string_view line) {
                alarms.emplace_back(line);
            });
    }
    static Outgoing message(std::int64_t number, std::string to, std::string text) {
        Outgoing message;
        message.number = number;
        message.platform = "fake";
        message.account = "app";
        message.to = std::move(to);
        message.text = std::move(text);
        message.at = noon;
        return message;
    }
    static Outgoing push(std::int64_t number, std::string to, std::string text) {
        Outgoing message = OutboxOfAService::message(number, std::move(to), std::move(text));
        message.push = true;
        return message;
    }
    /// Committed and handed to the outbox.
    void say(const Outgoing& message, Instant due = noon) {
        const auto tx = store->write();
        insert(*tx, message, due);
        tx->commit();
        outbox->add(message, due);
    }
    void commit_marks(Instant now = noon) {
        const auto marks = outbox->take_marks();
        const auto tx = store->write();
        for (const Mark& mark : marks) apply(*tx, mark, now);
        tx->commit();
        outbox->settle(marks);
    }
    Row row(std::int64_t number) { return rows(*store->read(), number, 1).at(0); }
    /// The clock moves on in the steps in which something is due.
    void run_until(Instant end) {
        for (Instant now = noon; now <= end;) {
            outbox->deliver_due(now, client);
            const auto due = outbox->next_due();
            if (!due) return;
            now = std::max(*due, now + 1s);
        }
    }
    /// The process is killed and started again.
    void restart() {
        outbox.reset();
        log = std::make_unique<DeliveryLog>(path);
        outbox = make();
        outbox->load(*store->read());
    }
};

TEST_F(OutboxOfAService, SendsWhatIsDueOnceAndRemembersIt) {
    say(message(1, "u-1", "one"));
    say(message(2, "u-1", "later"), noon + 20s);
    outbox->deliver_due(noon, client);
    outbox->deliver_due(noon, client);
    EXPECT_THAT(channel.texts(), ElementsAre("one"));
    EXPECT_EQ(outbox->next_due(), noon + 20s);
    commit_marks();
    EXPECT_EQ(row(1).state, State::sent);
    EXPECT_EQ(row(2).state, State::owed);
    outbox->deliver_due(noon + 20s, client);
    EXPECT_THAT(channel.texts(), ElementsAre("one", "later"));
    EXPECT_EQ(outbox->next_due(), std::nullopt);
}

TEST_F(OutboxOfAService, TriesAgainWithGrowingPausesUpToAMinute) {
    std::vector<std::int64_t> tried;
    channel.decide = [&](const Outgoing&, Instant now) -> channels::Delivery {
        tried.push_back((now - noon).count());
        if (tried.size() < 10) return Later{0s, "no answer"};
        return Sent{};
    };
    say(message(1, "u-1", "one"));
    run_until(noon + 1h);
    EXPECT_THAT(tried, ElementsAre(0, 1, 3, 7, 15, 31, 63, 123, 183, 243));
    EXPECT_THAT(channel.texts(), ElementsAre("one"));
}

TEST_F(OutboxOfAService, WaitsAsLongAsThePlatformSays) {
    channel.decide = [](const Outgoing&, Instant now) -> channels::Delivery {
        if (now == noon) return Later{5min, "too often"};
        return Sent{};
    };
    say(message(1, "u-1", "one"));
    run_until(noon + 1h);
    EXPECT_THAT(channel.times(), ElementsAre(noon + 5min));
}

TEST_F(OutboxOfAService, KeepsEachChatsOrderWhileOthersGoOn) {
    channel.decide = [](const Outgoing& part, Instant now) -> channels::Delivery {
        if (part.to == "u-1" && now < noon + 30s) return Later{0s, "no answer"};
        return Sent{};
    };
    say(message(1, "u-1", "a1"));
    say(message(2, "u-2", "b1"));
    say(message(3, "u-1", "a2"));
    say(message(4, "u-2", "b2"));
    run_until(noon + 5min);
    EXPECT_THAT(channel.texts(), ElementsAre("b1", "b2", "a1", "a2"));
}

TEST_F(OutboxOfAService, WholeAccountWaitsWhereThePlatformSaysSo) {
    test::FakeChannel other{"second"};
    outbox = std::make_unique<Outbox>(std::vector<channels::Channel*>{&channel, &other},
                                      *log,
                                      [this](std::string_view line) { alarms.emplace_back(line); });
    channel.decide = [](const Outgoing&, Instant now) -> channels::Delivery {
        if (now == noon) return Later{30s, "over the app's limit", true, true};
        return Sent{};
    };
    say(message(1, "u-1", "a"));
    say(message(2, "u-2", "b"));
    Outgoing elsewhere = message(3, "u-1", "c");
    elsewhere.account = "second";
    say(elsewhere);
    run_until(noon + 5min);
    EXPECT_THAT(channel.times(), ElementsAre(noon + 30s, noon + 30s));
    EXPECT_THAT(other.times(), ElementsAre(noon));
    EXPECT_THAT(alarms, ElementsAre("outbox: fake app: over the app's limit"));
}

TEST_F(OutboxOfAService, KeepsThePlatformsRateForEachReceiver) {
    channel.limits_.per_minute = 2;
    for (int i = 1; i <= 5; ++i) say(message(i, "u-1", std::to_string(i)));
    say(message(6, "u-2", "other"));
    run_until(noon + 10min);
    EXPECT_THAT(channel.texts(), ElementsAre("1", "2", "other", "3", "4", "5"));
    EXPECT_THAT(channel.times(),
                ElementsAre(noon, noon, noon, noon + 60s, noon + 60s, noon + 120s));
}

TEST_F(OutboxOfAService, UrgentOnesGoBeforeAnswersAndTheseBeforePushes) {
    say(push(1, "u-1", "bulk"));
    say(push(2, "u-2", "bulk"));
    say(message(3, "u-3", "answer"));
    say(message(4, "u-1", "answer to 1"));
    Outgoing urgent = push(5, "u-4", "danger");
    urgent.urgent = true;
    say(urgent);
    outbox->deliver_due(noon, client);
    EXPECT_THAT(channel.texts(), ElementsAre("danger", "answer", "answer to 1", "bulk", "bulk"));
}

TEST_F(OutboxOfAService, SplitsLongTextsAndNeverRepeatsAPart) {
    channel.limits_.text_bytes = 10;
    int refusals = 2;
    channel.decide = [&](const Outgoing& part, Instant) -> channels::Delivery {
        if (part.part == 1 && refusals-- > 0) return Later{0s, "no answer"};
        return Sent{};
    };
    Outgoing longer = message(1, "u-1", "0123456789abcdefghijABC");
    longer.choices = {{"yes", "1"}};
    longer.files = {{"list.txt", "text/plain", std::string("\0\xff", 2)}};
    say(longer);
    say(message(2, "u-1", "next"));
    run_until(noon + 1h);
    EXPECT_THAT(channel.texts(), ElementsAre("0123456789", "abcdefghij", "ABC", "next"));
    const auto sent = channel.sent();
    EXPECT_THAT(sent[0].choices, IsEmpty());
    EXPECT_THAT(sent[1].files, IsEmpty());
    EXPECT_EQ(sent[2].choices, longer.choices);
    EXPECT_EQ(sent[2].files, longer.files);
}

TEST_F(OutboxOfAService, GoesOnWithTheNextPartAfterAKill) {
    channel.limits_.text_bytes = 10;
    channel.decide = [](const Outgoing& part, Instant now) -> channels::Delivery {
        if (part.part == 1 && now == noon) return Later{0s, "no answer"};
        return Sent{};
    };
    say(message(1, "u-1", "0123456789abc"));
    outbox->deliver_due(noon, client);
    restart();
    outbox->deliver_due(noon + 5s, client);
    EXPECT_THAT(channel.texts(), ElementsAre("0123456789", "abc"));
}

TEST_F(OutboxOfAService, SendsNothingTwiceAfterAKill) {
    say(message(1, "u-1", "sent"));
    say(message(2, "u-2", "answered"));
    EXPECT_EQ(outbox->take(2), Outbox::Taken::taken);
    outbox->answered({2});
    outbox->deliver_due(noon, client);
    say(message(3, "u-3", "owed"));
    restart();
    outbox->deliver_due(noon + 1min, client);
    EXPECT_THAT(channel.texts(), ElementsAre("sent", "owed"));
    commit_marks();
    EXPECT_EQ(row(1).state, State::sent);
    EXPECT_EQ(row(2).state, State::answered);
    EXPECT_THAT(log->entries(), IsEmpty());
}

TEST_F(OutboxOfAService, RowsComeBackWhole) {
    Outgoing whole = push(1, "g-1", "text");
    whole.to_kind = ChatKind::group;
    whole.urgent = true;
    whole.choices = {{"是", "1"}, {"否", "2"}};
    whole.files = {{"a.bin", "application/x", std::string("\0\1\xff", 3)}};
    whole.reply_ref = "{}";
    whole.stale_at = noon + 1h;
    say(whole, noon + 5s);
    const Row back = row(1);
    EXPECT_EQ(back.message.to_kind, ChatKind::group);
    EXPECT_TRUE(back.message.push && back.message.urgent);
    EXPECT_EQ(back.message.choices, whole.choices);
    EXPECT_EQ(back.message.files, whole.files);
    EXPECT_EQ(back.message.reply_ref, "{}");
    EXPECT_EQ(back.message.stale_at, noon + 1h);
    EXPECT_EQ(back.due_at, noon + 5s);
}

TEST_F(OutboxOfAService, WhatIsRefusedForGoodGoesToTheDeadLettersAndTheCallList) {
    channel.decide = [](const Outgoing& part, Instant) -> channels::Delivery {
        if (part.to == "u-1") return Never{"the window is closed", true};
        if (part.to == "u-2") return Never{"not allowed", false};
        return Sent{};
    };
    say(message(1, "u-1", "one"));
    say(message(2, "u-2", "two"));
    say(message(3, "u-3", "three"));
    outbox->deliver_due(noon, client);
    commit_marks();
    EXPECT_THAT(channel.texts(), ElementsAre("three"));
    EXPECT_EQ(row(1).state, State::given_up);
    EXPECT_EQ(row(1).why, "the window is closed");
    EXPECT_THAT(alarms, SizeIs(2));
    const auto tx = store->read();
    auto letters = tx->prepare("SELECT count(*), min(about), max(about) FROM dead_letters");
    ASSERT_TRUE(letters.step());
    EXPECT_EQ(letters.integer(0), 2);
    EXPECT_EQ(letters.integer(1) + letters.integer(2), 3);
    auto calls = tx->prepare("SELECT to_id, why, text, number FROM call_list");
    ASSERT_TRUE(calls.step());
    EXPECT_EQ(calls.text(0), "u-1");
    EXPECT_EQ(calls.text(2), "one");
    EXPECT_FALSE(calls.step());
}

TEST_F(OutboxOfAService, AlarmsHoldNoPersonalData) {
    channel.decide = [](const Outgoing&, Instant) { return Never{"not allowed", true, true}; };
    say(message(1, "u-wang", "王阿婆 10000000001"));
    outbox->deliver_due(noon, client);
    ASSERT_THAT(alarms, SizeIs(1));
    EXPECT_THAT(alarms[0], testing::Not(testing::ContainsRegex("wang|王|1000000")));
}

TEST_F(OutboxOfAService, WhatAnOutageHasMadeStaleIsDropped) {
    channel.decide = [](const Outgoing&, Instant now) -> channels::Delivery {
        if (now < noon + 25h) return Later{0s, "no answer"};
        return Sent{};
    };
    Outgoing list = push(1, "u-1", "order until four");
    list.stale_at = noon + 4h;
    say(list);
    say(push(2, "u-2", "digest"));
    say(message(3, "u-3", "answer"));
    Outgoing urgent = push(4, "u-4", "danger");
    urgent.urgent = true;
    say(urgent);
    run_until(noon + 30h);
    EXPECT_THAT(channel.texts(), testing::UnorderedElementsAre("answer", "danger"));
    commit_marks();
    EXPECT_EQ(row(1).state, State::stale);
    EXPECT_EQ(row(2).state, State::stale);
}

TEST_F(OutboxOfAService, GivesUpAfterThreeDays) {
    channel.decide = [](const Outgoing&, Instant) { return Later{10min, "no answer"}; };
    say(message(1, "u-1", "answer"));
    run_until(noon + 80h);
    commit_marks();
    EXPECT_EQ(row(1).state, State::given_up);
}

TEST_F(OutboxOfAService, ReceiverOfNoConfiguredPlatformIsGivenUpAtOnce) {
    Outgoing lost = message(1, "u-1", "one");
    lost.platform = "gone";
    say(lost);
    outbox->deliver_due(noon, client);
    commit_marks();
    EXPECT_EQ(row(1).state, State::given_up);
}

TEST_F(OutboxOfAService, PushWithoutAnAccountGoesByThePlatformsFirstApp) {
    Outgoing by_roster = push(1, "u-1", "one");
    by_roster.account.clear();
    say(by_roster);
    outbox->deliver_due(noon, client);
    EXPECT_THAT(channel.texts(), ElementsAre("one"));
}

TEST_F(OutboxOfAService, ReplyThatIsLeavingCannotBeTakenByARequest) {
    say(message(1, "u-1", "one"));
    const auto attempt = outbox->next(noon);
    ASSERT_TRUE(attempt);
    EXPECT_EQ(outbox->take(1), Outbox::Taken::leaving);
    outbox->finish(*attempt, Sent{}, noon);
    EXPECT_EQ(outbox->take(1), Outbox::Taken::leaving);
    EXPECT_EQ(outbox->take(2), Outbox::Taken::unknown);
}

TEST_F(OutboxOfAService, ReceiverIsBusyWhileAnAttemptIsUnderWay) {
    say(message(1, "u-1", "one"));
    say(message(2, "u-1", "two"));
    const auto first = outbox->next(noon);
    ASSERT_TRUE(first);
    EXPECT_FALSE(outbox->next(noon));
    Outgoing urgent = push(3, "u-1", "danger");
    urgent.urgent = true;
    say(urgent);
    EXPECT_FALSE(outbox->next(noon));
    outbox->finish(*first, Later{0s, "no answer"}, noon);
    const auto second = outbox->next(noon + 1s);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->part.text, "one");
}

TEST_F(OutboxOfAService, FollowsWhatAnOperatorHasDecided) {
    channel.decide = [](const Outgoing& part, Instant now) -> channels::Delivery {
        if (part.to == "u-1") return Never{"not allowed"};
        if (now == noon) return Later{1h, "too often"};
        return Sent{};
    };
    say(message(1, "u-1", "given up"));
    say(message(2, "u-2", "put off"));
    say(message(3, "u-3", "unwanted"));
    outbox->deliver_due(noon, client);
    commit_marks();
    channel.decide = nullptr;
    const auto tx = store->write();
    EXPECT_TRUE(retry(*tx, 1, noon + 1min));
    EXPECT_TRUE(drop(*tx, 3));
    EXPECT_FALSE(drop(*tx, 4));
    outbox->reconcile(*tx);
    tx->commit();
    outbox->deliver_due(noon + 1min, client);
    EXPECT_THAT(channel.texts(), testing::UnorderedElementsAre("given up", "put off"));
}

TEST_F(OutboxOfAService, MarksOfAFailedCommitComeAgain) {
    say(message(1, "u-1", "one"));
    outbox->deliver_due(noon, client);
    outbox->return_marks(outbox->take_marks());
    commit_marks();
    EXPECT_EQ(row(1).state, State::sent);
}

}  // namespace
}  // namespace qingdan::outbox
