#include "domain/store/store.hpp"

#include "domain/store/backup.hpp"
#include "domain/store/conversations.hpp"
#include "domain/store/counters.hpp"
#include "domain/store/jobs.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace qingdan::store {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Instant noon = instant_from_text("2026-03-02T04:00:00Z");

struct StoreOnDisk : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "qingdan.db";
};

std::optional<Trouble> trouble_of(const std::function<void()>& work) {
    try {
        work();
        return std::nullopt;
    } catch (const StoreError& error) {
        return error.trouble;
    }
}

std::int64_t count(Transaction& tx, const std::string& table) {
    auto row = tx.prepare("SELECT count(*) FROM " + table);
    row.step();
    return row.integer(0);
}

TEST_F(StoreOnDisk, KeepsWhatWasCommittedAndNothingElse) {
    {
        const auto store = Store::open(path);
        const auto kept = store->write();
        EXPECT_EQ(next_number(*kept, "V"), 1001);
        kept->commit();
    }
    const auto store = Store::open(path);
    {
        const auto lost = store->write();
        EXPECT_EQ(next_number(*lost, "V"), 1002);
    }
    const auto tx = store->write();
    EXPECT_EQ(next_number(*tx, "V"), 1002);
    EXPECT_EQ(next_number(*tx, "M"), 1001);
}

TEST_F(StoreOnDisk, FailedMessageTakesNoOtherWithIt) {
    const auto store = Store::open(path);
    const auto tx = store->write();
    tx->savepoint([&] { add_job(*tx, "first", "1", noon, "{}"); });
    EXPECT_THROW(tx->savepoint([&] {
        add_job(*tx, "second", "2", noon, "{}");
        throw std::runtime_error("a bug");
    }),
                 std::runtime_error);
    tx->savepoint([&] { add_job(*tx, "third", "3", noon, "{}"); });
    tx->commit();
    const auto view = store->read();
    const auto jobs = due_jobs(*view, noon, 10);
    ASSERT_EQ(jobs.size(), 2U);
    EXPECT_EQ(jobs[0].kind, "first");
    EXPECT_EQ(jobs[1].kind, "third");
}

TEST_F(StoreOnDisk, ParametersAreBoundByTheirDigitNotByAppearance) {
    const auto store = Store::open(path);
    const auto tx = store->read();
    auto row = tx->prepare("SELECT $3, $1, $2, $1");
    ASSERT_TRUE(row.with("one", "two", "three").step());
    EXPECT_EQ(row.text(0) + row.text(1) + row.text(2) + row.text(3), "threeonetwoone");
    EXPECT_FALSE(row.step());
    EXPECT_FALSE(row.step()) << "asking once more is no error";
    EXPECT_THROW(tx->prepare("SELECT $1").bind(2, 1), std::logic_error);
}

TEST_F(StoreOnDisk, GivesBackTimesDaysAndWhatIsMissing) {
    const auto store = Store::open(path);
    const auto tx = store->read();
    auto row = tx->prepare("SELECT $1, $2, $3, $4");
    row.with(noon, *parse_day("2028-02-29"), std::optional<std::string>{}, true);
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.instant(0), noon);
    EXPECT_EQ(row.day(1), *parse_day("2028-02-29"));
    EXPECT_EQ(row.text_or_null(2), std::nullopt);
    EXPECT_EQ(row.integer(3), 1);
    EXPECT_THROW((void)row.day(3), std::invalid_argument);
}

TEST_F(StoreOnDisk, OneStatementCanBeSteppedInsideItself) {
    const auto store = Store::open(path);
    const auto tx = store->read();
    const std::string_view sql = "SELECT 1 UNION SELECT 2";
    auto outer = tx->prepare(sql);
    ASSERT_TRUE(outer.step());
    auto inner = tx->prepare(sql);
    ASSERT_TRUE(inner.step());
    ASSERT_TRUE(outer.step());
    EXPECT_EQ(outer.integer(0), 2);
    EXPECT_EQ(inner.integer(0), 1);
}

