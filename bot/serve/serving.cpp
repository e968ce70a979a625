#include "bot/serve/serving.hpp"

#include "bot/channels/configured.hpp"
#include "bot/chat/demo.hpp"
#include "bot/chat/event_log.hpp"
#include "bot/chat/pages.hpp"
#include "bot/http/client.hpp"
#include "bot/http/health.hpp"
#include "bot/http/router.hpp"
#include "bot/http/server.hpp"
#include "bot/import/import.hpp"
#include "bot/inbox/reception.hpp"
#include "bot/inbox/spool.hpp"
#include "bot/inbox/writer.hpp"
#include "bot/log.hpp"
#include "bot/metrics.hpp"
#include "bot/outbox/driver.hpp"
#include "bot/serve/chat_backend.hpp"
#include "bot/service/running.hpp"
#include "domain/language/understand.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <atomic>
#include <optional>
#include <random>
#include <stdexcept>
#include <system_error>

namespace qingdan::serve {
namespace {

constexpr int demo_menu_days = 28;

std::string random_name() {
    std::random_device random;
    return std::to_string(random()) + std::to_string(random());
}

std::vector<std::unique_ptr<channels::Channel>> channels_of(const config::Config& config) {
    auto made = channels::make_channels(config.apps);
    if (made) return std::move(*made);
    std::string problems;
    for (const config::Problem& problem : made.error()) {
        problems += (problems.empty() ? "" : "\n") + config::to_text(problem);
    }
    throw std::invalid_argument(problems);
}

outbox::Settings outbox_settings(const config::OutboxConfig& config) {
    outbox::Settings settings;
    settings.stale_push_after = config.push_kept;
    settings.give_up_after = config.answer_kept;
    settings.longest_pause = config.longest_pause;
    return settings;
}

/// Only where nobody is there yet: what was made of the demo community stays.
void keep_demo(store::Store& store, const Settings& settings, Day today) {
    auto tx = store.write();
    if (!people::users_of_platform(*tx, chat::platform).empty()) return;
    import::keep_roster(*tx, chat::demo_roster(), chat::platform);
    import::keep_people(*tx, chat::demo_people(), settings.visits, today);
    import::keep_menu(*tx, chat::demo_menu(today, demo_menu_days));
    tx->commit();
}

}  // namespace

struct Serving::Impl {
    Impl(const config::Config& given, const std::filesystem::path& database, const Log& the_log)
        : config(given),
          file(database),
          log(the_log),
          store(store::Store::open(database)),
          brain(std::make_shared<Brain>(config, calendar_of(*store), database)),
          channels(channels_of(config)),
          page_channel(std::string{chat::platform},
                       [this](const Outgoing& message) { events.sent(message); }),
          left(database),
          outbox(all_channels(), left, alarm(), outbox_settings(config.outbox)),
          spool(config.store.spool.empty() ? inbox::Spool::path_beside(database)
                                           : config.store.spool),
          client(http::make_client()),
          core(*store, outbox, conversations(), alarm()),
          writer(core, spool, understanding(), clock, alarm()),
          reception(writer,
                    understanding(),
                    clock,
                    [this](std::string_view what) {
                        metrics.count("qingdan_rejected_total");
                        log.warn("callback.refused", {{"what", what}});
                    }),
          backend(writer,
                  *store,
                  clock,
                  brain->zone(),
                  language::default_bot_name(),
                  config.server.demo),
          pages(backend,
                events,
                random_name(),
                {.loopback_only = config.server.chat == config::Access::loopback}) {
        if (config.server.demo)
            keep_demo(*store, config.settings, brain->zone().at(clock.now()).day());
        auto tx = store->write();
        outbox.load(*tx);
        brain->service().start(*tx, clock.now());
        tx->commit();
        prepare_channels();
        add_routes();
        listen();
    }

    void prepare_channels() {
        for (const auto& channel : channels) {
            if (const auto missing = channel->begin(*client))
                log.warn("channel.incomplete", {{"channel", channel->path()}, {"what", *missing}});
        }
    }

    void listen() {
        try {
            server.emplace(
                config.server.address,
                config.server.port,
                config.server.limits,
                [this](http::Request request, http::Answer answer) {
                    router(std::move(request), std::move(answer));
                },
                config.server.threads);
        } catch (const std::system_error& taken) {
            throw std::invalid_argument(
                config.server.address + ":" + std::to_string(config.server.port) +
                " cannot be listened on (" + taken.code().message() +
                "): stop what uses the port, or set [server] port or address");
        }
    }

