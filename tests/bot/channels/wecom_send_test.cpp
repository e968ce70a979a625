// Active sending of the self-built app and of group robots, against a stand-in for WeCom's API.

#include "bot/channels/wecom/wecom.hpp"
#include "tests/bot/channels/vendor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace qingdan::channels {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string token_path = "/cgi-bin/gettoken";
const std::string send_path = "/cgi-bin/message/send";
const std::string upload_path = "/cgi-bin/media/upload";
const std::string group_path = "/cgi-bin/webhook/send";
const std::string sent = R"({"errcode":0,"errmsg":"ok","msgid":"m1"})";

std::string token(const std::string& value) {
    return json{{"errcode", 0}, {"access_token", value}, {"expires_in", 7200}}.dump();
}
std::string failed(int code) { return json{{"errcode", code}, {"errmsg", "no"}}.dump(); }

class WecomSend : public testing::Test {
protected:
    WecomSend() { app = made(vendor.url()); }

    static std::unique_ptr<Channel> made(const std::string& api_base) {
        wecom::Options options;
        options.tokens = {"token"};
        options.aes_keys = {std::string(43, 'a')};
        options.corp_id = "ww00000000demo0001";
        options.agent_id = 1000002;
        options.secrets = {"app+secret/="};
        options.group_keys = {{"cadres", "11111111-key"}};
        options.api_base = api_base;
        return wecom::make_wecom(std::move(options));
    }
    Delivery send(const Outgoing& part) { return app->send(part, *client, now); }
    Delivery send(const std::string& text) { return send(message(text)); }

    static Outgoing message(std::string text) {
        Outgoing part;
        part.number = 17;
        part.to = "chen.cadre";
        part.text = std::move(text);
        part.at = Instant{1772420000s};
        return part;
    }

    Vendor vendor;
    std::unique_ptr<http::Client> client = http::make_client();
    std::unique_ptr<Channel> app;
    Instant now{1772420000s};
};

json body_of(const http::Request& request) { return json::parse(request.body); }
std::string query_of(const http::Request& request, std::string_view name) {
    const auto pairs = http::parse_query(request.query);
    for (const auto& [key, value] : pairs.value()) {
        if (key == name) return value;
    }
    return "";
}
bool was_sent(const Delivery& delivery) { return std::holds_alternative<Sent>(delivery); }

TEST_F(WecomSend, SendsATextToOneMember) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, sent);
    EXPECT_TRUE(was_sent(send("午饭已登记")));
    const auto asked = vendor.asked(send_path);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(query_of(asked[0], "access_token"), "T1");
    EXPECT_EQ(body_of(asked[0]),
              json({{"touser", "chen.cadre"},
                    {"agentid", 1000002},
                    {"msgtype", "text"},
                    {"text", {{"content", "午饭已登记"}}},
                    {"enable_duplicate_check", 1},
                    {"duplicate_check_interval", 1800}}));
}

TEST_F(WecomSend, AsksForATokenWithCorpAndSecret) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, sent);
    send("好");
    const auto asked = vendor.asked(token_path);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].method, "GET");
    EXPECT_EQ(query_of(asked[0], "corpid"), "ww00000000demo0001");
    EXPECT_EQ(query_of(asked[0], "corpsecret"), "app+secret/=");
}

TEST_F(WecomSend, KeepsTheTokenUntilShortlyBeforeItsEnd) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(token_path, token("T2"));
    vendor.answers(send_path, sent);
    send("1");
    now += 6899s;
    send("2");
    EXPECT_EQ(vendor.asked(token_path).size(), 1U);
    now += 1s;  // five minutes before its end
    send("3");
    EXPECT_EQ(vendor.asked(token_path).size(), 2U);
    EXPECT_EQ(query_of(vendor.asked(send_path)[2], "access_token"), "T2");
}

TEST_F(WecomSend, RenewsATokenThatDiedEarlyAndTriesOnceMore) {
    for (const int code : {40001, 40014, 42001}) {
        Vendor other;
        app = made(other.url());
        other.answers(token_path, token("T1"));
        other.answers(token_path, token("T2"));
        other.answers(send_path, failed(code));
        other.answers(send_path, sent);
        EXPECT_TRUE(was_sent(send("好"))) << code;
        EXPECT_EQ(query_of(other.asked(send_path)[1], "access_token"), "T2");
    }
}

TEST_F(WecomSend, WaitsAndRaisesAnAlarmWhereANewTokenIsRefusedToo) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, failed(42001));
    const Delivery delivery = send("好");
    const auto* later = std::get_if<Later>(&delivery);
    ASSERT_NE(later, nullptr);
    EXPECT_TRUE(later->whole_account);
    EXPECT_TRUE(later->alarm);
    EXPECT_EQ(vendor.asked(send_path).size(), 2U);
}

struct CodeCase {
    int code;
    Delivery becomes;
};

TEST_F(WecomSend, KnowsWhatEachErrorMeans) {
    const std::vector<CodeCase> cases = {
        {-1, Later{1s, "", false, false}},
        {45009, Later{60s, "", true, false}},
        {45033, Later{5s, "", true, false}},
        {60020, Later{600s, "", true, true}},
        {81013, Never{"", true, false}},
        {40013, Never{"", true, true}},
        {40056, Never{"", true, true}},
        {40058, Never{"", true, true}},
        {41011, Never{"", true, true}},
        {301002, Never{"", true, true}},
        {123456, Never{"", true, true}},
    };
    for (const auto& [code, becomes] : cases) {
        Vendor other;
        app = made(other.url());
        other.answers(token_path, token("T1"));
        other.answers(send_path, failed(code));
        const Delivery delivery = send("好");
        ASSERT_EQ(delivery.index(), becomes.index()) << code;
        if (const auto* later = std::get_if<Later>(&delivery)) {
            const auto& expected = std::get<Later>(becomes);
            EXPECT_EQ(later->wait, expected.wait) << code;
            EXPECT_EQ(later->whole_account, expected.whole_account) << code;
            EXPECT_EQ(later->alarm, expected.alarm) << code;
            EXPECT_THAT(later->why, HasSubstr(std::to_string(code)));
        } else {
            const auto& never = std::get<Never>(delivery);
            EXPECT_EQ(never.unreachable, std::get<Never>(becomes).unreachable) << code;
            EXPECT_EQ(never.alarm, std::get<Never>(becomes).alarm) << code;
        }
    }
}

TEST_F(WecomSend, TriesAgainAfterAServerErrorAndNoSoonerThanTold) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, {502, {}, "bad gateway"});
    vendor.answers(send_path, {503, {{"Retry-After", "30"}}, ""});
    vendor.answers(send_path, {200, {}, "<html>"});
    EXPECT_EQ(std::get<Later>(send("好")).wait, 1s);
    EXPECT_EQ(std::get<Later>(send("好")).wait, 30s);
    EXPECT_EQ(std::get<Later>(send("好")).wait, 60s);  // a page of somebody in between
}

TEST_F(WecomSend, TriesAgainWhereNobodyAnswers) {
    app = made(nobody());
    const Delivery delivery = send("好");
    const auto& later = std::get<Later>(delivery);
    EXPECT_EQ(later.wait, 1s);
    EXPECT_THAT(later.why, Not(HasSubstr("secret")));
}

TEST_F(WecomSend, CallsNobodyWithoutEncryption) {
    app = made("http://192.0.2.1");
    EXPECT_TRUE(std::get<Never>(send("好")).alarm);
}

TEST_F(WecomSend, GivesUpOnReceiversThatThePlatformLeftOut) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, R"({"errcode":0,"invaliduser":"chen.cadre"})");
    vendor.answers(send_path, R"({"errcode":0,"unlicenseduser":"chen.cadre"})");
    EXPECT_TRUE(std::get<Never>(send("好")).unreachable);
    EXPECT_TRUE(std::get<Never>(send("好")).unreachable);
}

