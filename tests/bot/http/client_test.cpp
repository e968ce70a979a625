// Outgoing calls against a server of our own on loopback.
#include "bot/http/client.hpp"

#include "bot/http/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace qingdan::http {
namespace {

class Calls : public testing::Test {
protected:
    Calls() { server_.start(); }
    ~Calls() override { server_.drain(std::chrono::seconds{0}); }

    std::string url(const std::string& target) const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + target;
    }
    void answer(const Request& request, const Answer& answer) {
        if (request.path == "/echo")
            return answer(
                Response::text(200,
                               request.method + request.query + "|" + request.body + "|" +
                                   std::string{request.header("Content-Type").value_or("")}));
        if (request.path == "/redirect") return answer({302, {{"Location", url("/echo")}}, ""});
        if (request.path == "/large") return answer(Response::text(200, std::string(100'000, 'x')));
        if (request.path == "/busy") return answer({503, {{"Retry-After", "7"}}, "later"});
        kept_.push_back(answer);  // "/never": answered by nobody while the test lasts
    }

    std::vector<Answer> kept_;
    Server server_{"127.0.0.1", 0, {}, [this](const Request& r, const Answer& a) { answer(r, a); }};
    std::unique_ptr<Client> client_ = make_client();
};

TEST_F(Calls, CarryMethodQueryHeadersAndBody) {
    const auto got = client_->call(
        {"POST", url("/echo?a=%26&b=+"), {{"Content-Type", "application/json"}}, "{\"a\":1}"});
    ASSERT_TRUE(std::holds_alternative<Response>(got));
    EXPECT_EQ(std::get<Response>(got).body, "POSTa=%26&b=+|{\"a\":1}|application/json");
    EXPECT_EQ(std::get<Response>(client_->call({"GET", url("/echo"), {}, ""})).body, "GET||");
}

TEST_F(Calls, ShowErrorStatusesWithTheirHeaders) {
    const auto got = std::get<Response>(client_->call({"GET", url("/busy"), {}, ""}));
    EXPECT_EQ(got.status, 503);
    EXPECT_EQ(got.body, "later");
    EXPECT_EQ(got.header("retry-after"), "7");
}

TEST_F(Calls, FollowNoRedirect) {
    EXPECT_EQ(std::get<Response>(client_->call({"GET", url("/redirect"), {}, ""})).status, 302);
}

TEST_F(Calls, ReadNoMoreThanTheyWere) {
    const auto got = client_->call({"GET", url("/large"), {}, ""});
    ASSERT_TRUE(std::holds_alternative<NoAnswer>(got));
    EXPECT_EQ(std::get<NoAnswer>(got).what, "answer too large from 127.0.0.1");
    const auto all =
        client_->call({"GET", url("/large"), {}, "", std::chrono::seconds{15}, 100'000});
    EXPECT_EQ(std::get<Response>(all).body.size(), 100'000U);
}

TEST_F(Calls, DoNotWaitForEachOther) {
    std::vector<std::thread> callers;
    std::atomic<int> answered{0};
    for (int i = 0; i < 16; ++i)
        callers.emplace_back([&] {
            const auto got = client_->call({"POST", url("/echo"), {}, "x"});
            if (std::holds_alternative<Response>(got)) ++answered;
        });
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(answered, 16);
}

TEST_F(Calls, GiveUpOnWhoDoesNotAnswer) {
    const auto got =
        client_->call({"GET", url("/never?token=secret"), {}, "", std::chrono::seconds{1}});
    EXPECT_EQ(std::get<NoAnswer>(got).what, "no answer in time from 127.0.0.1");
}

TEST_F(Calls, SayTheHostAloneWhereNobodyListens) {
    const std::string closed = [] {
        const Server server{"127.0.0.1", 0, {}, [](const Request&, const Answer&) {}};
        return "http://127.0.0.1:" + std::to_string(server.port()) + "/bot-token/send?key=secret";
    }();
    EXPECT_EQ(std::get<NoAnswer>(client_->call({"POST", closed, {}, "x"})).what,
              "no connection to 127.0.0.1");
}

TEST_F(Calls, GoNowhereButHttpsAndThisMachine) {
    for (const char* address : {"http://example.com/",
                                "ftp://127.0.0.1/",
                                "127.0.0.1/",
                                "",
                                "http://",
                                "https://a b/",
                                "http://127.0.0.1.example.com/",
                                "http://localhost@example.com/"}) {
        const auto got = client_->call({"GET", address, {}, ""});
        ASSERT_TRUE(std::holds_alternative<NoAnswer>(got)) << address;
        EXPECT_TRUE(std::get<NoAnswer>(got).refused_address) << address;
    }
}

struct UrlCase {
    std::string name, url;
    bool allowed;
};
void PrintTo(const UrlCase& c, std::ostream* out) { *out << c.name; }
class AllowedUrl : public testing::TestWithParam<UrlCase> {};

TEST_P(AllowedUrl, IsHttpsAndOnTheList) {
    EXPECT_EQ(allowed_url(GetParam().url, {"api.example.com", "localhost"}), GetParam().allowed);
}
// clang-format off
INSTANTIATE_TEST_SUITE_P(Urls, AllowedUrl, testing::Values(
    UrlCase{"Listed", "https://api.example.com/send?x=1", true},
    UrlCase{"ListedInCapitals", "HTTPS://API.Example.com/send", true},
    UrlCase{"ListedWithPort", "https://api.example.com:8443/send", true},
    UrlCase{"WithoutPath", "https://api.example.com", true},
    UrlCase{"Plain", "http://api.example.com/send", false},
    UrlCase{"LoopbackPlain", "http://localhost:9/send", true},
    UrlCase{"LoopbackNotListed", "http://127.0.0.1/send", false},
    UrlCase{"Subdomain", "https://evil.api.example.com/", false},
    UrlCase{"ListedAsPrefix", "https://api.example.com.evil.org/", false},
    UrlCase{"UserInFront", "https://api.example.com@evil.org/", false},
    UrlCase{"UserIsListedHost", "https://evil@api.example.com/", false},
    UrlCase{"Backslash", "https://evil.org\\@api.example.com/", false},
    UrlCase{"HostInQuery", "https://evil.org?api.example.com", false},
    UrlCase{"HostInFragment", "https://evil.org#api.example.com", false},
    UrlCase{"LineBreak", "https://api.example.com/\r\nHost: evil.org", false},
    UrlCase{"BadPort", "https://api.example.com:x/", false},
    UrlCase{"NoScheme", "//api.example.com/", false}),
    [](const auto& info) { return info.param.name; });
// clang-format on

}  // namespace
}  // namespace qingdan::http
