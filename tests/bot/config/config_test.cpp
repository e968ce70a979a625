// What whoever runs the service may write, and what they read about what they may not.
#include "bot/config/config.hpp"

#include "bot/config/nearest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace qingdan::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::optional<std::string> environment(const std::string& name) {
    if (name == "TOKEN") return "from-the-environment";
    if (name == "PORT") return "9090";
    if (name == "ON") return "true";
    if (name == "EMPTY") return "";
    return std::nullopt;
}

Config loaded(std::string_view toml) {
    auto config = load_text(toml, "qingdan.toml", environment);
    for (const Problem& problem : config ? Problems{} : config.error())
        ADD_FAILURE() << to_text(problem);
    return config.value_or(Config{});
}

std::vector<std::string> problems(std::string_view toml) {
    const auto config = load_text(toml, "qingdan.toml", environment);
    std::vector<std::string> lines;
    if (!config) {
        for (const Problem& problem : config.error()) lines.push_back(to_text(problem));
    }
    return lines;
}

TEST(Defaults, AreThoseOfThePlainStructs) {
    const Config config = loaded("");
    Settings plain;
    plain.meals.closed_holidays = {"春节"};
    plain.workload.supervisors = {"党政办", "社会工作部"};
    EXPECT_EQ(config.settings.dialogue, plain.dialogue);
    EXPECT_EQ(config.settings.meals, plain.meals);
    EXPECT_EQ(config.settings.visits, plain.visits);
    EXPECT_EQ(config.settings.danger, plain.danger);
    EXPECT_EQ(config.settings.tasks, plain.tasks);
    EXPECT_EQ(config.settings.workload, plain.workload);
    EXPECT_EQ(config.settings.retention, plain.retention);
    EXPECT_EQ(config.settings, plain);
}

TEST(Defaults, AreThoseOfTheContract) {
    const Config config = loaded("");
    EXPECT_EQ(config.server.address, "127.0.0.1");
    EXPECT_EQ(config.server.port, 8080);
    EXPECT_EQ(config.server.limits.max_body_bytes, 1U << 20);
    EXPECT_EQ(config.server.limits.max_connections, 4096U);
    EXPECT_EQ(config.server.limits.request_timeout, seconds{10});
    EXPECT_EQ(config.server.limits.idle_timeout, seconds{60});
    EXPECT_EQ(config.store.path, "var/qingdan.db");
    EXPECT_EQ(config.store.spool, "var/qingdan.db.spool");
    EXPECT_EQ(config.settings.meals.cutoff.of(language::MealTime::lunch),
              (CutoffRule{-1, hours{16}}));
    EXPECT_EQ(config.settings.meals.cutoff.of(language::MealTime::dinner),
              (CutoffRule{0, hours{10}}));
    EXPECT_EQ(config.settings.visits.interval_days.at("elder_alone"), 7);
    EXPECT_FALSE(config.settings.workload.limits.contains("hours"));
    EXPECT_THAT(config.apps, IsEmpty());
    EXPECT_FALSE(config.server.demo);
}

TEST(AFile, IsLaidOverTheDefaultsKeyByKey) {
    const Config config = loaded(R"(
locale = "en"
[server]
port = 0
[store]
path = "data/town.db"
[meals]
cutoff = { lunch = "-2d 09:30" }
[meals.price_fen]
age80 = 800
age90 = 500
[visits]
interval_days = { elder_alone = 3 }
[danger]
next_after_minutes = { now = 2 }
[workload.limits]
meeting_per_month = -1
hours = 720
)");
    EXPECT_EQ(config.settings.locale, "en");
    EXPECT_EQ(config.server.port, 0);
    EXPECT_EQ(config.store.path, "data/town.db");
    EXPECT_EQ(config.settings.meals.cutoff.lunch, (CutoffRule{-2, hours{9} + minutes{30}}));
    EXPECT_EQ(config.settings.meals.cutoff.breakfast, (CutoffRule{-1, hours{18}}));
    EXPECT_EQ(config.settings.meals.price_fen.at("age80"), Fen{800});
    EXPECT_EQ(config.settings.meals.price_fen.at("age90"), Fen{500});
    EXPECT_EQ(config.settings.meals.price_fen.at("standard"), Fen{1500});
    EXPECT_EQ(config.settings.visits.interval_days.at("elder_alone"), 3);
    EXPECT_EQ(config.settings.visits.interval_days.at("default"), 90);
    EXPECT_EQ(config.settings.danger.next_after_now, minutes{2});
    EXPECT_EQ(config.settings.danger.next_after_today, minutes{60});
    EXPECT_FALSE(config.settings.workload.limits.contains("meeting_per_month"));
    EXPECT_EQ(config.settings.workload.limits.at("hours"), 720);
}

TEST(AnyValue, MayComeFromTheEnvironment) {
    const Config config = loaded(R"(
[server]
port = { env = "PORT" }
[meals.offered]
breakfast = { env = "ON" }
)");
    EXPECT_EQ(config.server.port, 9090);
    EXPECT_TRUE(config.settings.meals.offered.breakfast);
}

TEST(AnyValue, MayComeFromAFileBesideTheConfiguration) {
    const auto folder = std::filesystem::path{testing::TempDir()} / "qingdan-config-test";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "secret.txt"} << "from-a-file\n";
    std::ofstream{folder / "qingdan.toml"}
        << "[platforms.wecom]\nsecret = { file = \"secret.txt\" }\n";
    const auto config = load(folder / "qingdan.toml", environment);
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(config);
    ASSERT_EQ(config->apps.size(), 1U);
    EXPECT_THAT(config->apps[0].secrets("secret"), ElementsAre(Secret{"from-a-file"}));
}

TEST(AFile, ThatIsNotThereIsAProblem) {
    const auto config = load("no/such/qingdan.toml", environment);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error()[0].where, "no/such/qingdan.toml");
    EXPECT_FALSE(load(testing::TempDir(), environment));
}

TEST(AFile, OfThisRepositoryIsGood) {
    for (const char* name :
         {"config/default.toml", "config/container.toml", "config/demo/qingdan.toml"}) {
        const auto config = load(std::filesystem::path{QINGDAN_SOURCE_DIR} / name, environment);
        for (const Problem& problem : config ? Problems{} : config.error())
            ADD_FAILURE() << to_text(problem);
    }
}

TEST(Platforms, AreOffUnlessTheFileHasTheirSection) {
    const Config config = loaded("[platforms.telegram]\nbot_username = 'demo_bot'\n");
    ASSERT_EQ(config.apps.size(), 1U);
    const AppConfig& app = config.apps[0];
    EXPECT_EQ(app.platform(), "telegram");
    EXPECT_EQ(app.path(), "telegram");
    EXPECT_EQ(app.text("bot_username"), "demo_bot");
    EXPECT_EQ(app.text("api_base"), "https://api.telegram.org");
    EXPECT_THAT(app.secrets("bot_token"), IsEmpty());
}

TEST(Platforms, TakeSecretsAsTextListOrReference) {
    const Config config = loaded(R"(
[platforms.wecom]
token = { env = "TOKEN" }
aes_key = ["new-key", { env = "TOKEN" }]
secret = "one"
agent_id = 1000002
group_keys = { notices = "k1", "群" = { env = "TOKEN" } }
url_hosts = ["wx.example.com"]
)");
    const AppConfig& app = config.apps.at(0);
    EXPECT_THAT(app.secrets("token"), ElementsAre(Secret{"from-the-environment"}));
    EXPECT_THAT(app.secrets("aes_key"),
                ElementsAre(Secret{"new-key"}, Secret{"from-the-environment"}));
    EXPECT_THAT(app.secrets("secret"), ElementsAre(Secret{"one"}));
    EXPECT_EQ(app.number("agent_id"), 1000002);
    EXPECT_THAT(
        app.secret_table("group_keys"),
        ElementsAre(Pair("notices", Secret{"k1"}), Pair("群", Secret{"from-the-environment"})));
    EXPECT_THAT(app.list("url_hosts"), ElementsAre("wx.example.com"));
}

TEST(Platforms, HaveFurtherAppsThatTakeWhatTheyLeaveOut) {
    const Config config = loaded(R"(
[platforms.wecom]
corp_id = "ww1"
agent_id = 1
[platforms.wecom.apps.meals]
agent_id = 2
group_keys = { a = "k" }
)");
    ASSERT_EQ(config.apps.size(), 2U);
    EXPECT_EQ(config.apps[0].number("agent_id"), 1);
    EXPECT_THAT(config.apps[0].secret_table("group_keys"), IsEmpty());
    EXPECT_EQ(config.apps[1].name(), "meals");
    EXPECT_EQ(config.apps[1].path(), "wecom/meals");
    EXPECT_EQ(config.apps[1].section(), "[platforms.wecom.apps.meals]");
    EXPECT_EQ(config.apps[1].where(), "qingdan.toml:5");
    EXPECT_EQ(config.apps[1].number("agent_id"), 2);
    EXPECT_EQ(config.apps[1].text("corp_id"), "ww1");
    EXPECT_THAT(config.apps[1].secret_table("group_keys"), ElementsAre(Pair("a", Secret{"k"})));
}

TEST(Platforms, ThatHaveFurtherAppsAloneAreOffThemselves) {
    const Config config = loaded("[platforms.wecom.apps.meals]\nagent_id = 2\n");
    ASSERT_EQ(config.apps.size(), 1U);
    EXPECT_EQ(config.apps[0].name(), "meals");
}

TEST(Chat, IsOnByItselfWhereOnlyThisMachineCanReachIt) {
    EXPECT_TRUE(chat_is_on(loaded("").server));
    EXPECT_TRUE(chat_is_on(loaded("[server]\naddress = '::1'\n").server));
    EXPECT_FALSE(chat_is_on(loaded("[server]\naddress = '0.0.0.0'\n").server));
    EXPECT_TRUE(chat_is_on(loaded("[server]\naddress = '0.0.0.0'\nchat = 'any'\n").server));
    EXPECT_FALSE(chat_is_on(loaded("[server]\nchat = 'off'\n").server));
}

struct WrongCase {
    std::string name, toml, problem;
};
void PrintTo(const WrongCase& c, std::ostream* out) { *out << c.name; }
class Wrong : public testing::TestWithParam<WrongCase> {};