TEST_F(WecomSend, NeverWritesToManyAtOnce) {
    for (const char* to : {"@all", "a|b", "", "a b", "甲"}) {
        Outgoing part = message("好");
        part.to = to;
        EXPECT_TRUE(std::holds_alternative<Never>(send(part))) << to;
    }
    EXPECT_TRUE(vendor.asked().empty());
}

TEST_F(WecomSend, ShowsChoicesAsButtonsThatSendTheirText) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, sent);
    Outgoing part = message("是哪一位？\n1 王甲\n2 王乙");
    part.choices = {{"王甲", "1"}, {"王乙", "2"}};
    EXPECT_TRUE(was_sent(send(part)));
    const json card = body_of(vendor.asked(send_path)[0])["template_card"];
    EXPECT_EQ(card["card_type"], "button_interaction");
    EXPECT_EQ(card["sub_title_text"], part.text);
    EXPECT_EQ(card["button_list"],
              json::array({{{"text", "王甲"}, {"key", "1"}}, {{"text", "王乙"}, {"key", "2"}}}));
    EXPECT_EQ(card["task_id"], "q17-1772420000");
}

TEST_F(WecomSend, ShowsChoicesAsTextWhereACardCannotHoldThem) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(send_path, sent);
    Outgoing many = message("1 2 3 4 5 6 7");
    for (int i = 1; i <= 7; ++i) many.choices.push_back({std::to_string(i), std::to_string(i)});
    Outgoing long_text = message(std::string(600, 'a'));
    long_text.choices = {{"1", "1"}};
    Outgoing long_label = message("1");
    long_label.choices = {{"一二三四五六七八九十一", "1"}};
    for (const Outgoing& part : {many, long_text, long_label}) {
        send(part);
        EXPECT_EQ(body_of(vendor.asked(send_path).back())["msgtype"], "text");
    }
}

TEST_F(WecomSend, UploadsFilesBeforeAnythingIsSeen) {
    vendor.answers(token_path, token("T1"));
    vendor.answers(upload_path, R"({"errcode":0,"media_id":"M1"})");
    vendor.answers(send_path, sent);
    Outgoing part = message("本月清单");
    part.files = {{"visits.xlsx", "application/vnd.ms-excel", std::string("PK\0\1", 4)}};
    EXPECT_TRUE(was_sent(send(part)));
    const auto asked = vendor.asked();
    ASSERT_EQ(asked.size(), 4U);
    EXPECT_EQ(asked[1].path, upload_path);
    EXPECT_EQ(query_of(asked[1], "type"), "file");
    EXPECT_THAT(asked[1].body, HasSubstr("filename=\"visits.xlsx\""));
    EXPECT_THAT(asked[1].body, HasSubstr(std::string("\r\n\r\nPK\0\1\r\n--", 12)));
    EXPECT_EQ(body_of(asked[2])["text"]["content"], "本月清单");
    EXPECT_EQ(body_of(asked[3])["file"]["media_id"], "M1");
}

TEST_F(WecomSend, SendsToAGroupThroughItsRobot) {
    vendor.answers(group_path, sent);
    Outgoing part = message("值班表");
    part.to = "cadres";
    part.to_kind = ChatKind::group;
    EXPECT_TRUE(was_sent(send(part)));
    const auto asked = vendor.asked();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(query_of(asked[0], "key"), "11111111-key");
    EXPECT_EQ(body_of(asked[0]), json({{"msgtype", "text"}, {"text", {{"content", "值班表"}}}}));
}

TEST_F(WecomSend, GivesUpOnAGroupWhoseRobotIsGone) {
    vendor.answers(group_path, failed(93000));
    Outgoing part = message("值班表");
    part.to = "cadres";
    part.to_kind = ChatKind::group;
    EXPECT_TRUE(std::get<Never>(send(part)).alarm);
    part.to = "nobody";
    EXPECT_TRUE(std::get<Never>(send(part)).alarm);
    EXPECT_EQ(vendor.asked().size(), 1U);
}

}  // namespace
}  // namespace qingdan::channels
