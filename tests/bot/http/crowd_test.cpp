// What the listener does with many connections at once, slow ones, vanishing ones, and at its own
// end.
#include "bot/http/server.hpp"
#include "tests/bot/http/raw_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace qingdan::http {
namespace {

using std::chrono::seconds;
using test::RawClient;
using testing::HasSubstr;

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

void good(const Request&, const Answer& answer) { answer(Response::text(200, "good")); }

std::unique_ptr<Server> serve(ServerLimits limits = {}, Handler handler = good, int threads = 1) {
    auto server = std::make_unique<Server>("127.0.0.1", 0, limits, std::move(handler), threads);
    server->start();
    return server;
}

int status_of(Server& server) {
    RawClient client{server.port()};
    client.send(get);
    const auto answer = client.answer();
    return answer ? answer->status : 0;
}

/// Keeps answers until a test gives them; `wait_for` waits until so many have come.
class Kept {
public:
    Handler handler() {
        return [this](const Request&, const Answer& answer) {
            const std::lock_guard lock{mutex_};
            answers_.push_back(answer);
            came_.notify_all();
        };
    }
    void wait_for(std::size_t n) {
        std::unique_lock lock{mutex_};
        came_.wait(lock, [&] { return answers_.size() >= n; });
    }
    std::vector<Answer> take() {
        const std::lock_guard lock{mutex_};
        return std::exchange(answers_, {});
    }

private:
    std::mutex mutex_;  ///< guards `answers_`
    std::condition_variable came_;
    std::vector<Answer> answers_;
};

std::size_t resident_megabytes() {
    std::ifstream status{"/proc/self/statm"};
    std::size_t pages = 0, resident = 0;
    status >> pages >> resident;
    return resident * 4096 >> 20;
}

TEST(Crowd, FiveHundredSlowSendersKeepNobodyFromBeingServed) {
    ServerLimits limits;
    limits.request_timeout = seconds{1};
    const auto server = serve(limits);
    std::vector<RawClient> slow;
    for (int i = 0; i < 500; ++i) {
        slow.emplace_back(server->port());
        slow.back().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    }
    EXPECT_EQ(status_of(*server), 200);
    // A byte now and then does not help: the whole request has one deadline.
    for (auto& client : slow) client.send("d");
    for (auto& client : slow) EXPECT_TRUE(client.ends());
    EXPECT_EQ(status_of(*server), 200);
}

TEST(Crowd, AThousandIdleConnectionsKeepNobodyFromBeingServed) {
    const auto server = serve();
    std::vector<RawClient> idle;
    for (int i = 0; i < 1000; ++i) idle.emplace_back(server->port());
    EXPECT_EQ(status_of(*server), 200);
    for (auto& client : idle) client.send(get);
    for (auto& client : idle) EXPECT_EQ(client.answer()->status, 200);
}

TEST(Crowd, IdleConnectionsAreClosed) {
    ServerLimits limits;
    limits.idle_timeout = seconds{1};
    const auto server = serve(limits);
    RawClient never_asked{server->port()}, asked{server->port()};
    asked.send(get);
    EXPECT_EQ(asked.answer()->status, 200);
    EXPECT_TRUE(never_asked.ends());
    EXPECT_TRUE(asked.ends());
}

TEST(Crowd, TwoHundredResetsAreForgotten) {
    const auto server = serve();
    for (int i = 0; i < 200; ++i) {
        RawClient client{server->port()};
        client.send(i % 2 != 0 ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc"
                               : get);
        client.reset();
    }
    EXPECT_EQ(status_of(*server), 200);
}

TEST(Crowd, ThreeHundredMegabytesAreRefusedWithoutBeingKept) {
    const auto server = serve();
    EXPECT_EQ(status_of(*server), 200);
    const std::size_t before = resident_megabytes();
    const std::string block(1 << 20, 'z');
    for (const char* head :
         {"Content-Length: 314572800\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"}) {
        RawClient client{server->port()};
        client.send(std::string{"POST / HTTP/1.1\r\nHost: x\r\n"} + head);
        if (std::string_view{head}.starts_with("T")) client.send("12c00000\r\n");
        bool open = true;
        for (int i = 0; i < 300 && open; ++i) open = client.send(block);
        EXPECT_EQ(client.answer()->status, 413);
    }
    EXPECT_LT(resident_megabytes(), before + 16);
    EXPECT_EQ(status_of(*server), 200);
}

TEST(Crowd, ConnectionsBeyondTheLimitAreToldToComeLater) {
    ServerLimits limits;
    limits.max_connections = 2;
    const auto server = serve(limits);
    RawClient one{server->port()};
    one.send(get);
    ASSERT_EQ(one.answer()->status, 200);
    {
        RawClient two{server->port()};
        two.send(get);
        ASSERT_EQ(two.answer()->status, 200);
        RawClient three{server->port()};
        const auto answer = three.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 503);
        EXPECT_THAT(answer->head, HasSubstr("Retry-After: 1\r\n"));
        EXPECT_TRUE(three.ends());
    }
    one.send(get);
    EXPECT_EQ(one.answer()->status, 200);
}

TEST(Crowd, RequestsBeyondThoseWaitingAreToldToComeLater) {
    Kept kept;
    ServerLimits limits;
    limits.max_waiting = 2;
    const auto server = serve(limits, kept.handler());
    RawClient first{server->port()}, second{server->port()}, third{server->port()};
    first.send(get);
    second.send(get);
    kept.wait_for(2);
    third.send(get);
    const auto later = third.answer();
    ASSERT_TRUE(later);
    EXPECT_EQ(later->status, 503);
    EXPECT_THAT(later->head, HasSubstr("Retry-After: 1\r\n"));
    for (const Answer& answer : kept.take()) answer(Response::text(200, "good"));
    EXPECT_EQ(first.answer()->status, 200);
    EXPECT_EQ(second.answer()->status, 200);
    third.send(get);
    kept.wait_for(1);
    kept.take().front()(Response::text(200, "good"));
    EXPECT_EQ(third.answer()->status, 200);
}

