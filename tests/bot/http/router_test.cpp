#include "bot/http/router.hpp"

#include "bot/http/health.hpp"
#include "bot/metrics.hpp"

#include <gtest/gtest.h>

namespace qingdan::http {
namespace {

Handler says(std::string body) {
    return [body](const Request&, const Answer& answer) { answer(Response::text(200, body)); };
}

Response ask(const Router& router, Request request) {
    Response got;
    router(std::move(request), [&got](Response response) { got = std::move(response); });
    return got;
}

Request request(std::string method, std::string path) {
    Request made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.remote = "127.0.0.1";
    made.headers = {{"Host", "127.0.0.1:8080"}};
    return made;
}

class Routes : public testing::Test {
protected:
    Routes() {
        router_.add("GET", "/callback/a", says("get"));
        router_.add("POST", "/callback/a", says("post"));
        router_.add("GET", "/here", says("here"), Router::Access::local);
        router_.add_below("GET", "/chat/", says("below"));
        router_.add("GET", "/chat/exact", says("exact"));
    }
    Router router_;
};

TEST_F(Routes, AreFoundByPathAndMethod) {
    EXPECT_EQ(ask(router_, request("GET", "/callback/a")).body, "get");
    EXPECT_EQ(ask(router_, request("POST", "/callback/a")).body, "post");
    EXPECT_EQ(ask(router_, request("HEAD", "/callback/a")).body, "get");
}

TEST_F(Routes, DoNotTakeWhatOnlyBeginsLikeThem) {
    for (const char* path : {"/callback/a/",
                             "/callback/a/b",
                             "/callback",
                             "/callback/A",
                             "/callback/%61",
                             "//callback/a",
                             "/",
                             "*"})
        EXPECT_EQ(ask(router_, request("GET", path)).status, 404) << path;
}

TEST_F(Routes, NameTheMethodsThatTheyHave) {
    const Response no = ask(router_, request("DELETE", "/callback/a"));
    EXPECT_EQ(no.status, 405);
    EXPECT_EQ(no.header("Allow"), "GET, POST");
}

TEST_F(Routes, BelowAPrefixComeAfterExactOnes) {
    EXPECT_EQ(ask(router_, request("GET", "/chat/app/x.js")).body, "below");
    EXPECT_EQ(ask(router_, request("GET", "/chat/")).body, "below");
    EXPECT_EQ(ask(router_, request("GET", "/chat/exact")).body, "exact");
    EXPECT_EQ(ask(router_, request("GET", "/chat")).status, 404);
}

struct LocalCase {
    std::string name, remote, header, value;
    bool local;
};
void PrintTo(const LocalCase& c, std::ostream* out) { *out << c.name; }
class Local : public testing::TestWithParam<LocalCase> {};

TEST_P(Local, IsWhoIsOnThisMachineAndStandsForNobody) {
    Request from = request("GET", "/here");
    from.remote = GetParam().remote;
    from.headers = {{GetParam().header, GetParam().value}};
    Router router;
    router.add("GET", "/here", says("here"), Router::Access::local);
    EXPECT_EQ(ask(router, from).status, GetParam().local ? 200 : 403);
}
// clang-format off
INSTANTIATE_TEST_SUITE_P(Requests, Local, testing::Values(
    LocalCase{"Loopback", "127.0.0.1", "Host", "127.0.0.1:8080", true},
    LocalCase{"LoopbackByName", "127.0.0.1", "Host", "localhost:8080", true},
    LocalCase{"LoopbackOfSix", "::1", "Host", "[::1]:8080", true},
    LocalCase{"NoHost", "127.0.0.1", "X-Other", "", true},
    LocalCase{"Neighbour", "192.0.2.7", "Host", "127.0.0.1", false},
    LocalCase{"ForeignNameForThisMachine", "127.0.0.1", "Host", "rebound.example.com", false},
    LocalCase{"BehindAProxy", "127.0.0.1", "X-Forwarded-For", "192.0.2.7", false},
    LocalCase{"BehindAnotherProxy", "127.0.0.1", "Forwarded", "for=192.0.2.7", false}),
    [](const auto& info) { return info.param.name; });
// clang-format on

TEST(Pages, TellASupervisorHowItIs) {
    Metrics metrics;
    Readiness now{false, "database locked"};
    Router router;
    router.add("GET", "/healthz", health_page());
    router.add("GET", "/readyz", ready_page([&now] { return now; }));
    router.add(
        "GET", "/metrics", metrics_page(metrics, [&] { metrics.set("qingdan_connections", 3); }));
    EXPECT_EQ(ask(router, request("GET", "/healthz")).status, 200);
    EXPECT_EQ(ask(router, request("GET", "/readyz")).status, 503);
    EXPECT_EQ(ask(router, request("GET", "/readyz")).body, "database locked\n");
    now = {true, "spooling"};
    EXPECT_EQ(ask(router, request("GET", "/readyz")).status, 200);
    EXPECT_NE(ask(router, request("GET", "/metrics")).body.find("qingdan_connections 3\n"),
              std::string::npos);
}

}  // namespace
}  // namespace qingdan::http
