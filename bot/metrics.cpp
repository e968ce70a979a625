#include "bot/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <functional>
#include <stdexcept>

namespace qingdan {
namespace {

struct Described {
    std::string_view name, help;
};
constexpr Described counters[] = {
    {"qingdan_callbacks_total", "Callbacks answered, by platform and status."},
    {"qingdan_messages_total", "Messages committed, by platform and intent."},
    {"qingdan_repeats_total", "Messages that came again, by platform."},
    {"qingdan_rejected_total", "Callbacks refused, by platform and reason."},
    {"qingdan_spooled_total", "Callbacks written to the spool, by platform."},
    {"qingdan_deliveries_total", "Attempts to send, by platform and outcome: sent, later, never."},
    {"qingdan_dead_letters_total",
     "Messages put into the dead letters, by kind: inbound, outbound, job."},
    {"qingdan_alarms_total", "What an operator was told of, loudly."},
    {"qingdan_jobs_total", "Jobs run, by kind."},
};
constexpr Described gauges[] = {
    {"qingdan_connections", "Open connections."},
    {"qingdan_inbox_waiting", "Messages waiting for the writer."},
    {"qingdan_outbox_waiting", "Messages owed and not delivered."},
    {"qingdan_spool_waiting", "Callbacks in the spool."},
    {"qingdan_store_available", "1 while the database can be written."},
};
constexpr Described histograms[] = {
    {"qingdan_answer_seconds", "From the callback's last byte to its answer, by platform."},
    {"qingdan_commit_seconds", "One commit, flush included."},
    {"qingdan_understand_seconds", "Making a meaning of one message."},
    {"qingdan_delivery_seconds", "One attempt to send, by platform."},
};
// From a tenth of a millisecond to the ten seconds that no platform waits for.
const prometheus::Histogram::BucketBoundaries buckets{0.0001,
                                                      0.00025,
                                                      0.0005,
                                                      0.001,
                                                      0.0025,
                                                      0.005,
                                                      0.01,
                                                      0.025,
                                                      0.05,
                                                      0.1,
                                                      0.25,
                                                      0.5,
                                                      1,
                                                      2.5,
                                                      5,
                                                      10};

template <class Kind>
using Families = std::map<std::string, prometheus::Family<Kind>*, std::less<>>;

template <class Kind>
prometheus::Family<Kind>& family(const Families<Kind>& families, std::string_view name) {
    const auto found = families.find(name);
    if (found == families.end()) throw std::logic_error("no such metric: " + std::string{name});
    return *found->second;
}

}  // namespace

struct Metrics::Impl {
    Impl() {
        for (const auto& [name, help] : counters)
            counter_families.emplace(name,
                                     &prometheus::BuildCounter()
                                          .Name(std::string{name})
                                          .Help(std::string{help})
                                          .Register(registry));
        for (const auto& [name, help] : gauges)
            gauge_families.emplace(name,
                                   &prometheus::BuildGauge()
                                        .Name(std::string{name})
                                        .Help(std::string{help})
                                        .Register(registry));
        for (const auto& [name, help] : histograms)
            histogram_families.emplace(name,
                                       &prometheus::BuildHistogram()
                                            .Name(std::string{name})
                                            .Help(std::string{help})
                                            .Register(registry));
    }

    prometheus::Registry registry;
    Families<prometheus::Counter> counter_families;
    Families<prometheus::Gauge> gauge_families;
    Families<prometheus::Histogram> histogram_families;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(std::string_view name, const Labels& labels, double by) {
    family(impl_->counter_families, name).Add(labels).Increment(by);
}

void Metrics::set(std::string_view name, double value, const Labels& labels) {
    family(impl_->gauge_families, name).Add(labels).Set(value);
}

void Metrics::observe(std::string_view name,
                      std::chrono::nanoseconds duration,
                      const Labels& labels) {
    family(impl_->histogram_families, name)
        .Add(labels, buckets)
        .Observe(std::chrono::duration<double>{duration}.count());
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

}  // namespace qingdan
