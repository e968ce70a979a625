#include "bot/service/running.hpp"

#include "bot/http/client.hpp"
#include "domain/calendar/special_day.hpp"
#include "domain/guidance/figures.hpp"
#include "domain/store/store.hpp"

#include <random>

namespace qingdan {
namespace {

calendar::TimeZone open_zone(const std::string& name) {
    // The configuration has been checked, so the zone is there.
    return calendar::TimeZone::open(name).value();
}

std::function<std::uint64_t()> system_random() {
    return [] {
        thread_local std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    };
}

guidance::Figures figures_of(const Settings& settings) {
    guidance::Figures figures = guidance::Figures::built_in();
    figures.take(settings);
    return figures;
}

/// Nothing of a simulation may leave this process.
class NoClient : public http::Client {
public:
    std::variant<http::Response, http::NoAnswer> call(const http::ClientRequest&) override {
        return http::NoAnswer{"nothing is sent from here", true};
    }
};

}  // namespace

Brain::Brain(const config::Config& config,
             calendar::Calendar calendar,
             const std::filesystem::path& database)
    : zone_(open_zone(config.settings.timezone)),
      calendar_(std::move(calendar)),
      guide_(figures_of(config.settings), config.settings.guidance.folder, config.settings.locale),
      words_(zone_),
      voices_(VoiceKeys::path_beside(database)),
      service_({config.settings,
                zone_,
                calendar_,
                guide_,
                words_,
                system_random(),
                [this](std::string_view sender, Day day) { return voices_.voice(sender, day); }}) {
    guide_.reload();
}

calendar::Calendar calendar_of(const store::Store& store) {
    return calendar::with_imported_days(*store.read(), calendar::Calendar::built_in());
}

channels::Received KeptChannel::receive(const http::Request&, Instant) const {
    return channels::Rejected{404, "no callbacks"};
}
http::Response KeptChannel::answer(const http::Request&, std::span<const Outgoing>) const {
    return http::Response::text(200, "");
}
channels::Delivery KeptChannel::send(const Outgoing& part, http::Client&, Instant) {
    keep_(part);
    return channels::Sent{};
}
channels::Limits KeptChannel::limits() const noexcept {
    channels::Limits limits;
    limits.text_bytes = limits.passive_text_bytes = std::size_t{1} << 20;
    limits.per_minute = 1'000'000;
    limits.passive_reply = false;
    return limits;
}

struct Running::Impl {
    Impl(const config::Config& config, const std::filesystem::path& database, bool durable)
        : store(store::Store::open(database, {.durable = durable})),
          brain(config, calendar_of(*store), database),
          channel("sim", [this](const Outgoing& message) { sent.push_back(message); }),
          log(database),
          outbox({&channel}, log, [](std::string_view) {}),
          core(*store, outbox, brain.service().conversations(), [](std::string_view) {}) {
        outbox.load(*store->read());
    }

    std::unique_ptr<store::Store> store;
    Brain brain;
    std::vector<Outgoing> sent;
    KeptChannel channel;
    outbox::DeliveryLog log;
    outbox::Outbox outbox;
    inbox::Core core;
    std::unique_ptr<http::Client> client = std::make_unique<NoClient>();
};

Running::Running(const config::Config& config, const std::filesystem::path& database, bool durable)
    : impl_(std::make_unique<Impl>(config, database, durable)) {}
Running::~Running() = default;

std::unique_ptr<Running> Running::open(const config::Config& config,
                                       const std::filesystem::path& database,
                                       bool durable) {
    return std::unique_ptr<Running>{new Running{config, database, durable}};
}

store::Store& Running::store() { return *impl_->store; }
const calendar::TimeZone& Running::zone() const { return impl_->brain.zone(); }

void Running::start(Instant now) {
    auto tx = impl_->store->write();
    impl_->brain.service().start(*tx, now);
    tx->commit();
}

std::vector<std::string> Running::run_until(Instant to) {
    std::vector<std::string> changed;
    for (auto due = impl_->core.next_job_due(); due && *due <= to;
         due = impl_->core.next_job_due()) {
        for (std::string& number : impl_->core.run_due_jobs(*due))
            changed.push_back(std::move(number));
        impl_->outbox.deliver_due(*due, *impl_->client);
    }
    impl_->outbox.deliver_due(to, *impl_->client);
    impl_->core.commit_marks(to);
    return changed;
}

inbox::Handled Running::take(const Inbound& inbound, Instant now) {
    inbox::Handled handled = impl_->core.process_now(inbound, now);
    impl_->outbox.deliver_due(now, *impl_->client);
    impl_->core.commit_marks(now);
    return handled;
}

std::vector<Outgoing> Running::sent() { return std::exchange(impl_->sent, {}); }

}  // namespace qingdan