TEST_F(StoreOnDisk, ReaderSeesOneMomentWhileTheWriterGoesOn) {
    const auto store = Store::open(path);
    const auto view = store->read();
    EXPECT_EQ(count(*view, "jobs"), 0);
    const auto tx = store->write();
    add_job(*tx, "visits", std::nullopt, noon, "{}");
    tx->commit();
    EXPECT_EQ(count(*view, "jobs"), 0);
    EXPECT_EQ(count(*store->read(), "jobs"), 1);
}

TEST_F(StoreOnDisk, ReadersCannotWrite) {
    const auto store = Store::open(path);
    const auto view = store->read();
    EXPECT_EQ(trouble_of([&] { next_number(*view, "V"); }), Trouble::read_only);
}

TEST_F(StoreOnDisk, SecondWriteTransactionBesideTheFirstIsABug) {
    const auto store = Store::open(path);
    const auto first = store->write();
    EXPECT_THROW(store->write(), std::logic_error);
}

TEST_F(StoreOnDisk, CommittedTransactionLeavesTheNextOneAlone) {
    const auto store = Store::open(path);
    auto first = store->write();
    first->commit();
    const auto second = store->write();
    next_number(*second, "V");
    first.reset();
    second->commit();
    EXPECT_EQ(count(*store->read(), "counters"), 1);
}

TEST_F(StoreOnDisk, ForeignKeysHold) {
    const auto store = Store::open(path);
    const auto tx = store->write();
    EXPECT_EQ(trouble_of([&] {
                  tx->prepare("INSERT INTO history VALUES (7, 'name', 's', 'a', 'b')").run();
                  tx->commit();
              }),
              Trouble::other);
}

TEST_F(StoreOnDisk, IsReadableToItsOwnerAlone) {
    const auto store = Store::open(path);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(path).permissions() & (perms::group_all | perms::others_all),
              perms::none);
}

TEST_F(StoreOnDisk, MakesTheFolderOfANewFile) {
    const auto store = Store::open(folder.path() / "var" / "lib" / "qingdan.db");
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "var" / "lib" / "qingdan.db"));
}

TEST_F(StoreOnDisk, IdleTimeBringsTheLogIntoTheFile) {
    const auto store = Store::open(path);
    const auto before = std::filesystem::file_size(path);
    const std::string text(4000, 'x');
    for (int i = 0; i < 1200; ++i) {
        const auto tx = store->write();
        save_conversation(*tx, {"sim", "", std::to_string(i), "u"}, text, noon);
        tx->commit();
    }
    EXPECT_EQ(std::filesystem::file_size(path), before) << "under load nothing is moved";
    store->idle();
    EXPECT_GT(std::filesystem::file_size(path), before + 4'000'000);
}

TEST(Conversations, AreKeptUntilTheyExpire) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder / "t.db");
    const auto tx = store->write();
    const ConversationKey key{"sim", "bot", "c-1", "u-1"};
    EXPECT_EQ(load_conversation(*tx, key, noon), std::nullopt);
    save_conversation(*tx, key, "{\"ask\":1}", noon + 30min);
    save_conversation(*tx, key, "{\"ask\":2}", noon + 30min);
    EXPECT_EQ(load_conversation(*tx, key, noon + 29min), "{\"ask\":2}");
    EXPECT_EQ(load_conversation(*tx, key, noon + 30min), std::nullopt);
    EXPECT_EQ(load_conversation(*tx, {"sim", "bot", "c-1", "u-2"}, noon), std::nullopt);
    EXPECT_EQ(expire_conversations(*tx, noon + 29min), 0);
    EXPECT_EQ(expire_conversations(*tx, noon + 30min), 1);
    save_conversation(*tx, key, "{}", noon + 30min);
    clear_conversation(*tx, key);
    EXPECT_EQ(load_conversation(*tx, key, noon), std::nullopt);
}