TEST_P(Wrong, IsNamedWithItsPlaceAndTheCure) {
    EXPECT_THAT(problems(GetParam().toml), ElementsAre("qingdan.toml:" + GetParam().problem));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Keys, Wrong, testing::Values(
    WrongCase{"Misspelt", "\n\n[meals]\ncutof = 1\n", "4: [meals] cutof is not a setting; did you mean cutoff?"},
    WrongCase{"MisspeltTable", "[meals]\ncutof = { lunch = '-1d 16:00' }\n", "2: [meals] cutof is not a setting; did you mean cutoff?"},
    WrongCase{"MisspeltLeaf", "[meals]\nmax_per_oder = 1\n", "2: [meals] max_per_oder is not a setting; did you mean max_per_order?"},
    WrongCase{"AtTheTop", "timezon = 'x'\n", "1: timezon is not a setting; did you mean timezone?"},
    WrongCase{"Inline", "[meals]\ncutoff = { lunsh = '-1d 16:00' }\n", "2: [meals.cutoff] lunsh is not a setting; did you mean lunch?"},
    WrongCase{"OfAnotherSection", "[store]\nport = 1\n", "2: [store] port is not a setting; did you mean [server] port?"},
    WrongCase{"Section", "[meal]\nmax_per_order = 1\n", "1: [meal] is not a section; did you mean [meals]?"},
    WrongCase{"InnerSection", "[visits.intervals]\nelder_alone = 1\n", "1: [visits.intervals] is not a section; did you mean [visits.interval_days]?"},
    WrongCase{"Platform", "[platforms.wecon]\n", "1: [platforms.wecon] is not a section; did you mean [platforms.wecom]?"},
    WrongCase{"OfAPlatform", "[platforms.wecom]\nagentid = 1\n", "2: [platforms.wecom] agentid is not a setting; did you mean agent_id?"},
    WrongCase{"OfAnApp", "[platforms.wecom.apps.a]\ncorpid = 'x'\n", "2: [platforms.wecom.apps.a] corpid is not a setting; did you mean corp_id?"},
    WrongCase{"Category", "[visits]\ninterval_days = { elder_lonely = 7 }\n", "2: [visits.interval_days] elder_lonely is not a setting; did you mean elder_alone?"},
    WrongCase{"DotInQuotes", "'server.port' = 1\n", "1: \"server.port\" is not a setting: a name in quotes has no dot"},
    WrongCase{"ReservedApp", "[platforms.wecom.apps.robot]\n", "1: [platforms.wecom.apps.robot] has a name that is taken; give the app another"},
    WrongCase{"AppWithASlash", "[platforms.wecom.apps.'a/b']\n", "1: [platforms.wecom.apps.a/b] must have a name of letters, digits, - and _"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Values, Wrong, testing::Values(
    WrongCase{"TextForNumber", "[server]\nport = '80'\n", "2: [server] port must be a whole number"},
    WrongCase{"NumberForText", "timezone = 8\n", "1: timezone must be a text in quotes"},
    WrongCase{"NumberForFlag", "[meals.offered]\nlunch = 1\n", "2: [meals.offered] lunch must be true or false"},
    WrongCase{"FractionForNumber", "[meals]\ndays_ahead = 1.5\n", "2: [meals] days_ahead must be a whole number"},
    WrongCase{"NumbersInList", "[workload]\nsupervisors = [1]\n", "2: [workload] supervisors must be a list of texts, none of them empty"},
    WrongCase{"ValueForSection", "server = 1\n", "1: [server] is a section, not a value"},
    WrongCase{"TableForValue", "[server]\nport = { is = 1 }\n", "2: [server] port must be a value, { env = \"NAME\" } or { file = \"PATH\" }"},
    WrongCase{"PortTooLarge", "[server]\nport = 65536\n", "2: [server] port must be from 0 to 65535"},
    WrongCase{"HostName", "[server]\naddress = 'localhost'\n", "2: [server] address must be an IP address such as \"127.0.0.1\" or \"::\""},
    WrongCase{"Word", "[server]\nmetrics = 'yes'\n", "2: [server] metrics must be one of loopback, any, off"},
    WrongCase{"Zone", "timezone = 'Asia/Shangai'\n", "1: timezone must be a zone of the time-zone database such as \"Asia/Shanghai\""},
    WrongCase{"Locale", "locale = 'fr'\n", "1: locale must be one of zh-CN, zh-TW, en"},
    WrongCase{"Postgres", "[store]\npath = 'postgresql://db/qingdan'\n", "2: [store] path is an address; this version keeps its data in a file, so name one"},
    WrongCase{"Cutoff", "[meals.cutoff]\nlunch = '16:00'\n", "2: [meals.cutoff] lunch must be days and a time such as \"-1d 16:00\" or \"0d 10:00\""},
    WrongCase{"CutoffLater", "[meals.cutoff]\nlunch = '1d 16:00'\n", "2: [meals.cutoff] lunch must be days and a time such as \"-1d 16:00\" or \"0d 10:00\""},
    WrongCase{"CutoffTime", "[meals.cutoff]\nlunch = '-1d 24:30'\n", "2: [meals.cutoff] lunch must be days and a time such as \"-1d 16:00\" or \"0d 10:00\""},
    WrongCase{"Time", "[visits]\noverdue_push = '8:30'\n", "2: [visits] overdue_push must be a time such as \"08:30\""},
    WrongCase{"TimeOutOfDay", "[visits]\noverdue_push = '24:00'\n", "2: [visits] overdue_push must be a time such as \"08:30\""},
    WrongCase{"EmptyHours", "[meals.delivered]\nlunch = ''\n", "2: [meals.delivered] lunch must be two times such as \"10:30-11:30\", the earlier one first"},
    WrongCase{"HoursBackwards", "[meals.delivered]\nlunch = '11:30-10:30'\n", "2: [meals.delivered] lunch must be two times such as \"10:30-11:30\", the earlier one first"},
    WrongCase{"FromAfterUntil", "[danger]\ntoday_from = '22:00'\n", "2: [danger] today_from must be earlier than today_until"},
    WrongCase{"UntilBeforeFrom", "[danger]\ntoday_until = '07:00'\n", "2: [danger] today_until must be later than today_from"},
    WrongCase{"Span", "[tasks]\nmedical = { due = '2 days' }\n", "2: [tasks.medical] due must be hours or workdays such as \"24h\" or \"5wd\""},
    WrongCase{"Interval", "[visits.interval_days]\nelder_alone = 0\n", "2: [visits.interval_days] elder_alone must be from 1 to 3660"},
    WrongCase{"NoVariable", "[platforms.wecom]\ntoken = { env = 'NOT_SET' }\n", "2: [platforms.wecom] token: the environment has no variable NOT_SET"},
    WrongCase{"EmptySecret", "[platforms.wecom]\ntoken = { env = 'EMPTY' }\n", "2: [platforms.wecom] token must not be empty"},
    WrongCase{"EmptySecretInList", "[platforms.wecom]\ntoken = ['a', '']\n", "2: [platforms.wecom] token must be a list of texts, none of them empty"},
    WrongCase{"NoFile", "[platforms.wecom]\ntoken = { file = 'no/such' }\n", "2: [platforms.wecom] token: cannot read the file no/such"},
    WrongCase{"TextFromEnvironmentForNumber", "[server]\nport = { env = 'TOKEN' }\n", "2: [server] port must be a whole number"}),
    [](const auto& info) { return info.param.name; });
// clang-format on

TEST(Problems, ComeAllAtOnceInTheOrderOfTheLines) {
    EXPECT_THAT(
        problems("[server]\nport = 70000\n[meals]\nbogus = 1\n[danger]\ntoday_from = 'x'\n"),
        ElementsAre(
            "qingdan.toml:2: [server] port must be from 0 to 65535",
            testing::StartsWith("qingdan.toml:4: [meals] bogus is not a setting; did you mean "),
            "qingdan.toml:6: [danger] today_from must be a time such as \"08:30\""));
}

TEST(Problems, NameTheLineWhereTheFileIsNoToml) {
    const auto lines = problems("[server]\nport = = 1\n");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0], testing::StartsWith("qingdan.toml:2: "));
}

TEST(Problems, ShowNoValueOfASecret) {
    for (const auto& line :
         problems("[platforms.wecom]\nagent_id = { env = 'TOKEN' }\ntoken = [ 'hidden', 1 ]\n")) {
        EXPECT_THAT(line, testing::Not(testing::HasSubstr("hidden")));
        EXPECT_THAT(line, testing::Not(testing::HasSubstr("from-the-environment")));
    }
}

TEST(EditDistance, CountsSwappedNeighboursOnce) {
    EXPECT_EQ(edit_distance("cutof", "cutoff"), 1U);
    EXPECT_EQ(edit_distance("prot", "port"), 1U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(nearest("prot", {"path", "port"}), "port");
}

}  // namespace
}  // namespace qingdan::config
