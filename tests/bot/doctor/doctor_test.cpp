// What whoever runs the service is told about their installation.
#include "bot/doctor/doctor.hpp"

#include "bot/channels/configured.hpp"
#include "domain/store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

namespace qingdan::doctor {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

auto finding(Verdict verdict, const std::string& part) {
    return AllOf(Field(&Finding::verdict, verdict), Field(&Finding::words, HasSubstr(part)));
}

class Doctor : public testing::Test {
protected:
    Doctor() : folder_(fs::path{testing::TempDir()} / ("doctor-" + std::to_string(getpid()))) {
        fs::create_directories(folder_);
    }
    ~Doctor() override { fs::remove_all(folder_); }

    config::StoreConfig store() const { return {folder_ / "q.db", folder_ / "q.db.spool"}; }
    static std::vector<config::AppConfig> apps(const std::string& toml) {
        auto config = config::load_text(toml, "qingdan.toml");
        EXPECT_TRUE(config);
        return config ? config->apps : std::vector<config::AppConfig>{};
    }

    fs::path folder_;
};

TEST_F(Doctor, SaysThatADatabaseIsMadeAtStartAndMakesNone) {
    EXPECT_THAT(examine_store(store()),
                Contains(finding(Verdict::note, "made when the service starts")));
    EXPECT_FALSE(fs::exists(store().path));
}

TEST_F(Doctor, FindsAGoodDatabaseWhole) {
    store::Store::open(store().path);
    EXPECT_THAT(examine_store(store()),
                Not(Contains(Field(&Finding::verdict, Not(Verdict::good)))));
}

TEST_F(Doctor, FindsAFileThatIsNoDatabase) {
    std::ofstream{store().path} << std::string(8192, 'x');
    EXPECT_THAT(examine_store(store()), Contains(Field(&Finding::verdict, Verdict::wrong)));
}

TEST_F(Doctor, FindsAFolderThatCannotBeMade) {
    const auto findings = examine_store({"/proc/none/q.db", "/proc/none/q.db.spool"});
    EXPECT_THAT(
        findings,
        Contains(AllOf(Field(&Finding::about, "spool"), Field(&Finding::verdict, Verdict::wrong))));
}

TEST_F(Doctor, FindsAClockThatWasNeverSet) {
    EXPECT_THAT(examine_clock(Instant{}), ElementsAre(finding(Verdict::wrong, "1970-01-01")));
}

TEST_F(Doctor, SaysWhenTheCalendarEnds) {
    EXPECT_THAT(examine_clock(instant_from_text("2026-03-02T00:00:00Z")),
                Contains(finding(Verdict::good, "holidays of 2026 are known")));
    EXPECT_THAT(examine_clock(instant_from_text("2099-03-02T00:00:00Z")),
                Contains(finding(Verdict::note, "holidays of 2099 are not known")));
}

TEST_F(Doctor, LooksForAChineseFont) {
    EXPECT_EQ(examine_fonts({folder_}).verdict, Verdict::note);
    EXPECT_EQ(examine_fonts({folder_ / "absent"}).verdict, Verdict::note);
    fs::create_directories(folder_ / "opentype");
    std::ofstream{folder_ / "opentype" / "NotoSansCJK-Regular.ttc"} << "x";
    EXPECT_EQ(examine_fonts({folder_ / "absent", folder_}).verdict, Verdict::good);
}

TEST_F(Doctor, TriesWhetherTheAddressCanBeListenedOn) {
    config::ServerConfig server;
    server.port = 0;
    EXPECT_EQ(examine_server(server).front().verdict, Verdict::good);
    const http::Server other{"127.0.0.1", 0, {}, [](const auto&, const auto&) {}};
    server.port = other.port();
    EXPECT_THAT(examine_server(server).front(), finding(Verdict::note, "in use"));
    server.address = "192.0.2.1";
    EXPECT_EQ(examine_server(server).front().verdict, Verdict::wrong);
}

TEST_F(Doctor, MissesAFolderOfTheManual) {
    EXPECT_EQ(examine_guidance({}).verdict, Verdict::good);
    EXPECT_EQ(examine_guidance({folder_.string()}).verdict, Verdict::good);
    EXPECT_EQ(examine_guidance({(folder_ / "absent").string()}).verdict, Verdict::wrong);
}

TEST_F(Doctor, NamesThePlatformSettingThatCannotBeUsed) {
    const auto client = http::make_client();
    EXPECT_THAT(examine_platforms({}, *client),
                ElementsAre(finding(Verdict::note, "none is configured")));
    EXPECT_THAT(
        examine_platforms(apps("[platforms.webhook]\nurl = 'https://x.example/'\n"), *client),
        ElementsAre(finding(Verdict::wrong, "qingdan.toml:1: [platforms.webhook]")));
    EXPECT_THAT(examine_platforms(apps("[platforms.telegram]\n"), *client),
                ElementsAre(finding(Verdict::wrong, "secret_token must not be empty")));
}

TEST_F(Doctor, AsksTheVendorWhetherItTakesTheCredentials) {
    const auto client = http::make_client();
    bool takes = true;
    http::Server vendor{
        "127.0.0.1", 0, {}, [&takes](const http::Request&, const http::Answer& answer) {
            answer(
                http::Response::json(200,
                                     takes ? R"({"errcode":0,"access_token":"t","expires_in":7200})"
                                           : R"({"errcode":40001,"errmsg":"invalid credential"})"));
        }};
    vendor.start();
    const auto app = apps(
        "[platforms.wecom]\ntoken = 'Token'\ncorp_id = 'ww1'\nagent_id = 1\nsecret = 'hidden'\n"
        "aes_key = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'\n"
        "api_base = 'http://127.0.0.1:" +
        std::to_string(vendor.port()) + "'\n");
    EXPECT_THAT(examine_platforms(app, *client),
                ElementsAre(finding(Verdict::good, "/callback/wecom")));
    takes = false;
    const auto refused = examine_platforms(app, *client);
    EXPECT_THAT(refused, ElementsAre(finding(Verdict::wrong, "no access token")));
    EXPECT_THAT(refused.front().words, Not(HasSubstr("hidden")));
}

TEST_F(Doctor, SaysWhereCallbacksGo) {
    const auto client = http::make_client();
    EXPECT_THAT(register_callbacks(apps("[platforms.webhook]\nsecret = "
                                        "'whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw'\n"),
                                   "https://bot.example",
                                   *client),
                ElementsAre(finding(Verdict::note, "https://bot.example/callback/webhook")));
}

TEST_F(Doctor, TellsThePlatformThatCanBeToldWhereCallbacksGo) {
    const auto client = http::make_client();
    std::string asked;
    bool takes = true;
    http::Server vendor{
        "127.0.0.1", 0, {}, [&](const http::Request& request, const http::Answer& answer) {
            asked = request.path + " " + request.body;
            answer(http::Response::json(takes ? 200 : 401, R"({"ok":true})"));
        }};
    vendor.start();
    const auto app = apps(
        "[platforms.telegram]\nsecret_token = 'S'\nbot_username = 'b'\nbot_token = '1:hidden'\n"
        "api_base = 'http://127.0.0.1:" +
        std::to_string(vendor.port()) + "'\n");
    EXPECT_THAT(register_callbacks(app, "", *client), ElementsAre(finding(Verdict::note, "enter")));
    EXPECT_EQ(asked, "");
    EXPECT_THAT(register_callbacks(app, "https://bot.example", *client),
                ElementsAre(finding(Verdict::good, "https://bot.example/callback/telegram")));
    EXPECT_THAT(asked, HasSubstr("/bot1:hidden/setWebhook"));
    EXPECT_THAT(asked, HasSubstr("https://bot.example/callback/telegram"));
    takes = false;
    const auto refused = register_callbacks(app, "https://bot.example", *client);
    EXPECT_THAT(refused, ElementsAre(finding(Verdict::wrong, "setWebhook was refused")));
    EXPECT_THAT(refused.front().words, Not(HasSubstr("hidden")));
}

/// Runs the program; its exit status and what it wrote to standard output and error.
std::pair<int, std::string> run(const std::string& arguments) {
    const std::string command = std::string{QINGDAN_PROGRAM} + " " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string said;
    std::array<char, 4096> block;
    for (std::size_t n; (n = fread(block.data(), 1, block.size(), pipe)) > 0;)
        said.append(block.data(), n);
    return {WEXITSTATUS(pclose(pipe)), said};
}

TEST_F(Doctor, EndsWithTheStatusOfItsFindings) {
    const fs::path file = folder_ / "qingdan.toml";
    const std::string base =
        "[server]\nport = 0\n[store]\npath = '" + store().path.string() + "'\n";
    std::ofstream{file} << base;
    const auto good = run("doctor --config " + file.string());
    EXPECT_EQ(good.first, 0) << good.second;
    std::ofstream{file} << base << "[guidance]\nfolder = '/no/such/folder'\n";
    const auto wrong = run("doctor --config " + file.string());
    EXPECT_EQ(wrong.first, 1);
    EXPECT_THAT(wrong.second, HasSubstr("wrong  manual: /no/such/folder"));
    std::ofstream{file} << "[server]\nprot = 1\n";
    const auto unusable = run("doctor --config " + file.string());
    EXPECT_EQ(unusable.first, 2);
    EXPECT_THAT(unusable.second,
                HasSubstr(":2: [server] prot is not a setting; did you mean port?\n"));
}

}  // namespace
}  // namespace qingdan::doctor