TEST(Crowd, BodiesBeyondTheirCommonRoomAreToldToComeLater) {
    ServerLimits limits;
    limits.max_buffered_bytes = 1000;
    const auto server = serve(limits);
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n";
    RawClient first{server->port()}, second{server->port()};
    first.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 600\r\n\r\n");
    ASSERT_EQ(first.answer()->status, 100);
    second.send(head);
    EXPECT_EQ(second.answer()->status, 503);
    first.send(std::string(600, 'x'));
    EXPECT_EQ(first.answer()->status, 200);
    RawClient third{server->port()};
    third.send(head + std::string(600, 'x'));
    EXPECT_EQ(third.answer()->status, 200);
}

TEST(Answers, MayComeFromAnyThread) {
    std::vector<std::thread> answering;
    std::mutex mutex;
    const auto server = serve(
        {},
        [&](const Request&, const Answer& answer) {
            const std::lock_guard lock{mutex};
            answering.emplace_back([answer] { answer(Response::text(200, "from a thread")); });
        },
        2);
    for (int i = 0; i < 50; ++i) {
        RawClient client{server->port()};
        client.send(get + get);
        EXPECT_EQ(client.answer()->body, "from a thread");
        EXPECT_EQ(client.answer()->body, "from a thread");
    }
    for (auto& thread : answering) thread.join();
}

TEST(Answers, AreGivenOnce) {
    const auto server = serve({}, [](const Request&, const Answer& answer) {
        answer(Response::text(200, "first"));
        answer(Response::text(200, "second"));
    });
    RawClient client{server->port()};
    client.send(get + get);
    EXPECT_EQ(client.answer()->body, "first");
    EXPECT_EQ(client.answer()->body, "first");
}

TEST(Answers, ThatAreNeverGivenAre500) {
    const auto server = serve({}, [](const Request&, const Answer&) {});
    EXPECT_EQ(status_of(*server), 500);
    const auto throwing =
        serve({}, [](const Request&, const Answer&) { throw std::runtime_error("bug"); });
    EXPECT_EQ(status_of(*throwing), 500);
    EXPECT_EQ(status_of(*throwing), 500);
}

TEST(Answers, ForAPeerThatHasGoneAreForgotten) {
    Kept kept;
    const auto server = serve({}, kept.handler());
    for (int i = 0; i < 20; ++i) {
        RawClient client{server->port()};
        client.send(get);
        kept.wait_for(static_cast<std::size_t>(i) + 1);
        client.reset();
    }
    for (const Answer& answer : kept.take()) answer(Response::text(200, std::string(1 << 20, 'x')));
    RawClient client{server->port()};
    client.send(get);
    kept.wait_for(1);
    kept.take().front()(Response::text(200, "still here"));
    EXPECT_EQ(client.answer()->body, "still here");
}

TEST(Answers, ThatComeAfterTheServerAreForgotten) {
    Kept kept;
    {
        const auto server = serve({}, kept.handler());
        RawClient client{server->port()};
        client.send(get);
        kept.wait_for(1);
    }
    for (const Answer& answer : kept.take()) answer(Response::text(200, "too late"));
}

TEST(Answers, CannotSmuggleHeaders) {
    const auto server = serve({}, [](const Request&, const Answer& answer) {
        answer({200, {{"X-Name", "a\r\nSet-Cookie: b"}}, ""});
    });
    RawClient client{server->port()};
    client.send(get);
    const auto answer = client.answer();
    EXPECT_EQ(answer->status, 500);
    EXPECT_THAT(answer->head, testing::Not(HasSubstr("Set-Cookie")));
}

TEST(Draining, LetsWhatWasBegunFinishAndTakesNothingNew) {
    Kept kept;
    const auto server = serve({}, kept.handler());
    RawClient idle{server->port()}, waiting{server->port()};
    waiting.send(get);
    kept.wait_for(1);
    std::thread stop{[&] { server->drain(seconds{60}); }};
    EXPECT_TRUE(idle.ends());
    kept.take().front()(Response::text(200, "good"));
    const auto answer = waiting.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_THAT(answer->head, HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(waiting.ends());
    {
        const RawClient gone = std::move(waiting);
    }
    stop.join();
    EXPECT_THROW(RawClient{server->port()}, std::runtime_error);
    EXPECT_EQ(server->connections(), 0U);
}

TEST(Draining, WaitsNoLongerThanItWasTold) {
    Kept kept;
    const auto server = serve({}, kept.handler());
    RawClient waiting{server->port()};
    waiting.send(get);
    kept.wait_for(1);
    server->drain(seconds{0});
    EXPECT_TRUE(waiting.ends());
    kept.take().front()(Response::text(200, "too late"));
}

TEST(Port, ThatIsInUseIsSaidSo) {
    const auto server = serve();
    try {
        const Server second{"127.0.0.1", server->port(), {}, good};
        FAIL() << "bound twice";
    } catch (const std::system_error& wrong) {
        EXPECT_EQ(wrong.code(), std::errc::address_in_use);
    }
    EXPECT_THROW(Server("192.0.2.1", 0, {}, good), std::system_error);
    EXPECT_THROW(Server("no address", 0, {}, good), std::system_error);
}

}  // namespace
}  // namespace qingdan::http
