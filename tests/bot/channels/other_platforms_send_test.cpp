// Active sending on WeChat, Feishu, DingTalk and Telegram, against stand-ins on this machine.

#include "bot/channels/dingtalk/dingtalk.hpp"
#include "bot/channels/feishu/feishu.hpp"
#include "bot/channels/telegram/telegram.hpp"
#include "bot/channels/wechat/wechat.hpp"
#include "tests/bot/channels/vendor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace qingdan::channels {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class SendElsewhere : public testing::Test {
protected:
    static Outgoing part_to(std::string to, std::string text) {
        Outgoing part;
        part.number = 9;
        part.to = std::move(to);
        part.text = std::move(text);
        part.at = Instant{1772420000s};
        return part;
    }
    Delivery send(const Outgoing& part) { return channel->send(part, *client, now); }
    json asked_json(const std::string& path, std::size_t which = 0) const {
        return json::parse(vendor.asked(path).at(which).body);
    }

    Vendor vendor;
    const std::unique_ptr<http::Client> client = http::make_client();
    std::unique_ptr<Channel> channel;
    const Instant now{1772420000s};  // 10:53 in Beijing
};

bool is_sent(const Delivery& delivery) { return std::holds_alternative<Sent>(delivery); }

class WechatSend : public SendElsewhere {
protected:
    WechatSend() {
        wechat::Options options;
        options.tokens = {"t"};
        options.mode = wechat::Mode::plain;
        options.app_id = "wx1";
        options.app_secrets = {"s"};
        options.api_base = vendor.url();
        channel = wechat::make_wechat(std::move(options));
        vendor.answers("/cgi-bin/stable_token", R"({"access_token":"T","expires_in":7200})");
    }
    Delivery after(int code) {
        vendor.answers(path, json{{"errcode", code}}.dump());
        send(part_to("o1", "旧"));  // the answer before this one
        return send(part_to("o1", "好"));
    }
    const std::string path = "/cgi-bin/message/custom/send";
};

TEST_F(WechatSend, SendsToAFollowerWithTheStableToken) {
    vendor.answers(path, R"({"errcode":0})");
    EXPECT_TRUE(is_sent(send(part_to("o1", "好"))));
    EXPECT_EQ(asked_json(path),
              json({{"touser", "o1"}, {"msgtype", "text"}, {"text", {{"content", "好"}}}}));
    EXPECT_EQ(asked_json("/cgi-bin/stable_token")["force_refresh"], false);
}

TEST_F(WechatSend, TellsWhomItCannotReachAndWaitsForTheQuota) {
    vendor.answers(path, R"({"errcode":0})");
    EXPECT_TRUE(std::get<Never>(after(45015)).unreachable);
    EXPECT_TRUE(std::get<Never>(after(45047)).unreachable);
    EXPECT_TRUE(std::get<Never>(after(48001)).alarm);
    const auto quota = std::get<Later>(after(45009));
    EXPECT_EQ(quota.wait, 13h + 6min + 40s);  // midnight in Beijing
    EXPECT_TRUE(quota.whole_account);
    EXPECT_TRUE(std::get<Later>(after(40164)).alarm);
}

class FeishuSend : public SendElsewhere {
protected:
    FeishuSend() {
        options.app_id = "cli_1";
        options.encrypt_keys = {"k"};
        options.verification_tokens = {"v"};
        options.app_secrets = {"s"};
        options.api_base = vendor.url();
        channel = feishu::make_feishu(options);
        vendor.answers("/open-apis/auth/v3/tenant_access_token/internal",
                       R"({"code":0,"tenant_access_token":"t-1","expire":7200})");
    }
    feishu::Options options;
    const std::string messages = "/open-apis/im/v1/messages";
    const std::string reply = messages + "/om_1/reply";
};

TEST_F(FeishuSend, RepliesToTheMessageAndKeepsItsUuid) {
    vendor.answers(reply, R"({"code":0})");
    Outgoing part = part_to("ou_1", "好 <at user_id=\"all\">");
    part.reply_ref = R"({"message_id":"om_1"})";
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_EQ(asked_json(reply, 0)["uuid"], asked_json(reply, 1)["uuid"]);
    EXPECT_EQ(json::parse(asked_json(reply)["content"].get<std::string>())["text"],
              "好 &lt;at user_id=\"all\">");
    EXPECT_EQ(vendor.asked(reply)[0].header("Authorization"), "Bearer t-1");
}

