// What the listener does with requests that are broken, hostile, slow or huge.
#include "bot/http/server.hpp"
#include "tests/bot/http/raw_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <thread>
#include <vector>

namespace qingdan::http {
namespace {

using std::chrono::seconds;
using test::RawClient;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;

/// Says what it was asked: `METHOD path?query body-size`.
void echo(const Request& request, const Answer& answer) {
    answer(Response::text(200,
                          request.method + " " + request.path + "?" + request.query + " " +
                              std::to_string(request.body.size())));
}

std::unique_ptr<Server> serve(ServerLimits limits = {}, Handler handler = echo) {
    auto server = std::make_unique<Server>("127.0.0.1", 0, limits, std::move(handler));
    server->start();
    return server;
}

bool answers(Server& server) {
    RawClient client{server.port()};
    client.send("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = client.answer();
    return answer && answer->status == 200;
}

std::string times(int n, const std::string& text) {
    std::string all;
    for (int i = 0; i < n; ++i) all += text;
    return all;
}

enum class After { stays, ends, half_sent };

/// `statuses` of the answers in order, then whether the connection can be used for a further
/// request. After::half_sent: the server waits for the rest of what was sent.
struct BytesCase {
    std::string name;
    std::string bytes;
    std::vector<int> statuses;
    After after = After::stays;
    std::string last_body = {};
};
void PrintTo(const BytesCase& c, std::ostream* out) { *out << c.name; }

class Bytes : public testing::TestWithParam<BytesCase> {};

TEST_P(Bytes, AreAnsweredAndTheServiceLivesOn) {
    const auto server = serve();
    const BytesCase& c = GetParam();
    RawClient client{server->port()};
    client.send(c.bytes);
    std::string body;
    for (const int status : c.statuses) {
        const auto answer = client.answer();
        ASSERT_TRUE(answer) << "the connection ended early";
        EXPECT_EQ(answer->status, status) << answer->head << answer->body;
        body = answer->body;
    }
    if (!c.last_body.empty()) {
        EXPECT_EQ(body, c.last_body);
    }
    if (c.after == After::ends) {
        EXPECT_TRUE(client.ends());
    } else if (c.after == After::stays) {
        client.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, "GET /again? 0");
    }
    EXPECT_TRUE(answers(*server));
}

std::string get(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
}
std::string post(const std::string& headers_and_body) {
    return "POST / HTTP/1.1\r\nHost: x\r\n" + headers_and_body;
}
const std::string nul(1, '\0');

// clang-format off
INSTANTIATE_TEST_SUITE_P(OfGoodRequests, Bytes, testing::Values(
    BytesCase{"Get", get("/a?b=1"), {200}, After::stays, "GET /a?b=1 0"},
    BytesCase{"Http10", "GET / HTTP/1.0\r\n\r\n", {200}, After::ends},
    BytesCase{"Http10KeepAlive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", {200}},
    BytesCase{"ConnectionClose", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200}, After::ends},
    BytesCase{"TwoPipelined", get("/1") + get("/2"), {200, 200}, After::stays, "GET /2? 0"},
    BytesCase{"TwoPostsPipelined", post("Content-Length: 3\r\n\r\nabc") + post("Content-Length: 2\r\n\r\nde"), {200, 200}, After::stays, "POST /? 2"},
    BytesCase{"TwentyPipelined", times(20, get("/n")), std::vector<int>(20, 200)},
    BytesCase{"Chunked", post("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\nabc\r\n0\r\n\r\n"), {200}, After::stays, "POST /? 8"},
    BytesCase{"ChunkedWithExtensionAndTrailer", post("Transfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n0\r\nA: b\r\n\r\n"), {200}, After::stays, "POST /? 5"},
    BytesCase{"EmptyBody", post("Content-Length: 0\r\n\r\n"), {200}, After::stays, "POST /? 0"},
    BytesCase{"Options", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", {200}, After::stays, "OPTIONS *? 0"},
    BytesCase{"UnknownMethod", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", {200}, After::stays, "BREW /pot? 0"},
    BytesCase{"Trace", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", {200}, After::stays, "TRACE /? 0"},
    BytesCase{"GzipBodyIsBytes", post("Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"), {200}, After::stays, "POST /? 3"},
    BytesCase{"AbsoluteForm", get("http://other.example/x?y"), {200}, After::stays, "GET /x?y 0"},
    BytesCase{"AbsoluteFormWithoutPath", get("http://other.example"), {200}, After::stays, "GET /? 0"},
    BytesCase{"AbsoluteFormWithQueryAlone", get("http://other.example?y"), {200}, After::stays, "GET /?y 0"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(OfPaths, Bytes, testing::Values(
    BytesCase{"DotsStayAsSent", get("/../../etc/passwd"), {200}, After::stays, "GET /../../etc/passwd? 0"},
    BytesCase{"EncodedDotsStayAsSent", get("/%2e%2e/etc/passwd"), {200}, After::stays, "GET /%2e%2e/etc/passwd? 0"},
    BytesCase{"InnerDotsStayAsSent", get("/a/../b"), {200}, After::stays, "GET /a/../b? 0"},
    BytesCase{"DoubleSlash", get("//a//b"), {200}, After::stays, "GET //a//b? 0"},
    BytesCase{"BadPercent", get("/%zz%2"), {200}, After::stays, "GET /%zz%2? 0"},
    BytesCase{"EncodedNul", get("/a%00b"), {200}, After::stays, "GET /a%00b? 0"},
    BytesCase{"InvalidUtf8Encoded", get("/%ff%fe"), {200}, After::stays, "GET /%ff%fe? 0"},
    BytesCase{"RawUtf8", get("/\xe4\xbd\xa0"), {200}},
    BytesCase{"Blank", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"Fragment", get("/a#b"), {400}, After::ends},
    BytesCase{"NoSlash", get("a"), {400}, After::ends},
    BytesCase{"AbsoluteWithoutHost", get("http:///x"), {400}, After::ends}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(OfDoubtfulLength, Bytes, testing::Values(
    BytesCase{"ChunkSizeNotHex", post("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"), {400}, After::ends},
    BytesCase{"ChunkSizeNegative", post("Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n"), {400}, After::ends},
    BytesCase{"ChunkSizeHuge", post("Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nhello\r\n0\r\n\r\n"), {413}, After::ends},
    BytesCase{"ChunkSizeOverflows", post("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n"), {400}, After::ends},
    BytesCase{"ChunkSizeFourGigabytes", post("Transfer-Encoding: chunked\r\n\r\nffffffff\r\nhello\r\n0\r\n\r\n"), {413}, After::ends},
    BytesCase{"ChunkWithoutLineEnd", post("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n"), {400}, After::ends},
    BytesCase{"BothLengthAndChunked", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"), {400}, After::ends},
    BytesCase{"UnknownCodingAndLength", post("Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\nabcd"), {400}, After::ends},
    BytesCase{"UnknownCoding", post("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), {501}, After::ends},
    BytesCase{"ChunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}, After::ends},
    BytesCase{"TwoLengthsThatDiffer", post("Content-Length: 3\r\nContent-Length: 6\r\n\r\nabcdef"), {400}, After::ends},
    BytesCase{"LengthInLetters", post("Content-Length: abc\r\n\r\nabc"), {400}, After::ends},
    BytesCase{"LengthNegative", post("Content-Length: -1\r\n\r\nabc"), {400}, After::ends},
    BytesCase{"LengthWithPlus", post("Content-Length: +3\r\n\r\nabc"), {400}, After::ends},
    BytesCase{"LengthWithTail", post("Content-Length: 3x\r\n\r\nabc"), {400}, After::ends},
    BytesCase{"LengthOfTwoToTheSixtyFour", post("Content-Length: 18446744073709551615\r\n\r\nabc"), {413}, After::ends},
    BytesCase{"LengthBeyondSixtyFourBits", post("Content-Length: 99999999999999999999\r\n\r\nabc"), {400}, After::ends},
    BytesCase{"HundredGigabytesAnnounced", post("Content-Length: 100000000000\r\n\r\nabc"), {413}, After::ends},
    BytesCase{"OneByteTooLarge", post("Content-Length: 1048577\r\n\r\n"), {413}, After::ends},
    BytesCase{"ExactlyAsLargeAsAllowed", post("Content-Length: 1048576\r\n\r\n" + std::string(1 << 20, 'z')), {200}},
    BytesCase{"ChunksTooLargeTogether", post("Transfer-Encoding: chunked\r\n\r\n" + times(17, "10000\r\n" + std::string(1 << 16, 'z') + "\r\n")), {413}, After::ends},
    BytesCase{"BodyWithoutLength", post("\r\nabc"), {200}, After::half_sent, "POST /? 0"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(OfBadHeads, Bytes, testing::Values(
    BytesCase{"NoHost", "GET / HTTP/1.1\r\n\r\n", {400}, After::ends},
    BytesCase{"TwoHosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", {400}, After::ends},
    BytesCase{"Garbage", nul + "\x01\x02\xff\xfe\r\n\r\n", {400}, After::ends},
    BytesCase{"GarbageWithoutLineEnd", std::string(1024, 'A'), {}, After::half_sent},
    BytesCase{"MuchGarbageWithoutLineEnd", std::string(2 << 20, 'A'), {431}, After::ends},
    BytesCase{"TlsHello", "\x16\x03\x01" + nul + "\xa5\x01" + nul + nul + "\xa1\x03\x03" + std::string(200, 'x'), {400}, After::ends},
    BytesCase{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}, After::ends},
    BytesCase{"VersionNine", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"NoVersion", "GET /\r\n\r\n", {400}, After::ends},
    BytesCase{"BadMethod", "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"LongMethod", std::string(10000, 'A') + " / HTTP/1.1\r\nHost: x\r\n\r\n", {431}, After::ends},
    BytesCase{"LineFeedsAlone", "GET / HTTP/1.1\nHost: x\n\n", {400}, After::ends},
    BytesCase{"HeaderWithoutColon", "GET / HTTP/1.1\r\nfoo bar\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"EmptyHeaderName", "GET / HTTP/1.1\r\n: v\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"BlankBeforeColon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", {400}, After::ends},
    BytesCase{"FoldedHeader", "GET / HTTP/1.1\r\nA: 1\r\n  2\r\nHost: x\r\n\r\n", {200}},
    BytesCase{"NulInHeader", "GET / HTTP/1.1\r\nA: 1" + nul + "2\r\nHost: x\r\n\r\n", {400}, After::ends},
    BytesCase{"HeaderOfOneMegabyte", "GET / HTTP/1.1\r\nA: " + std::string(1 << 20, 'x') + "\r\nHost: x\r\n\r\n", {431}, After::ends},
    BytesCase{"TwentyThousandHeaders", "GET / HTTP/1.1\r\n" + times(20000, "A: x\r\n") + "Host: x\r\n\r\n", {431}, After::ends},
    BytesCase{"TargetOfOneMegabyte", get("/" + std::string(1 << 20, 'a')), {431}, After::ends},
    BytesCase{"Connect", "CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", {405}, After::ends},
    BytesCase{"UnknownExpectation", post("Expect: miracles\r\nContent-Length: 3\r\n\r\n"), {417}, After::ends},
    BytesCase{"ExpectHundred", post("Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"), {100}, After::half_sent},
    BytesCase{"ExpectHundredWithBodySent", post("Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"), {200}},
    BytesCase{"ExpectHundredTooLarge", post("Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"), {413}, After::ends}),
    [](const auto& info) { return info.param.name; });
// clang-format on

TEST(Connection, SendsTheBodyAfterTheHundred) {
    const auto server = serve();
    RawClient client{server->port()};
    client.send(post("Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
    ASSERT_EQ(client.answer()->status, 100);
    client.send("abc");
    EXPECT_EQ(client.answer()->body, "POST /? 3");
}

TEST(Connection, ThatIsHalfClosedInsideTheBodyIsRefused) {
    const auto server = serve();
    RawClient client{server->port()};
    client.send(post("Content-Length: 10\r\n\r\nabc"));
    client.finish_sending();
    EXPECT_EQ(client.answer()->status, 400);
    EXPECT_TRUE(client.ends());
}

TEST(Connection, AnswersHeadWithTheLengthAlone) {
    const auto server = serve();
    RawClient client{server->port()};
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = client.answer(true);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->head, HasSubstr("Content-Length: 10\r\n"));
    client.send(get("/b"));
    EXPECT_EQ(client.answer()->body, "GET /b? 0");
}

TEST(Connection, KeepsHeadersAsSentAndKnowsThePeer) {
    Request seen;
    const auto server = serve({}, [&seen](Request request, const Answer& answer) {
        seen = std::move(request);
        answer(Response::json(200, "{}"));
    });
    RawClient client{server->port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Two: 1\r\nx-two:  2 \r\n\r\n");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->head, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_EQ(seen.header("X-TWO"), "1");
    EXPECT_EQ(seen.headers.back().value, "2");
    EXPECT_EQ(seen.remote, "127.0.0.1");
    EXPECT_EQ(seen.header("absent"), std::nullopt);
}

}  // namespace
}  // namespace qingdan::http
