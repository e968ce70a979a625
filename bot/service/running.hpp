#pragma once
/// @file
/// The parts of a service put together, without the network: what `simulate` runs and `serve`
/// builds on.

#include "bot/config/config.hpp"
#include "bot/inbox/core.hpp"
#include "bot/outbox/delivery_log.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/service/service.hpp"
#include "bot/service/voice_keys.hpp"
#include "domain/calendar/time_zone.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan {

/// What depends on the configuration alone: rules, words and the manual.
class Brain {
public:
    /// `calendar`: the built-in one with what was imported laid over it; `database`: what the keys
    /// of anonymous voices stand beside.
    Brain(const config::Config& config,
          calendar::Calendar calendar,
          const std::filesystem::path& database);
    Brain(const Brain&) = delete;
    Brain& operator=(const Brain&) = delete;

    const calendar::TimeZone& zone() const { return zone_; }
    const Service& service() const { return service_; }
    guidance::Guide& guide() { return guide_; }

private:
    calendar::TimeZone zone_;
    calendar::Calendar calendar_;
    guidance::Guide guide_;
    Words words_;
    VoiceKeys voices_;
    Service service_;
};

/// The calendar as this store knows it.
calendar::Calendar calendar_of(const store::Store& store);

/// A channel of which everything that is sent stays here: the virtual side of `simulate`.
class KeptChannel : public channels::Channel {
public:
    KeptChannel(std::string platform, std::function<void(const Outgoing&)> keep)
        : platform_(std::move(platform)), keep_(std::move(keep)) {}

    std::string_view platform() const noexcept override { return platform_; }
    std::string_view account() const noexcept override { return {}; }
    std::string_view path() const noexcept override { return {}; }
    channels::Received receive(const http::Request& request, Instant now) const override;
    http::Response answer(const http::Request& request,
                          std::span<const Outgoing> replies) const override;
    channels::Delivery send(const Outgoing& part, http::Client& client, Instant now) override;
    channels::Limits limits() const noexcept override;

private:
    std::string platform_;
    std::function<void(const Outgoing&)> keep_;
};

/// The whole service in one thread, time handed in, nothing sent anywhere.
class Running {
public:
    /// `durable`: flushed to disk like the service; otherwise as quick as it goes.
    /// Throws store::StoreError.
    static std::unique_ptr<Running> open(const config::Config& config,
                                         const std::filesystem::path& database,
                                         bool durable);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    store::Store& store();
    const calendar::TimeZone& zone() const;
    /// Puts down what recurs; once, with the first time that is known.
    void start(Instant now);
    /// Does everything that is due until `to`, in order, each at its own time; gives the records it
    /// changed.
    std::vector<std::string> run_until(Instant to);
    inbox::Handled take(const Inbound& inbound, Instant now);
    /// Everything that has left since the last call, oldest first.
    std::vector<Outgoing> sent();

private:
    Running(const config::Config& config, const std::filesystem::path& database, bool durable);
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan
