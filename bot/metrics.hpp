#pragma once
/// @file
/// What Prometheus reads at /metrics: counts, levels and durations, and nothing about any person.

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace qingdan {

/// All that is measured, each with its help text and the labels that it takes, is listed in
/// metrics.cpp; a name that is not there is a bug and throws std::logic_error. Any thread.
class Metrics {
public:
    /// `{"platform", "webhook"}`: codes alone, few of each, never an id of a person or chat.
    using Labels = std::map<std::string, std::string>;

    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// Adds to a counter, `…_total`.
    void count(std::string_view name, const Labels& labels = {}, double by = 1);
    /// Sets a level.
    void set(std::string_view name, double value, const Labels& labels = {});
    /// Adds one duration to a histogram, `…_seconds`.
    void observe(std::string_view name,
                 std::chrono::nanoseconds duration,
                 const Labels& labels = {});
    /// The text exposition format, version 0.0.4.
    std::string text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan
