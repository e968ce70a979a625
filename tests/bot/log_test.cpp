#include "bot/log.hpp"

#include <gtest/gtest.h>

namespace qingdan {
namespace {

TEST(LogLine, NamesEventAndFields) {
    EXPECT_EQ(
        log_line(LogLevel::warn, "callback.refused", {{"platform", "sim"}, {"status", 401}}, false),
        "warn callback.refused platform=sim status=401");
    EXPECT_EQ(log_line(LogLevel::info, "service.started", {{"port", 8080}}, true),
              R"("level":"info","event":"service.started","port":8080)");
}

TEST(LogLine, CannotBeBrokenByAValue) {
    EXPECT_EQ(log_line(LogLevel::info, "a", {{"x", "1\nerror b"}}, false),
              R"(info a x="1\u000aerror b")");
    EXPECT_EQ(log_line(LogLevel::info, "a", {{"x", "1\" y=\"2"}}, false),
              R"(info a x="1\" y=\"2")");
    EXPECT_EQ(log_line(LogLevel::info, "a", {{"x", ""}}, false), R"(info a x="")");
    EXPECT_EQ(log_line(LogLevel::info, "a", {{"x", "\"\\\x7f"}}, true),
              R"("level":"info","event":"a","x":"\"\\\u007f")");
}

TEST(Log, WritesOneLineForEachEventFromItsLevelOn) {
    testing::internal::CaptureStderr();
    {
        const Log log{LogLevel::warn, false};
        log.info("left.out");
        log.error("store.full", {{"bytes", 0}});
        log.set_least(LogLevel::info);
        log.info("let.in");
    }
    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(said.find("left.out"), std::string::npos);
    EXPECT_NE(said.find("Z error store.full bytes=0\n"), std::string::npos);
    EXPECT_NE(said.find("Z info let.in\n"), std::string::npos);
}

TEST(Log, WritesNothingNowhere) {
    testing::internal::CaptureStderr();
    Log::nowhere().error("store.full");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace qingdan
