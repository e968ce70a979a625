#include "bot/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace qingdan {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

TEST(Metrics, AreShownAsTextWithTheirHelp) {
    Metrics metrics;
    metrics.count("qingdan_callbacks_total", {{"platform", "sim"}, {"status", "200"}});
    metrics.count("qingdan_callbacks_total", {{"platform", "sim"}, {"status", "200"}}, 2);
    metrics.set("qingdan_connections", 7);
    metrics.observe("qingdan_commit_seconds", 2ms);
    const std::string text = metrics.text();
    EXPECT_THAT(text, HasSubstr("# TYPE qingdan_callbacks_total counter\n"));
    EXPECT_THAT(text, HasSubstr("qingdan_callbacks_total{platform=\"sim\",status=\"200\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("qingdan_connections 7\n"));
    EXPECT_THAT(text, HasSubstr("qingdan_commit_seconds_bucket{le=\"0.0025\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("qingdan_commit_seconds_count 1\n"));
}

TEST(Metrics, HaveNamesFromAFixedList) {
    Metrics metrics;
    EXPECT_THROW(metrics.count("qingdan_typo_total"), std::logic_error);
    EXPECT_THROW(metrics.set("qingdan_callbacks_total", 1), std::logic_error);
}

TEST(Metrics, CountFromEveryThread) {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&metrics] {
            for (int n = 0; n < 1000; ++n)
                metrics.count("qingdan_jobs_total", {{"kind", "cutoff"}});
        });
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(metrics.text(), HasSubstr("qingdan_jobs_total{kind=\"cutoff\"} 4000\n"));
}

}  // namespace
}  // namespace qingdan
