#include "bot/outbox/delivery_log.hpp"

#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace qingdan::outbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::pair<std::int64_t, std::int32_t>> pairs(const DeliveryLog& log) {
    std::vector<std::pair<std::int64_t, std::int32_t>> pairs;
    for (const auto& entry : log.entries()) pairs.emplace_back(entry.number, entry.parts);
    return pairs;
}

struct Log : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path database = folder / "t.db";
};

TEST_F(Log, IsThereAfterAKill) {
    test::ChildProcess child{[&](const auto& say) {
        DeliveryLog log{database};
        log.note(7, DeliveryLog::in_answer);
        log.note(8, 1);
        log.note(8, 2);
        say("noted");
        ::pause();
        return 0;
    }};
    child.wait_word();
    child.kill();
    EXPECT_THAT(pairs(DeliveryLog{database}),
                ElementsAre(std::pair{7, DeliveryLog::in_answer}, std::pair{8, 2}));
}

TEST_F(Log, ForgetsWhatIsCommittedAndKeepsALaterPart) {
    {
        DeliveryLog log{database};
        log.note(1, 1);
        log.note(2, DeliveryLog::all_parts);
        log.note(1, 2);
        log.forget({{1, 1}, {2, DeliveryLog::all_parts}});
        EXPECT_THAT(pairs(log), ElementsAre(std::pair{1, 2}));
        log.forget({{1, 2}});
        log.note(3, 1);
    }
    EXPECT_THAT(pairs(DeliveryLog{database}), ElementsAre(std::pair{3, 1}));
}

TEST_F(Log, DoesNotGrowHoweverMuchGoesThrough) {
    DeliveryLog log{database};
    const auto size = std::filesystem::file_size(DeliveryLog::path_beside(database));
    log.note(1, 1);
    for (std::int64_t number = 2; number < 20'000; ++number) {
        log.note(number, DeliveryLog::in_answer);
        log.forget({{number, DeliveryLog::in_answer}});
    }
    EXPECT_EQ(std::filesystem::file_size(DeliveryLog::path_beside(database)), size);
    EXPECT_THAT(pairs(DeliveryLog{database}), testing::Contains(std::pair{1, 1}));
}

TEST_F(Log, TornRecordEndsIt) {
    {
        DeliveryLog{database}.note(1, 1);
    }
    {
        std::fstream file{DeliveryLog::path_beside(database), std::ios::in | std::ios::out};
        file.seekp(16);
        file << "not a record at all";
    }
    EXPECT_THAT(pairs(DeliveryLog{database}), ElementsAre(std::pair{1, 1}));
}

}  // namespace
}  // namespace qingdan::outbox