    std::function<void(std::string_view)> alarm() {
        return [this](std::string_view what) {
            metrics.count("qingdan_alarms_total");
            log.error("alarm", {{"what", what}});
        };
    }

    std::vector<channels::Channel*> all_channels() {
        std::vector<channels::Channel*> all;
        for (const auto& channel : channels) all.push_back(channel.get());
        all.push_back(&page_channel);
        return all;
    }

    std::function<language::Meaning(const Inbound&)> understanding() {
        return [this](const Inbound& inbound) { return understand(inbound, zone); };
    }

    /// Goes through `brain` at each call: a reload puts another one there, on the writer's thread.
    inbox::Conversations conversations() {
        inbox::Conversations all = brain->service().conversations();
        all.understand = understanding();
        all.process = [this](const Inbound& inbound,
                             const language::Meaning& meaning,
                             store::Transaction& tx,
                             Instant now) {
            return brain->service().process(inbound, meaning, tx, now);
        };
        all.run_job = [this](const store::Job& job, store::Transaction& tx, Instant now) {
            return brain->service().run(job, tx, now);
        };
        return all;
    }

    void add_routes() {
        router.add("GET", "/healthz", http::health_page());
        router.add("GET", "/readyz", http::ready_page([this] {
                       if (stopping) return http::Readiness{false, "stopping"};
                       return http::Readiness{true, writer.is_away() ? "spooling" : "ready"};
                   }));
        if (config.server.metrics != config::Access::off) {
            router.add(
                "GET",
                "/metrics",
                http::metrics_page(
                    metrics,
                    [this] {
                        metrics.set("qingdan_outbox_waiting", static_cast<double>(outbox.owed()));
                        metrics.set("qingdan_inbox_waiting", static_cast<double>(writer.waiting()));
                    }),
                config.server.metrics == config::Access::loopback ? http::Router::Access::local
                                                                  : http::Router::Access::any);
        }
        for (const auto& channel : channels) {
            const std::string path = "/callback/" + std::string{channel->path()};
            const auto handler = [this, &channel = *channel](http::Request request,
                                                             http::Answer answer) {
                reception.receive(channel, std::move(request), std::move(answer));
            };
            for (const char* method : {"GET", "POST"}) router.add(method, path, handler);
        }
        if (config::chat_is_on(config.server)) {
            const auto page = [this](http::Request request, http::Answer answer) {
                pages.handle(request, std::move(answer));
            };
            const auto access = config.server.chat == config::Access::loopback
                                    ? http::Router::Access::local
                                    : http::Router::Access::any;
            router.add("GET", "/chat", page, access);
            for (const char* method : {"GET", "POST"})
                router.add_below(method, "/chat/", page, access);
        }
    }

    const config::Config config;
    const std::filesystem::path file;  ///< of the database
    const Log& log;
    Metrics metrics;
    ShiftedClock clock;
    std::unique_ptr<store::Store> store;
    std::shared_ptr<Brain> brain;  ///< the writer's thread alone changes it
    const calendar::TimeZone zone = brain->zone();
    chat::EventLog events;
    std::vector<std::unique_ptr<channels::Channel>> channels;
    KeptChannel page_channel;
    outbox::DeliveryLog left;
    outbox::Outbox outbox;
    inbox::Spool spool;
    std::unique_ptr<http::Client> client;
    inbox::Core core;
    inbox::Writer writer;
    inbox::Reception reception;
    ChatBackend backend;
    chat::Pages pages;
    http::Router router;
    std::atomic<bool> stopping{false};
    std::optional<outbox::Driver> driver;
    std::optional<http::Server> server;
};

Serving::Serving(const config::Config& config,
                 const std::filesystem::path& database,
                 const Log& log)
    : impl_(std::make_unique<Impl>(config, database, log)) {}
Serving::~Serving() = default;

unsigned short Serving::port() const { return impl_->server->port(); }

void Serving::begin() {
    impl_->driver.emplace(impl_->outbox, *impl_->client, impl_->clock, impl_->alarm());
    impl_->outbox.on_change([this] { impl_->driver->wake(); });
    impl_->writer.start();
    impl_->server->start();
}

void Serving::end() {
    impl_->stopping = true;
    impl_->server->drain(impl_->config.server.drain);
    impl_->outbox.on_change({});
    impl_->driver.reset();
    impl_->writer.stop();
}

void Serving::reload(const config::Config& config) {
    auto brain = std::make_shared<Brain>(config, calendar_of(*impl_->store), impl_->file);
    impl_->writer.post_work([this, brain](inbox::Core&) { impl_->brain = brain; });
}

}  // namespace qingdan::serve