TEST_F(FeishuSend, WritesToTheChatWhereTheMessageWasRecalled) {
    vendor.answers(reply, http::Response::json(400, R"({"code":230011})"));
    vendor.answers(messages, R"({"code":0})");
    Outgoing part = part_to("oc_1", "好");
    part.reply_ref = R"({"message_id":"om_1"})";
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_EQ(vendor.asked(messages).at(0).query, "receive_id_type=chat_id");
    EXPECT_EQ(asked_json(messages)["receive_id"], "oc_1");
}

TEST_F(FeishuSend, DecidesByTheCodeWhateverTheStatus) {
    vendor.answers(messages, http::Response::json(400, R"({"code":230013})"));
    vendor.answers(messages, R"({"code":230028})");
    vendor.answers(messages, {429, {{"x-ogw-ratelimit-reset", "17"}}, R"({"code":99991400})"});
    EXPECT_TRUE(std::get<Never>(send(part_to("ou_1", "好"))).unreachable);
    EXPECT_TRUE(std::get<Never>(send(part_to("ou_1", "好"))).alarm);
    EXPECT_EQ(std::get<Later>(send(part_to("ou_1", "好"))).wait, 17s);
}

TEST_F(FeishuSend, ShowsChoicesAsButtonsThatSendTheirText) {
    vendor.answers(messages, R"({"code":0})");
    Outgoing part = part_to("ou_1", "是哪一位？");
    part.choices = {{"王甲", "1"}};
    EXPECT_TRUE(is_sent(send(part)));
    const json card = json::parse(asked_json(messages)["content"].get<std::string>());
    EXPECT_EQ(card["elements"][1]["actions"][0]["value"], json({{"send", "1"}}));
}

TEST_F(FeishuSend, AsksWhoItsOwnBotIs) {
    vendor.answers("/open-apis/bot/v3/info", R"({"code":0,"bot":{"open_id":"ou_bot"}})");
    EXPECT_EQ(feishu::bot_open_id(options, *client), "ou_bot");
}

class DingtalkSend : public SendElsewhere {
protected:
    DingtalkSend() {
        dingtalk::Options options;
        options.app_key = "ding1";
        options.app_secrets = {"s"};
        options.url_hosts = {"127.0.0.1"};
        options.api_base = vendor.url();
        channel = dingtalk::make_dingtalk(std::move(options));
        vendor.answers("/v1.0/oauth2/accessToken", R"({"accessToken":"T","expireIn":7200})");
    }
    std::string session(bool group, Instant until) const {
        return json{{"session_webhook", vendor.url() + "/session"},
                    {"until", until.time_since_epoch().count()},
                    {"group", group}}
            .dump();
    }
    const std::string private_path = "/v1.0/robot/oToMessages/batchSend";
    const std::string group_path = "/v1.0/robot/groupMessages/send";
};

TEST_F(DingtalkSend, AnswersInTheSession) {
    vendor.answers("/session", R"({"errcode":0})");
    Outgoing part = part_to("staff7", "好");
    part.reply_ref = session(false, now + 1s);
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_EQ(asked_json("/session")["text"]["content"], "好");
}

TEST_F(DingtalkSend, GoesByTheRobotApiWhereTheSessionIsOver) {
    vendor.answers("/session", R"({"errcode":300001})");
    vendor.answers(private_path, R"({"processQueryKey":"k"})");
    Outgoing part = part_to("staff7", "好");
    part.reply_ref = session(false, now + 1s);  // refused by the platform
    EXPECT_TRUE(is_sent(send(part)));
    part.reply_ref = session(false, now);  // past its time
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_EQ(vendor.asked("/session").size(), 1U);
    EXPECT_EQ(asked_json(private_path, 1)["userIds"], json::array({"staff7"}));
    EXPECT_EQ(vendor.asked(private_path)[0].header("x-acs-dingtalk-access-token"), "T");
}

TEST_F(DingtalkSend, NeverSaysInAGroupWhatIsMeantForOne) {
    vendor.answers("/session", R"({"errcode":0})");
    vendor.answers(private_path, R"({})");
    Outgoing part = part_to("staff7", "好");
    part.reply_ref = session(true, now + 1s);
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_TRUE(vendor.asked("/session").empty());
}

TEST_F(DingtalkSend, KnowsWhatItsErrorsMean) {
    vendor.answers(private_path, R"({"invalidStaffIdList":["staff7"]})");
    vendor.answers(private_path, http::Response::json(429, "{}"));
    vendor.answers(private_path, http::Response::json(400, R"({"code":"InvalidParameter"})"));
    EXPECT_TRUE(std::get<Never>(send(part_to("staff7", "好"))).unreachable);
    EXPECT_EQ(std::get<Later>(send(part_to("staff7", "好"))).wait, 60s);
    EXPECT_TRUE(std::get<Never>(send(part_to("staff7", "好"))).alarm);
    EXPECT_TRUE(std::get<Never>(send(part_to("$:LWCP_v1:$x", "好"))).unreachable);
}

class TelegramSend : public SendElsewhere {
protected:
    TelegramSend() {
        telegram::Options options;
        options.secret_tokens = {"s"};
        options.bot_username = "b_bot";
        options.bot_token = "1:AB";
        options.api_base = vendor.url();
        channel = telegram::make_telegram(std::move(options));
    }
    const std::string path = "/bot1:AB/sendMessage";
};

TEST_F(TelegramSend, SendsPlainTextWithButtons) {
    vendor.answers(path, R"({"ok":true})");
    Outgoing part = part_to("4503599627370495", "是哪一位？");
    part.choices = {{"王甲", "1"}};
    part.reply_ref = R"({"message_id":7})";
    EXPECT_TRUE(is_sent(send(part)));
    const json body = asked_json(path);
    EXPECT_EQ(body["chat_id"], "4503599627370495");
    EXPECT_EQ(body["reply_parameters"]["message_id"], 7);
    EXPECT_EQ(body["reply_markup"]["inline_keyboard"],
              json::array({json::array({{{"text", "王甲"}, {"callback_data", "1"}}})}));
    part.choices[0].send = std::string(65, 'a');
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_FALSE(asked_json(path, 1).contains("reply_markup"));
}

TEST_F(TelegramSend, StopsTheButtonThatWasPressed) {
    vendor.answers(path, R"({"ok":true})");
    vendor.answers("/bot1:AB/answerCallbackQuery", R"({"ok":true})");
    Outgoing part = part_to("1", "好");
    part.reply_ref = R"({"message_id":7,"callback_query":"99"})";
    EXPECT_TRUE(is_sent(send(part)));
    EXPECT_EQ(asked_json("/bot1:AB/answerCallbackQuery")["callback_query_id"], "99");
}

TEST_F(TelegramSend, FollowsAGroupToItsNewId) {
    vendor.answers(path,
                   http::Response::json(
                       400, R"({"ok":false,"parameters":{"migrate_to_chat_id":-1001234567890}})"));
    vendor.answers(path, R"({"ok":true})");
    EXPECT_TRUE(is_sent(send(part_to("-5", "好"))));
    EXPECT_EQ(asked_json(path, 1)["chat_id"], "-1001234567890");
}

TEST_F(TelegramSend, KnowsWhatItsErrorsMean) {
    vendor.answers(path, http::Response::json(429, R"({"parameters":{"retry_after":33}})"));
    vendor.answers(path, http::Response::json(403, R"({"description":"bot was blocked"})"));
    vendor.answers(path,
                   http::Response::json(400, R"({"description":"Bad Request: chat not found"})"));
    vendor.answers(path, http::Response::json(400, R"({"description":"message is too long"})"));
    vendor.answers(path, http::Response::json(401, "{}"));
    const auto next = [&] { return send(part_to("1", "好")); };
    EXPECT_EQ(std::get<Later>(next()).wait, 33s);
    EXPECT_TRUE(std::get<Never>(next()).unreachable);
    EXPECT_FALSE(std::get<Never>(next()).alarm);
    EXPECT_TRUE(std::get<Never>(next()).alarm);
    const auto wrong_token = std::get<Later>(next());
    EXPECT_TRUE(wrong_token.whole_account && wrong_token.alarm);
    EXPECT_EQ(wrong_token.why.find("AB"), std::string::npos);
}

}  // namespace
}  // namespace qingdan::channels
