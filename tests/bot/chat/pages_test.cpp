#include "bot/chat/pages.hpp"

#include "tests/support/fake_chat_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace qingdan::chat {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

class ChatPage : public testing::Test {
protected:
    http::Response call(http::Request request) {
        request.remote = remote;
        if (!request.header("host")) request.headers.push_back({"Host", "127.0.0.1:8080"});
        http::Response answer{0, {}, {}};
        pages.handle(request, [&](http::Response response) { answer = std::move(response); });
        return answer;
    }
    http::Response get(std::string path, std::string query = "") {
        return call({"GET", std::move(path), std::move(query), {}, {}, {}});
    }
    http::Response post(std::string path, const Json& body) {
        return call(
            {"POST", std::move(path), {}, {{"Content-Type", "application/json"}}, body.dump(), {}});
    }
    http::Response say(const std::string& from,
                       Json chat,
                       const std::string& text,
                       const std::string& id = "m-1") {
        return post(
            "/chat/api/message",
            {{"from", from}, {"chat", std::move(chat)}, {"text", text}, {"message_id", id}});
    }
    Json events(int since = 0) {
        return Json::parse(
            get("/chat/api/events", "since=" + std::to_string(since)).body)["events"];
    }

    static Json own(const std::string& id) { return {{"id", id}, {"kind", "private"}}; }
    static Json group() { return {{"id", "group:临塘镇/东滨新村"}, {"kind", "group"}}; }

    EventLog log;
    FakeChatService service{log};
    Pages pages{service, log, "run-1"};
    std::string remote = "127.0.0.1";
};

TEST_F(ChatPage, IsServedWithAPolicyThatLetsNothingForeignIn) {
    for (const char* path : {"/chat", "/chat/", "/chat/chat.js", "/chat/chat.css"}) {
        const auto answer = get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_THAT(std::string{answer.header("content-security-policy").value_or("")},
                    HasSubstr("default-src 'none'"));
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    }
    EXPECT_EQ(get("/chat").header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(get("/chat/chat.js").header("content-type"), "text/javascript; charset=utf-8");
    for (const char* path :
         {"/chat/../config", "/chat/nothing", "/chatter", "/chat/api", "/chat/api/nothing"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
}

TEST_F(ChatPage, ShowsWhoOneCanBe) {
    const auto people = Json::parse(get("/chat/api/people").body);
    EXPECT_EQ(people["bot"], "轻担");
    EXPECT_EQ(people["now"], "2026-03-02T09:15:00+08:00");
    EXPECT_EQ(people["people"][0]["name"], "王阿婆");
    EXPECT_EQ(people["people"][0]["roles"], Json::array({"resident"}));
    EXPECT_EQ(people["groups"][0]["id"], group()["id"]);
    EXPECT_THAT(people["groups"][0]["members"].get<std::vector<std::string>>(),
                testing::Contains("c-chen"));
}

TEST_F(ChatPage, HandsOnWhatWasWritten) {
    EXPECT_EQ(say("r-wang", own("r-wang"), "明天中午一份饭").status, 200);
    ASSERT_EQ(service.taken.size(), 1u);
    const Inbound& message = service.taken.front();
    EXPECT_EQ(message.platform, "sim");
    EXPECT_EQ(message.message_id, "m-1");
    EXPECT_EQ(message.chat, (Chat{"r-wang", ChatKind::private_chat}));
    EXPECT_EQ(message.sender, (Sender{"r-wang", "王阿婆"}));
    EXPECT_EQ(message.text, "明天中午一份饭");
    EXPECT_TRUE(message.mentions_bot);
    EXPECT_EQ(message.sent_at, service.now().instant);
    EXPECT_EQ(message.community, "东滨新村");
}

TEST_F(ChatPage, ShowsEverySideWhatReachesIt) {
    say("r-wang", own("r-wang"), "明天中午一份饭");
    const auto seen = events();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0]["from"], "r-wang");
    EXPECT_EQ(seen[1]["from"], "");
    EXPECT_EQ(seen[1]["chat"], own("r-wang"));
    EXPECT_FALSE(seen[1]["push"]);
    EXPECT_EQ(seen[2]["chat"], own("m-tang"));
    EXPECT_TRUE(seen[2]["push"]);
    EXPECT_EQ(events(2).size(), 1u);
    EXPECT_EQ(events(3).size(), 0u);
}

TEST_F(ChatPage, KnowsWhenTheBotIsNamedInAGroup) {
    say("c-lin", group(), "#走访 吴师傅", "m-1");
    say("c-lin", group(), "@轻担 帮助", "m-2");
    ASSERT_EQ(service.taken.size(), 2u);
    EXPECT_FALSE(service.taken[0].mentions_bot);
    EXPECT_TRUE(service.taken[1].mentions_bot);
    EXPECT_EQ(service.taken[0].chat.kind, ChatKind::group);
}

TEST_F(ChatPage, ShowsARepeatedMessageOnce) {
    service.busy = true;
    const auto answer = say("r-wang", own("r-wang"), "你好");
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.header("retry-after"));
    service.busy = false;
    EXPECT_EQ(say("r-wang", own("r-wang"), "你好").status, 200);
    EXPECT_EQ(events().size(), 2u);
}