TEST(Jobs, AreDueInOrderAndPlannedOnce) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder / "t.db");
    const auto tx = store->write();
    EXPECT_EQ(next_job_due(*tx), std::nullopt);
    EXPECT_TRUE(add_job(*tx, "late", std::nullopt, noon + 2h, "2"));
    EXPECT_TRUE(add_job(*tx, "early", "push 2026-03-02", noon, "1"));
    EXPECT_FALSE(add_job(*tx, "early", "push 2026-03-02", noon + 1h, "other"));
    EXPECT_EQ(next_job_due(*tx), noon);
    EXPECT_TRUE(due_jobs(*tx, noon - 1s, 10).empty());
    const auto due = due_jobs(*tx, noon + 3h, 10);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].payload, "1");
    finish_job(*tx, due[0].id, noon);
    EXPECT_EQ(next_job_due(*tx), noon + 2h);
    EXPECT_FALSE(add_job(*tx, "early", "push 2026-03-02", noon, "again")) << "done is planned, too";
    EXPECT_FALSE(cancel_job(*tx, "push 2026-03-02")) << "what is done cannot be taken back";
    EXPECT_TRUE(add_job(*tx, "x", "x", noon, ""));
    EXPECT_TRUE(cancel_job(*tx, "x"));
}

TEST_F(StoreOnDisk, BackupIsOneWholeFileOfOneMoment) {
    const auto store = Store::open(path);
    const auto tx = store->write();
    next_number(*tx, "V");
    tx->commit();
    int last = -1;
    int total = 0;
    store->backup(folder / "copy.db", [&](int done, int of) { last = done, total = of; });
    EXPECT_EQ(last, total);
    EXPECT_GT(total, 0);
    const auto later = store->write();
    next_number(*later, "V");
    later->commit();
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.db-wal"));
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.db.part"));
    const auto copy = Store::open(folder / "copy.db");
    const auto next = copy->write();
    EXPECT_EQ(next_number(*next, "V"), 1002);
    EXPECT_TRUE(copy->integrity().empty());
}

TEST_F(StoreOnDisk, BackupOntoItselfIsRefused) {
    const auto store = Store::open(path);
    EXPECT_EQ(trouble_of([&] { store->backup(path); }), Trouble::other);
    EXPECT_TRUE(store->integrity().empty());
}

TEST_F(StoreOnDisk, RestorePutsTheBackupInPlaceAndKeepsWhatWasThere) {
    {
        const auto store = Store::open(path);
        store->backup(folder / "copy.db");
        const auto tx = store->write();
        next_number(*tx, "V");
        tx->commit();
        EXPECT_EQ(trouble_of([&] { restore(folder / "copy.db", path); }), Trouble::locked);
    }
    restore(folder / "copy.db", path);
    {
        const auto store = Store::open(path);
        const auto tx = store->write();
        EXPECT_EQ(next_number(*tx, "V"), 1001);
    }
    const auto before = Store::open(folder / "qingdan.db.before-restore");
    const auto tx = before->write();
    EXPECT_EQ(next_number(*tx, "V"), 1002);
}

TEST_F(StoreOnDisk, RestoreOfSomethingElseChangesNothing) {
    std::ofstream{folder / "no.db"} << std::string(8192, 'x');
    std::ofstream{folder / "empty.db"};
    {
        const auto store = Store::open(path);
    }
    EXPECT_EQ(trouble_of([&] { restore(folder / "no.db", path); }), Trouble::damaged);
    EXPECT_EQ(trouble_of([&] { restore(folder / "empty.db", path); }), Trouble::damaged);
    EXPECT_EQ(trouble_of([&] { restore(folder / "absent.db", path); }), Trouble::cannot_open);
    EXPECT_TRUE(Store::open(path)->integrity().empty());
}

TEST_F(StoreOnDisk, RestoreReplacesADamagedDatabase) {
    {
        Store::open(path)->backup(folder / "copy.db");
    }
    std::ofstream{path} << std::string(8192, 'x');
    restore(folder / "copy.db", path);
    EXPECT_TRUE(Store::open(path)->integrity().empty());
}

}  // namespace
}  // namespace qingdan::store
