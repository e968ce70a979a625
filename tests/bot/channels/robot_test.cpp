// The smart robot: what it answers, and when it may answer later.

#include "bot/channels/envelope.hpp"
#include "bot/channels/wecom_robot/wecom_robot.hpp"
#include "tests/bot/channels/vectors.hpp"
#include "tests/bot/channels/vendor.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::channels {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class SmartRobot : public testing::Test {
protected:
    /// The decrypted answer, its envelope checked as the platform checks it.
    json opened_answer(const http::Response& response) const {
        EXPECT_EQ(response.status, 200);
        const json outer = json::parse(response.body);
        const Envelope envelope({text.config["token"]}, {text.config["aes_key"]}, "");
        EXPECT_TRUE(outer["timestamp"].is_number());
        EXPECT_TRUE(envelope.is_signed(outer["msgsignature"].get<std::string>(),
                                       std::to_string(outer["timestamp"].get<std::int64_t>()),
                                       outer["nonce"].get<std::string>(),
                                       outer["encrypt"].get<std::string>()));
        return json::parse(envelope.decrypt(outer["encrypt"].get<std::string>()).value());
    }
    json answered(const Vector& vector, const std::string& words) const {
        Outgoing reply;
        reply.text = words;
        return opened_answer(robot->answer(vector.requests.front(), std::vector{reply}));
    }

    const Vector& text = vector_named("own-robot-text");
    const std::unique_ptr<Channel> robot = make_channel("wecom/robot", text.config);
};

TEST_F(SmartRobot, AnswersWithAStreamThatIsCompleteAtOnce) {
    const json answer = answered(text, "已登记 **V-1001**");
    EXPECT_EQ(answer["msgtype"], "stream");
    EXPECT_EQ(answer["stream"]["finish"], true);
    EXPECT_EQ(answer["stream"]["content"], "已登记 **V-1001**");
    EXPECT_EQ(answer["stream"]["id"], answered(text, "again")["stream"]["id"]);
    EXPECT_NE(answer["stream"]["id"],
              answered(vector_named("own-robot-group"), "x")["stream"]["id"]);
}

TEST_F(SmartRobot, GreetsWithATextAsNothingElseIsTakenThere) {
    EXPECT_EQ(answered(vector_named("own-robot-enter"), "你好"),
              json({{"msgtype", "text"}, {"text", {{"content", "你好"}}}}));
}

TEST_F(SmartRobot, IsSilentWithAnEmptyBody) {
    EXPECT_EQ(robot->answer(text.requests.front(), {}).body, "");
    EXPECT_EQ(robot->answer(vector_named("own-robot-feedback").requests.front(), {}).body, "");
}

TEST_F(SmartRobot, EndsAStreamThatItDoesNotKnow) {
    const Vector& poll = vector_named("own-robot-stream");
    const json answer =
        opened_answer(std::get<http::Response>(robot->receive(poll.requests.front(), poll.now)));
    EXPECT_EQ(answer["stream"], json({{"id", "s1"}, {"finish", true}, {"content", ""}}));
}

class SmartRobotLater : public testing::Test {
protected:
    Delivery send(const std::string& reply_ref, std::vector<std::string> hosts) {
        const Vector& text = vector_named("own-robot-text");
        wecom_robot::Options options;
        options.tokens = {text.config["token"]};
        options.aes_keys = {text.config["aes_key"]};
        options.url_hosts = std::move(hosts);
        Outgoing part;
        part.text = "已登记";
        part.reply_ref = reply_ref;
        return wecom_robot::make_wecom_robot(std::move(options))->send(part, *client, now);
    }
    std::string ref(const std::string& url, Instant until) const {
        return json{{"response_url", url}, {"until", until.time_since_epoch().count()}}.dump();
    }

    Vendor vendor;
    const std::unique_ptr<http::Client> client = http::make_client();
    const Instant now{1772420000s};
};

TEST_F(SmartRobotLater, PostsMarkdownToTheAddressOfTheMessage) {
    vendor.answers("/later", R"({"errcode":0})");
    const Delivery delivery = send(ref(vendor.url() + "/later", now + 1s), {"127.0.0.1"});
    EXPECT_TRUE(std::holds_alternative<Sent>(delivery));
    EXPECT_EQ(json::parse(vendor.asked().at(0).body),
              json({{"msgtype", "markdown"}, {"markdown", {{"content", "已登记"}}}}));
}

TEST_F(SmartRobotLater, IsNotPossibleAfterTheHourOrWithoutAMessage) {
    EXPECT_TRUE(
        std::get<Never>(send(ref(vendor.url() + "/later", now), {"127.0.0.1"})).unreachable);
    EXPECT_TRUE(std::get<Never>(send("", {"127.0.0.1"})).unreachable);
    EXPECT_TRUE(std::get<Never>(send("{}", {"127.0.0.1"})).unreachable);
    EXPECT_TRUE(vendor.asked().empty());
}

TEST_F(SmartRobotLater, CallsNoHostThatIsNotListed) {
    EXPECT_TRUE(std::get<Never>(send(ref(vendor.url() + "/later", now + 1s), {})).alarm);
    EXPECT_TRUE(
        std::get<Never>(send(ref("https://192.0.2.1/later", now + 1s), {"qyapi.weixin.qq.com"}))
            .alarm);
    EXPECT_TRUE(vendor.asked().empty());
}

TEST_F(SmartRobotLater, IsOwedWithItsAddressAndAnHour) {
    const Vector& text = vector_named("own-robot-text");
    const auto robot = make_channel("wecom/robot", text.config);
    const auto messages =
        std::get<std::vector<Inbound>>(robot->receive(text.requests.front(), text.now));
    const json ref = json::parse(messages.at(0).reply_ref);
    EXPECT_EQ(ref["response_url"],
              "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=DEMO");
    EXPECT_EQ(ref["until"], (text.now + 1h).time_since_epoch().count());
}

}  // namespace
}  // namespace qingdan::channels
