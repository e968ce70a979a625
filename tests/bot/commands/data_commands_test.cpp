/// `backup`, `restore`, `verify` and `outbox`, run as a person runs them.

#include "bot/inbox/core.hpp"
#include "bot/outbox/table.hpp"
#include "domain/audit/audit.hpp"
#include "domain/store/counters.hpp"
#include "tests/support/diary.hpp"
#include "tests/support/fake_channel.hpp"
#include "tests/support/program.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::commands {
namespace {

using test::noon;
using test::run_program;
using testing::HasSubstr;
using testing::IsEmpty;

struct DataCommands : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "t.db";
    std::string db = path.string();

    /// Two entries in the audit, one visit counted.
    void SetUp() override {
        const auto store = store::Store::open(path);
        const auto tx = store->write();
        store::next_number(*tx, "V");
        for (const char* who : {"u-1", "u-2"})
            audit::append(*tx,
                          {noon, who, "recorded", "V-1001"},
                          std::vector<audit::Change>{{"person", {}, "P-1"}});
        tx->commit();
    }
    static void owe(store::Store& store, std::int64_t number, outbox::State state) {
        Outgoing message;
        message.number = number;
        message.platform = "fake";
        message.to = "u-1";
        message.text = "王阿婆";
        message.at = noon;
        const auto tx = store.write();
        outbox::insert(*tx, message, noon);
        if (state != outbox::State::owed)
            outbox::apply(*tx, {.number = number, .state = state, .why = "blocked"}, noon);
        tx->commit();
    }
    outbox::State state(std::int64_t number) {
        const auto store = store::Store::open(path, {.read_only = true});
        return outbox::rows(*store->read(), number, 1).at(0).state;
    }
    std::int64_t next_visit() {
        const auto store = store::Store::open(path);
        const auto tx = store->write();
        return store::next_number(*tx, "V");
    }
    void change(const char* sql) { SQLite::Database{db, SQLite::OPEN_READWRITE}.exec(sql); }
};

TEST_F(DataCommands, BackupAndRestoreBringBackWhatWas) {
    const std::string copy = folder / "copy.db";
    EXPECT_EQ(run_program({"backup", copy, "--db", db}).status, 0);
    {
        const auto store = store::Store::open(path);
        const auto tx = store->write();
        store::next_number(*tx, "V");
        tx->commit();
    }
    const auto restored = run_program({"restore", copy, "--db", db});
    EXPECT_EQ(restored.status, 0) << restored.err;
    EXPECT_THAT(restored.err, HasSubstr(".before-restore"));
    EXPECT_EQ(next_visit(), 1002);
    EXPECT_EQ(run_program({"verify", "--db", db}).status, 0);
}

TEST_F(DataCommands, BackupWorksWhileTheServiceRunsAndRestoreRefuses) {
    const std::string copy = folder / "copy.db";
    const auto store = store::Store::open(path);
    EXPECT_EQ(run_program({"backup", copy, "--db", db}).status, 0);
    EXPECT_EQ(run_program({"verify", "--db", db}).status, 0);
    const auto refused = run_program({"restore", copy, "--db", db});
    EXPECT_EQ(refused.status, 3);
    EXPECT_THAT(refused.err, HasSubstr("another qingdan"));
}

TEST_F(DataCommands, RestoredServiceGivesOutgoingMessagesNewNumbers) {
    const std::string copy = folder / "copy.db";
    run_program({"backup", copy, "--db", db});
    run_program({"restore", copy, "--db", db});
    const auto store = store::Store::open(path);
    outbox::DeliveryLog log{path};
    outbox::Outbox outbox{{}, log, [](std::string_view) {}};
    inbox::Core core{*store, outbox, test::diary(), [](std::string_view) {}};
    EXPECT_GT(core.process_now(Inbound{}, noon).replies.at(0).number, 1'000'000);
}

TEST_F(DataCommands, WhatIsNotThereIsSaidInOneLine) {
    const std::string absent = folder / "absent.db";
    for (const auto& arguments :
         {std::vector<std::string>{"backup", folder / "c.db", "--db", absent},
          {"restore", absent, "--db", db},
          {"verify", "--db", absent},
          {"outbox", "list", "--db", absent}}) {
        const auto ran = run_program(arguments);
        EXPECT_EQ(ran.status, 3);
        EXPECT_THAT(ran.out, IsEmpty());
        EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    }
    EXPECT_FALSE(std::filesystem::exists(absent));
}

TEST_F(DataCommands, WrongArgumentsAreStatusTwo) {
    EXPECT_EQ(run_program({"backup", "--db", db}).status, 2);
    EXPECT_EQ(run_program({"outbox", "--db", db}).status, 2);
    EXPECT_EQ(run_program({"outbox", "drop", "--db", db}).status, 2);
    EXPECT_EQ(run_program({"verify", "--db", db, "--config", folder / "absent.toml"}).status, 2);
}

TEST_F(DataCommands, VerifyNamesTheFirstBadEntry) {
    EXPECT_EQ(run_program({"verify", "--db", db}).out, "database: whole\naudit: unbroken\n");
    change("UPDATE audit SET who = 'u-9' WHERE number = 2");
    const auto broken = run_program({"verify", "--db", db});
    EXPECT_EQ(broken.status, 1);
    EXPECT_EQ(broken.out, "audit: entry 2 was changed\n");
}

TEST_F(DataCommands, VerifyOfADamagedFileIsANo) {
    std::ofstream{path} << std::string(8192, 'x');
    const auto damaged = run_program({"verify", "--db", db});
    EXPECT_EQ(damaged.status, 1);
    EXPECT_THAT(damaged.out, HasSubstr("damaged"));
}

TEST_F(DataCommands, OutboxListsWithoutTexts) {
    {
        const auto store = store::Store::open(path);
        owe(*store, 1, outbox::State::owed);
        owe(*store, 2, outbox::State::given_up);
        owe(*store, 3, outbox::State::sent);
    }
    const auto listed = run_program({"outbox", "list", "--db", db});
    EXPECT_EQ(listed.status, 0);
    EXPECT_THAT(listed.out, HasSubstr("\n1\towed\tfake\tu-1\treply\t2026-03-02T04:00:00Z\t0\t\n"));
    EXPECT_THAT(listed.out, HasSubstr("\n2\tgiven_up\t"));
    EXPECT_THAT(listed.out, testing::Not(HasSubstr("\n3\t")));
    EXPECT_THAT(listed.out, testing::Not(HasSubstr("王")));
}

TEST_F(DataCommands, OutboxIsChangedBesideTheRunningService) {
    const auto store = store::Store::open(path);
    owe(*store, 1, outbox::State::given_up);
    owe(*store, 2, outbox::State::owed);
    outbox::DeliveryLog log{path};
    test::FakeChannel channel{""};
    test::NoClient client;
    outbox::Outbox outbox{{&channel}, log, [](std::string_view) {}};
    outbox.load(*store->read());
    inbox::Core core{*store, outbox, test::diary(), [](std::string_view) {}};
    core.look_for_changes();
    EXPECT_EQ(run_program({"outbox", "retry", "--db", db}).status, 0);
    EXPECT_EQ(run_program({"outbox", "drop", "2", "--db", db}).status, 0);
    EXPECT_TRUE(core.look_for_changes());
    outbox.deliver_due(noon + std::chrono::hours{24 * 365 * 50}, client);
    ASSERT_EQ(channel.sent().size(), 1U);
    EXPECT_EQ(channel.sent()[0].number, 1);
    EXPECT_EQ(state(2), outbox::State::dropped);
}

TEST_F(DataCommands, OutboxNamesNumbersThatItDoesNotOwe) {
    const auto ran = run_program({"outbox", "retry", "7", "--db", db});
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.err, HasSubstr("7: is neither owed nor given up"));
}

}  // namespace
}  // namespace qingdan::commands
