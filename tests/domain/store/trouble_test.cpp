/// What the store says when it cannot go on: each in a line that tells what to do, the data
/// untouched.

#include "domain/store/conversations.hpp"
#include "domain/store/counters.hpp"
#include "domain/store/store.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

namespace qingdan::store {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const Instant noon = instant_from_text("2026-03-02T04:00:00Z");
constexpr int no_trouble = 50;

/// The trouble of `work` as an exit status, its line said.
int trouble_said(const test::ChildProcess::Say& say, const std::function<void()>& work) {
    try {
        work();
        return no_trouble;
    } catch (const StoreError& error) {
        say(error.what());
        return static_cast<int>(error.trouble);
    }
}

struct StoreInTrouble : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder / "qingdan.db";

    void SetUp() override { ::chmod(folder.path().c_str(), 0755); }
    void make() { Store::open(path); }
    /// Opening it now, in a process of its own: {trouble, line}.
    std::pair<Trouble, std::string> opened() {
        test::ChildProcess child{
            [&](const auto& say) { return trouble_said(say, [&] { Store::open(path); }); }};
        const std::string line = child.wait_word();
        return {static_cast<Trouble>(child.wait_end()), line};
    }
};

TEST_F(StoreInTrouble, SecondWritingProcessIsToldWhoHasIt) {
    const auto store = Store::open(path);
    const auto [trouble, line] = opened();
    EXPECT_EQ(trouble, Trouble::locked);
    EXPECT_THAT(line, HasSubstr("(process " + std::to_string(::getpid()) + ")"));
}

TEST_F(StoreInTrouble, ReadersOfOtherProcessesMayStandBeside) {
    const auto store = Store::open(path);
    test::ChildProcess child{[&](const auto& say) {
        return trouble_said(say, [&] {
            Options reading;
            reading.read_only = true;
            Store::open(path, reading)->read()->prepare("SELECT count(*) FROM outbox").step();
        });
    }};
    EXPECT_EQ(child.wait_end(), no_trouble);
}

TEST_F(StoreInTrouble, LockIsGoneWithAKilledProcess) {
    test::ChildProcess child{[&](const auto& say) {
        const auto store = Store::open(path);
        say("open");
        ::pause();
        return 0;
    }};
    ASSERT_EQ(child.wait_word(), "open");
    child.kill();
    EXPECT_NO_THROW(Store::open(path));
}

TEST_F(StoreInTrouble, KilledInTheMiddleItHasWhatWasCommitted) {
    make();
    for (int round = 0; round < 5; ++round) {
        test::ChildProcess child{[&](const auto& say) {
            const auto store = Store::open(path);
            for (;;) {
                const auto tx = store->write();
                const auto number = next_number(*tx, "V");
                save_conversation(*tx, {"sim", "", std::to_string(number), ""}, "{}", noon);
                tx->commit();
                say(std::to_string(number));
            }
            return 0;
        }};
        std::int64_t promised = 0;
        for (int i = 0; i < 20; ++i) promised = std::stoll(child.wait_word());
        child.kill();
        const auto store = Store::open(path);
        const auto tx = store->read();
        auto row =
            tx->prepare("SELECT count(*), (SELECT next - 1001 FROM counters) FROM conversations");
        ASSERT_TRUE(row.step());
        EXPECT_GE(row.integer(0), promised - 1000);
        EXPECT_EQ(row.integer(0), row.integer(1)) << "a record and its number come together";
        EXPECT_TRUE(store->integrity().empty());
    }
}

TEST_F(StoreInTrouble, AnotherProgramsLockIsWaitedForThenNamed) {
    Options quick;
    quick.busy_timeout = std::chrono::milliseconds{10};
    const auto store = Store::open(path, quick);
    SQLite::Database other{path.string(), SQLite::OPEN_READWRITE};
    other.exec("BEGIN IMMEDIATE");
    try {
        store->write();
        FAIL() << "written beside another writer";
    } catch (const StoreError& error) {
        EXPECT_EQ(error.trouble, Trouble::locked);
        EXPECT_THAT(error.what(), HasSubstr("locked by another program"));
    }
    other.exec("ROLLBACK");
    EXPECT_NO_THROW(store->write()->commit());
}

