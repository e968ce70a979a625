// Signed webhooks: the answer, and what is sent to a peer.

#include "bot/channels/webhook/webhook.hpp"

#include "bot/channels/digest.hpp"
#include "tests/bot/channels/vectors.hpp"
#include "tests/bot/channels/vendor.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::channels {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string secret_bytes = "qingdan-webhook-secret-000000001";

Outgoing told(std::string text) {
    Outgoing outgoing;
    outgoing.number = 42;
    outgoing.to = "u-1";
    outgoing.text = std::move(text);
    outgoing.at = Instant{1772420000s};
    return outgoing;
}

TEST(WebhookAnswer, ListsTheReplies) {
    const Vector& vector = vector_named("own-webhook-short");
    const auto channel = make_channel("webhook", vector.config);
    Outgoing first = told("是哪一位？");
    first.choices = {{"王甲", "1"}};
    first.files = {{"a.txt", "text/plain", "hi"}};
    Outgoing second = told("好");
    second.to = "g-1";
    second.to_kind = ChatKind::group;
    second.push = true;
    const auto response = channel->answer(vector.requests.front(), std::vector{first, second});
    EXPECT_EQ(json::parse(response.body), json::parse(R"({"replies":[
        {"to":{"user":"u-1"},"kind":"reply","text":"是哪一位？","choices":[{"label":"王甲","send":"1"}],
         "files":[{"name":"a.txt","media_type":"text/plain","bytes":"aGk="}],"at":"2026-03-02T02:53:20Z"},
        {"to":{"chat":"g-1"},"kind":"push","text":"好","choices":[],"files":[],"at":"2026-03-02T02:53:20Z"}]})"));
    EXPECT_EQ(channel->answer(vector.requests.front(), {}).body, R"({"replies":[]})");
}

TEST(WebhookMessage, HasTheHeadersIdAsASecondKey) {
    const Vector& vector = vector_named("own-webhook-full");
    const auto channel = make_channel("webhook", vector.config);
    const auto messages =
        std::get<std::vector<Inbound>>(channel->receive(vector.requests.front(), vector.now));
    EXPECT_EQ(messages.at(0).message_id, "m-7");
    EXPECT_EQ(messages.at(0).second_id, "id-full");
}

TEST(WebhookRefusal, NamesTheFieldToWhoeverWritesThePeer) {
    const Vector& vector = vector_named("own-webhook-no-sender");
    const auto channel = make_channel("webhook", vector.config);
    const Received received = channel->receive(vector.requests.front(), vector.now);
    EXPECT_EQ(std::get<Rejected>(received).body, R"({"error":"sender.id"})");
}

TEST(WebhookOptions, NameTheSettingThatIsWrongButNotItsValue) {
    for (const std::string secret : {"whsec_!!!!", "whsec_", ""}) {
        try {
            webhook::Options options;
            options.secrets = {secret};
            webhook::make_webhook(options);
            FAIL() << secret;
        } catch (const std::invalid_argument& wrong) {
            EXPECT_THAT(wrong.what(), testing::StartsWith("secret"));
            EXPECT_THAT(wrong.what(), testing::Not(testing::HasSubstr("!!!!")));
        }
    }
}

class WebhookSend : public testing::Test {
protected:
    WebhookSend() { peer = made(vendor.url() + "/in"); }

    static std::unique_ptr<Channel> made(const std::string& url) {
        webhook::Options options;
        options.secrets = {"whsec_" + base64_encode(secret_bytes), "whsec_b2xkZXI="};
        options.url = url;
        return webhook::make_webhook(std::move(options));
    }
    Delivery send() { return peer->send(told("提醒"), *client, now); }

    Vendor vendor;
    const std::unique_ptr<http::Client> client = http::make_client();
    std::unique_ptr<Channel> peer;
    Instant now{1772420000s};
};

TEST_F(WebhookSend, SignsWithTheFirstSecretAndTheNumberOfTheMessage) {
    vendor.answers("/in", http::Response{204, {}, ""});
    EXPECT_TRUE(std::holds_alternative<Sent>(send()));
    const http::Request request = vendor.asked().at(0);
    EXPECT_EQ(request.header("webhook-id"), "42");
    EXPECT_EQ(request.header("webhook-timestamp"), "1772420000");
    EXPECT_EQ(request.header("webhook-signature"),
              "v1," + base64_encode(hmac_sha256(secret_bytes, "42.1772420000." + request.body)));
    EXPECT_EQ(json::parse(request.body)["to"], json({{"user", "u-1"}}));
}

TEST_F(WebhookSend, WaitsAsLongAsThePeerSays) {
    vendor.answers("/in", http::Response{429, {{"Retry-After", "120"}}, ""});
    vendor.answers("/in", http::Response{503, {{"Retry-After", "60"}}, ""});
    vendor.answers("/in", http::Response{404, {}, ""});
    vendor.answers("/in", http::Response{302, {{"Location", "/elsewhere"}}, ""});
    EXPECT_EQ(std::get<Later>(send()).wait, 120s);
    EXPECT_EQ(std::get<Later>(send()).wait, 60s);
    EXPECT_EQ(std::get<Later>(send()).wait, 5s);
    EXPECT_EQ(std::get<Later>(send()).wait, 5s);
    EXPECT_EQ(vendor.asked("/elsewhere").size(), 0U);
}

TEST_F(WebhookSend, StopsAtAPeerThatIsGoneForGood) {
    vendor.answers("/in", http::Response{410, {}, ""});
    EXPECT_TRUE(std::get<Never>(send()).alarm);
    EXPECT_TRUE(std::get<Never>(send()).alarm);
    EXPECT_EQ(vendor.asked().size(), 1U);
}

TEST_F(WebhookSend, HasNowhereToGoWithoutAnAddress) {
    peer = made("");
    EXPECT_TRUE(std::get<Never>(send()).unreachable);
    peer = made(nobody());
    EXPECT_TRUE(std::holds_alternative<Later>(send()));
}

}  // namespace
}  // namespace qingdan::channels