TEST_F(ChatPage, GivesChoicesAsTheyAre) {
    say("r-wang", own("r-wang"), "要八份");
    EXPECT_EQ(events()[1]["choices"],
              Json::array({{{"label", "对"}, {"send", "1"}}, {{"label", "不对"}, {"send", "2"}}}));
}

TEST_F(ChatPage, MovesTheClock) {
    const auto answer = post("/chat/api/clock", {{"advance_seconds", 3600}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(Json::parse(answer.body)["now"], "2026-03-02T10:15:00+08:00");
    EXPECT_EQ(events()[0]["at"], service.now().instant.time_since_epoch().count());
    service.movable = false;
    EXPECT_EQ(post("/chat/api/clock", {{"advance_seconds", 3600}}).status, 409);
}

TEST_F(ChatPage, GivesFilesToBeSavedNotShown) {
    post("/chat/api/clock", {{"advance_seconds", 1}});
    const auto file = get("/chat/api/file", "event=1&index=0");
    EXPECT_EQ(file.body, "a,b\r\n");
    EXPECT_EQ(file.header("content-type"), "application/octet-stream");
    EXPECT_EQ(file.header("content-disposition"),
              "attachment; filename*=UTF-8''%E6%98%8E%E5%A4%A9.csv");
    EXPECT_EQ(get("/chat/api/file", "event=1&index=1").status, 404);
    EXPECT_EQ(get("/chat/api/file", "event=9").status, 404);
}

TEST_F(ChatPage, RefusesWhatIsNoMessage) {
    const Json good{
        {"from", "r-wang"}, {"chat", own("r-wang")}, {"text", "你好"}, {"message_id", "m"}};
    const auto with = [&](const char* key, Json value) {
        Json body = good;
        body[key] = std::move(value);
        return body;
    };
    const std::vector<Json> bodies{Json::array(),
                                   Json::object(),
                                   "text",
                                   with("from", "nobody"),
                                   with("from", 1),
                                   with("chat", own("r-li")),
                                   with("chat", {{"id", "group:临塘镇/塘北村"}, {"kind", "group"}}),
                                   with("chat", nullptr),
                                   with("text", ""),
                                   with("text", std::string(20'000, 'x')),
                                   with("message_id", ""),
                                   with("message_id", std::string(65, 'x'))};
    for (const Json& body : bodies) EXPECT_EQ(post("/chat/api/message", body).status, 400) << body;
    const auto broken = call({"POST",
                              "/chat/api/message",
                              {},
                              {{"Content-Type", "application/json"}},
                              "{\"from\": \"\xFF\"",
                              {}});
    EXPECT_EQ(broken.status, 400);
    for (const Json& by : {Json(0), Json(-1), Json(1.5), Json("1"), Json(3'000'000)}) {
        EXPECT_EQ(post("/chat/api/clock", {{"advance_seconds", by}}).status, 400) << by;
    }
    for (const char* query : {"since=x", "since=-1", "since=%zz", "since=99999999999999999999"}) {
        EXPECT_EQ(get("/chat/api/events", query).status, 400) << query;
    }
    EXPECT_EQ(get("/chat/api/message").status, 405);
    EXPECT_EQ(post("/chat/api/people", {}).status, 405);
    EXPECT_EQ(post("/chat", {}).status, 405);
    EXPECT_TRUE(service.taken.empty());
}

struct GuardCase {
    std::string name;
    std::vector<http::Header> headers;
    std::string remote;
    int status;
};
class ChatGuard : public ChatPage, public testing::WithParamInterface<GuardCase> {};

TEST_P(ChatGuard, LetsInThePageItselfAlone) {
    remote = GetParam().remote;
    const std::string body = R"({"advance_seconds": 60})";
    EXPECT_EQ(call({"POST", "/chat/api/clock", {}, GetParam().headers, body, {}}).status,
              GetParam().status);
}
const http::Header json{"Content-Type", "application/json; charset=utf-8"};
INSTANTIATE_TEST_SUITE_P(
    Requests,
    ChatGuard,
    testing::Values(
        GuardCase{"ThePage",
                  {json,
                   {"Host", "localhost:8080"},
                   {"Origin", "http://localhost:8080"},
                   {"Sec-Fetch-Site", "same-origin"}},
                  "127.0.0.1",
                  200},
        GuardCase{"ThePageByIpv6",
                  {json, {"Host", "[::1]:8080"}, {"Origin", "http://[::1]:8080"}},
                  "::1",
                  200},
        GuardCase{"AScript", {json, {"Host", "127.0.0.1"}}, "127.0.0.1", 200},
        GuardCase{"AForeignOrigin",
                  {json, {"Host", "localhost:8080"}, {"Origin", "http://evil.example"}},
                  "127.0.0.1",
                  403},
        GuardCase{"AnotherPort",
                  {json, {"Host", "localhost:8080"}, {"Origin", "http://localhost:3000"}},
                  "127.0.0.1",
                  403},
        GuardCase{"ASandboxedFrame",
                  {json, {"Host", "localhost:8080"}, {"Origin", "null"}},
                  "127.0.0.1",
                  403},
        GuardCase{"AForeignSite",
                  {json, {"Host", "localhost:8080"}, {"Sec-Fetch-Site", "cross-site"}},
                  "127.0.0.1",
                  403},
        GuardCase{"ARebornName",
                  {json, {"Host", "evil.example:8080"}, {"Origin", "http://evil.example:8080"}},
                  "127.0.0.1",
                  403},
        GuardCase{
            "ANameThatLooksNear", {json, {"Host", "127.0.0.1.evil.example"}}, "127.0.0.1", 403},
        GuardCase{"AnotherMachine", {json, {"Host", "127.0.0.1"}}, "192.0.2.7", 403},
        GuardCase{
            "AForm", {{"Content-Type", "text/plain"}, {"Host", "localhost"}}, "127.0.0.1", 415},
        GuardCase{"NoContentType", {{"Host", "localhost"}}, "127.0.0.1", 415}),
    [](const auto& info) { return info.param.name; });

TEST_F(ChatPage, MayBeReachedByALinkButNotRead) {
    const std::vector<http::Header> linked{{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}};
    EXPECT_EQ(call({"GET", "/chat", {}, linked, {}, {}}).status, 200);
    EXPECT_EQ(call({"GET", "/chat/api/events", {}, linked, {}, {}}).status, 403);
}

TEST(EventLog, ForgetsTheOldestAndSaysWhereItStands) {
    EventLog log{3};
    for (int i = 1; i <= 5; ++i) {
        Outgoing message;
        message.number = i;
        message.text = std::to_string(i);
        log.sent(message);
        log.sent(message);
    }
    const auto all = log.since(0);
    ASSERT_EQ(all.events.size(), 3u);
    EXPECT_EQ(all.events.front().text, "3");
    EXPECT_EQ(all.next, 5);
    const auto first = log.since(0, 2);
    EXPECT_TRUE(first.more);
    EXPECT_EQ(first.next, 4);
    EXPECT_EQ(log.since(99).next, 5);
}

TEST(Demo, IsReadableAndHasEveryRole) {
    const auto roster = demo_roster();
    for (const auto code : people::role_codes()) {
        EXPECT_TRUE(std::ranges::any_of(roster, [&](const auto& entry) {
            return entry.has(*people::role_from(code));
        })) << code;
    }
    for (const auto& person : demo_people()) {
        EXPECT_TRUE(person.phone->starts_with("10000")) << "an invented number";
        EXPECT_TRUE(std::ranges::any_of(roster, [&](const auto& entry) {
            return entry.user_id == person.responsible && entry.community == person.community;
        })) << person.name;
    }
}

TEST(Demo, HasAMenuWheneverItIsAskedFor) {
    for (const char* text : {"2023-12-25", "2026-03-02", "2026-11-24"}) {
        const auto first = *parse_day(text);
        const auto menu = demo_menu(first, 14);
        for (int i = 0; i < 14; ++i) {
            const auto lunches = std::ranges::count_if(menu, [&](const auto& line) {
                return line.date == add_days(first, i) && line.meal == language::MealTime::lunch;
            });
            EXPECT_GE(lunches, 1) << text << " + " << i;
        }
        EXPECT_EQ(demo_menu(add_days(first, 14), 1).front().dishes, menu.front().dishes);
    }
}

}  // namespace
}  // namespace qingdan::chat