TEST_F(StoreInTrouble, FullDiskLosesNothingAndIsOverWhenThereIsSpace) {
    make();
    test::ChildProcess child{[&](const auto& say) {
        ::signal(SIGXFSZ, SIG_IGN);
        const auto store = Store::open(path);
        const auto kept = store->write();
        next_number(*kept, "V");
        kept->commit();
        struct rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = 300'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const int trouble = trouble_said(say, [&] {
            const auto tx = store->write();
            save_conversation(*tx, {"sim", "", "c", "u"}, std::string(2'000'000, 'x'), noon);
            tx->commit();
        });
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto after = store->write();
        next_number(*after, "V");
        after->commit();
        return trouble;
    }};
    EXPECT_THAT(child.wait_word(), HasSubstr("free some space"));
    EXPECT_EQ(static_cast<Trouble>(child.wait_end()), Trouble::full);
    const auto store = Store::open(path);
    const auto tx = store->write();
    EXPECT_EQ(next_number(*tx, "V"), 1003);
    EXPECT_TRUE(store->integrity().empty());
}

/// As a user who owns nothing: permissions do not bind the superuser.
int as_somebody_else(const std::function<int()>& work) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) return 98;
    return work();
}

TEST_F(StoreInTrouble, FolderThatCannotBeWrittenIsNamed) {
    make();
    ::chmod(path.c_str(), 0444);
    ::chmod((path.string() + ".lock").c_str(), 0444);
    ::chmod(folder.path().c_str(), 0555);
    test::ChildProcess child{[&](const auto& say) {
        return as_somebody_else([&] { return trouble_said(say, [&] { Store::open(path); }); });
    }};
    EXPECT_THAT(child.wait_word(), AllOf(HasSubstr(path.string()), HasSubstr("write permission")));
    EXPECT_EQ(static_cast<Trouble>(child.wait_end()), Trouble::read_only);
    ::chmod(folder.path().c_str(), 0755);
}

TEST_F(StoreInTrouble, DatabaseOfANewerProgramIsLeftAlone) {
    make();
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE}.exec(
        "INSERT INTO schema_version VALUES (9999, 'the future')");
    const auto [trouble, line] = opened();
    EXPECT_EQ(trouble, Trouble::newer);
    EXPECT_THAT(line, AllOf(HasSubstr("newer qingdan"), HasSubstr("9999")));
}

TEST_F(StoreInTrouble, AnotherProgramsDatabaseIsLeftAlone) {
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(
        "CREATE TABLE theirs (x)");
    const auto [trouble, line] = opened();
    EXPECT_EQ(trouble, Trouble::other);
    EXPECT_THAT(line, HasSubstr("another program's database"));
    SQLite::Database after{path.string()};
    EXPECT_EQ(after.execAndGet("SELECT count(*) FROM sqlite_master").getInt(), 1);
}

TEST_F(StoreInTrouble, DamagedFileIsSaidToBeSo) {
    std::ofstream{path} << std::string(20'000, 'x');
    const auto [trouble, line] = opened();
    EXPECT_EQ(trouble, Trouble::damaged);
    EXPECT_THAT(line, HasSubstr("qingdan restore"));
}

TEST_F(StoreInTrouble, DamageInsideIsFoundByTheCheck) {
    {
        const auto store = Store::open(path);
        const auto tx = store->write();
        for (int i = 0; i < 2000; ++i)
            save_conversation(
                *tx, {"sim", "", std::to_string(i), "u"}, std::string(200, 'x'), noon);
        tx->commit();
    }
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(-100'000, std::ios::end);
        file << std::string(50'000, '\xa5');
    }
    Options reading;
    reading.read_only = true;
    EXPECT_FALSE(Store::open(path, reading)->integrity().empty());
}

TEST_F(StoreInTrouble, FileThatIsNotThereIsNotMadeForReaders) {
    Options reading;
    reading.read_only = true;
    EXPECT_THROW(Store::open(path, reading), StoreError);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(StoreInTrouble, EveryLineIsOneLine) {
    std::ofstream{path} << "\n\nno database\n\n" << std::string(4096, '\n');
    EXPECT_THAT(opened().second, Not(ContainsRegex("\n")));
}

}  // namespace
}  // namespace qingdan::store
