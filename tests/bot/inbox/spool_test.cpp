#include "bot/inbox/spool.hpp"

#include "bot/inbox/inbound_json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>

namespace qingdan::inbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Inbound message(std::string id, std::string text = "text") {
    Inbound inbound;
    inbound.platform = "fake";
    inbound.message_id = std::move(id);
    inbound.text = std::move(text);
    return inbound;
}

std::vector<std::string> ids(const Spool::File& file) {
    std::vector<std::string> ids;
    for (const auto& each : file.messages) ids.push_back(each.message_id);
    return ids;
}

struct SpoolFolder : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path where = Spool::path_beside(folder / "t.db");
    std::filesystem::path only_file() {
        for (const auto& item : std::filesystem::directory_iterator{where}) return item.path();
        return {};
    }
};

TEST(WholeMessage, ComesBackAsItWent) {
    Inbound all = message("m-1", "line\nbreak \"quoted\" 王");
    all.account = "app";
    all.second_id = "e-1";
    all.chat = {"c-1", ChatKind::group};
    all.sender = {"u-1", "王甲"};
    all.kind = "voice";
    all.key = "k";
    all.mentions_bot = false;
    all.sent_at = instant_from_text("2026-03-02T04:00:00Z");
    all.edits = "m-0";
    all.reply_ref = "{\"url\":1}";
    all.town = "t";
    all.community = "c";
    const Inbound back = inbound_from_json(to_json(all));
    EXPECT_EQ(to_json(back), to_json(all));
    EXPECT_EQ(back.chat, all.chat);
    EXPECT_EQ(back.sender, all.sender);
    EXPECT_EQ(back.edits, "m-0");
    EXPECT_EQ(back.quotes, std::nullopt);
    EXPECT_EQ(back.sent_at, all.sent_at);
}

TEST(DedupeKey, IsThatOfOneMessageInOneChat) {
    Inbound one = message("m-1");
    one.chat.id = "c-1";
    const std::string key = dedupe_key(one, one.message_id);
    EXPECT_EQ(key.size(), 16U);
    Inbound again = one;
    again.text = "other words";
    EXPECT_EQ(dedupe_key(again, "m-1"), key);
    EXPECT_NE(dedupe_key(one, "m-2"), key);
    for (auto field : {&Inbound::platform, &Inbound::account}) {
        Inbound other = one;
        other.*field = "x";
        EXPECT_NE(dedupe_key(other, "m-1"), key);
    }
    Inbound shifted = one;
    shifted.chat.id = "c-1m";
    EXPECT_NE(dedupe_key(shifted, "-1"), key);
}

TEST_F(SpoolFolder, GivesBackInOrderAcrossARestart) {
    {
        Spool spool{where};
        EXPECT_TRUE(spool.is_empty());
        EXPECT_TRUE(spool.append(std::vector{message("1"), message("2")}));
        EXPECT_TRUE(spool.append(std::vector{message("3")}));
    }
    Spool spool{where};
    EXPECT_FALSE(spool.is_empty());
    EXPECT_TRUE(spool.append(std::vector{message("4")}));
    auto file = spool.oldest();
    ASSERT_TRUE(file);
    EXPECT_THAT(ids(*file), ElementsAre("1", "2", "3"));
    spool.remove(*file);
    file = spool.oldest();
    ASSERT_TRUE(file);
    EXPECT_THAT(ids(*file), ElementsAre("4"));
    spool.remove(*file);
    EXPECT_TRUE(spool.is_empty());
    EXPECT_FALSE(spool.oldest());
}

TEST_F(SpoolFolder, TakesMoreWhileAFileIsTakenIn) {
    Spool spool{where};
    EXPECT_TRUE(spool.append(std::vector{message("1")}));
    const auto first = spool.oldest();
    EXPECT_TRUE(spool.append(std::vector{message("2")}));
    EXPECT_THAT(ids(*first), ElementsAre("1"));
    spool.remove(*first);
    EXPECT_THAT(ids(*spool.oldest()), ElementsAre("2"));
}

TEST_F(SpoolFolder, KeepsWhatWasAcknowledgedWhenKilled) {
    test::ChildProcess child{[&](const auto& say) {
        Spool spool{where};
        for (int i = 0;; ++i) {
            if (!spool.append(std::vector{message(std::to_string(i))})) return 1;
            say(std::to_string(i));
        }
    }};
    std::size_t promised = 0;
    for (int i = 0; i < 20; ++i) promised = std::stoul(child.wait_word());
    child.kill();
    Spool spool{where};
    const auto file = spool.oldest();
    ASSERT_TRUE(file);
    ASSERT_GT(file->messages.size(), promised);
    EXPECT_FALSE(file->damaged);
    for (std::size_t i = 0; i < file->messages.size(); ++i)
        EXPECT_EQ(file->messages[i].message_id, std::to_string(i));
}

TEST_F(SpoolFolder, PassesOverATornLastRecord) {
    {
        Spool{where}.append(std::vector{message("1"), message("2")});
    }
    const auto file = only_file();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
    const auto read = Spool{where}.oldest();
    EXPECT_THAT(ids(*read), ElementsAre("1"));
    EXPECT_FALSE(read->damaged);
}

TEST_F(SpoolFolder, KeepsADamagedFileUnderAnotherName) {
    {
        Spool{where}.append(std::vector{message("1"), message("2"), message("3")});
    }
    const auto path = only_file();
    std::string content{std::istreambuf_iterator<char>{std::ifstream{path}.rdbuf()}, {}};
    content[content.size() / 2] ^= 1;
    std::ofstream{path} << content;
    Spool spool{where};
    const auto read = spool.oldest();
    EXPECT_THAT(ids(*read), ElementsAre("1"));
    EXPECT_TRUE(read->damaged);
    spool.remove(*read);
    EXPECT_TRUE(spool.is_empty());
    EXPECT_TRUE(std::filesystem::exists(path.string() + ".damaged"));
}

TEST_F(SpoolFolder, FullDiskIsANoAndLeavesWhatStandsThereWhole) {
    test::ChildProcess child{[&](const auto&) {
        ::signal(SIGXFSZ, SIG_IGN);
        Spool spool{where};
        if (!spool.append(std::vector{message("1")})) return 1;
        struct rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = 1000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (spool.append(std::vector{message("2", std::string(5000, 'x'))})) return 2;
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        return spool.append(std::vector{message("3")}) ? 0 : 3;
    }};
    EXPECT_EQ(child.wait_end(), 0);
    Spool spool{where};
    EXPECT_THAT(ids(*spool.oldest()), ElementsAre("1", "3"));
}

}  // namespace
}  // namespace qingdan::inbox
