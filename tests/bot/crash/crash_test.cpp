/// The service is killed and started again, at every point that has a name and at any other; the
/// platform's log and the database afterwards say whether it kept its promises.

#include "bot/outbox/table.hpp"
#include "domain/audit/audit.hpp"
#include "tests/bot/crash/crash_service.hpp"
#include "tests/bot/crash/platform.hpp"
#include "tests/support/diary.hpp"
#include "tests/support/temporary_folder.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <random>
#include <thread>

namespace qingdan::test {
namespace {

using namespace std::chrono_literals;

/// The service in a process of its own.
class ServiceProcess {
public:
    ServiceProcess(const std::filesystem::path& database,
                   unsigned short port,
                   const std::string& url,
                   const std::string& crash_at) {
        int ends[2];
        if (::pipe(ends) != 0) std::terminate();
        const std::string port_text = std::to_string(port);
        const std::string setting = "QINGDAN_CRASH_AT=" + crash_at;
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            const char* arguments[] = {
                "crash_test", "--serve", database.c_str(), port_text.c_str(), url.c_str(), nullptr};
            const char* environment[] = {setting.c_str(), nullptr};
            ::execve("/proc/self/exe",
                     const_cast<char* const*>(arguments),
                     const_cast<char* const*>(crash_at.empty() ? environment + 1 : environment));
            ::_exit(127);
        }
        ::close(ends[1]);
        std::string line;
        for (char one = 0; ::read(ends[0], &one, 1) == 1 && one != '\n';) line += one;
        ::close(ends[0]);
        if (!line.empty()) port_ = static_cast<unsigned short>(std::stoi(line));
    }
    ~ServiceProcess() {
        if (child_ < 0) return;
        ::kill(child_, SIGKILL);
        wait_end();
    }
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    /// 0 where it ended before it could listen.
    unsigned short port() const { return port_; }
    void send(int signal) const { ::kill(child_, signal); }
    /// Exit status, or 128 and the signal.
    int wait_end() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t child_ = -1;
    unsigned short port_ = 0;
};

struct KilledService : testing::Test {
    TemporaryFolder folder;
    std::filesystem::path database = folder / "t.db";
    Platform platform;
    unsigned short port = 0;

    std::unique_ptr<ServiceProcess> start(const std::string& crash_at = {}) {
        auto service = std::make_unique<ServiceProcess>(database, port, platform.url(), crash_at);
        if (port == 0) {
            port = service->port();
            platform.start(port, 6);
        }
        return service;
    }
    void wait_acknowledged(std::size_t more) const {
        const std::size_t until = platform.acknowledged() + more;
        while (platform.acknowledged() < until) std::this_thread::yield();
    }

    /// What must have arrived, by what the database holds: each once.
    std::map<std::string, int> owed() const {
        std::map<std::string, int> owed;
        const auto store = store::Store::open(database, {.read_only = true});
        const auto tx = store->read();
        auto row =
            tx->prepare("SELECT chat_id, state_json FROM conversations WHERE platform = 'diary'");
        while (row.step()) {
            const std::string number = row.text(0);
            const std::string text = row.text(1);
            if (text != "silent") ++owed[number + " " + text];
            if (text.starts_with("push ")) ++owed["told of " + number];
        }
        return owed;
    }
    /// The last start lives until everything has arrived; then the books are compared.
    void settle() {
        auto service = start();
        wait_acknowledged(10);
        platform.stop();
        const auto patience = std::chrono::steady_clock::now() + 60s;
        while (platform.arrived() != owed() && std::chrono::steady_clock::now() < patience)
            std::this_thread::sleep_for(20ms);
        service->send(SIGTERM);
        EXPECT_EQ(service->wait_end(), 0);

        EXPECT_EQ(platform.arrived(), owed());
        const auto store = store::Store::open(database);
        std::map<std::string, std::vector<std::string>> kept;
        for (const std::string& entry : entries(*store)) {
            const auto colon = entry.find(": ");
            kept[entry.substr(0, colon)].push_back(entry.substr(colon + 2));
        }
        EXPECT_EQ(kept, platform.written())
            << "each acknowledged message once, in its sender's order";
        EXPECT_TRUE(outbox::owed(*store->read()).empty());
        EXPECT_TRUE(store->integrity().empty());
        EXPECT_FALSE(audit::verify(*store->read()));
    }
};

struct Point : KilledService, testing::WithParamInterface<std::string> {};

TEST_P(Point, KilledThereTheServiceKeepsItsPromises) {
    {
        start();
    }
    // The spool is written only while the database is away.
    const bool away = GetParam().ends_with("_spool");
    for (int round = 0; round < 5; ++round) {
        std::optional<SQLite::Database> intruder;
        if (away) {
            intruder.emplace(database.string(), SQLite::OPEN_READWRITE);
            intruder->setBusyTimeout(5000);
            intruder->exec("BEGIN IMMEDIATE");
        }
        const auto service = start(GetParam() + ":" + std::to_string(1 + round * 3));
        EXPECT_EQ(service->wait_end(), 128 + SIGKILL);
    }
    settle();
}

INSTANTIATE_TEST_SUITE_P(Named,
                         Point,
                         testing::Values("before_spool",
                                         "after_spool",
                                         "before_commit",
                                         "after_commit",
                                         "before_answer",
                                         "after_answer",
                                         "before_send",
                                         "after_send",
                                         "before_mark",
                                         "after_mark"),
                         [](const auto& info) { return info.param; });

TEST_F(KilledService, KeepsItsPromisesFiftyTimesAtRandom) {
    std::mt19937 random{std::random_device{}()};
    std::uniform_int_distribution<std::size_t> messages{1, 20};
    for (int round = 0; round < 50; ++round) {
        const auto service = start();
        wait_acknowledged(messages(random));
        service->send(SIGKILL);
        service->wait_end();
    }
    settle();
}

}  // namespace
}  // namespace qingdan::test

int main(int argc, char** argv) {
    if (argc == 5 && std::string_view{argv[1]} == "--serve")
        return qingdan::test::serve_diary(
            argv[2], static_cast<unsigned short>(std::stoi(argv[3])), argv[4]);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
