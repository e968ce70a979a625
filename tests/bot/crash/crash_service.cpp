#include "tests/bot/crash/crash_service.hpp"

#include "bot/channels/webhook/webhook.hpp"
#include "bot/http/client.hpp"
#include "bot/http/server.hpp"
#include "bot/inbox/reception.hpp"
#include "bot/outbox/driver.hpp"
#include "tests/support/diary.hpp"

#include <signal.h>

#include <chrono>
#include <iostream>

namespace qingdan::test {
namespace {

using namespace std::chrono_literals;

class SystemClock : public Clock {
public:
    Instant now() const override {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }
};

std::unique_ptr<channels::Channel> make_peer(const std::string& url) {
    channels::webhook::Options options;
    options.account = "peer";
    options.secrets = {crash_secret};
    options.url = url;
    return channels::webhook::make_webhook(std::move(options));
}

}  // namespace

int serve_diary(const std::filesystem::path& database,
                unsigned short port,
                const std::string& url) {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);

    const auto quiet = [](std::string_view) {};
    const SystemClock clock;
    const auto client = http::make_client();
    const auto peer = make_peer(url);
    store::Options options;
    options.busy_timeout = 20ms;
    const auto store = store::Store::open(database, options);
    outbox::DeliveryLog log{database};
    outbox::Outbox outbox{{peer.get()}, log, quiet};
    outbox.load(*store->read());
    const auto conversations = diary();
    inbox::Core core{*store, outbox, conversations, quiet};
    inbox::Spool spool{inbox::Spool::path_beside(database)};
    inbox::Writer writer{core, spool, conversations.understand, clock, quiet};
    inbox::Reception reception{writer, conversations.understand, clock, quiet};
    outbox::Driver driver{outbox, *client, clock, quiet};
    outbox.on_change([&] { driver.wake(); });
    writer.start();
    http::Server server{"127.0.0.1", port, {}, [&](http::Request request, http::Answer answer) {
                            reception.receive(*peer, std::move(request), std::move(answer));
                        }};
    server.start();
    std::cout << server.port() << std::endl;

    int signal = 0;
    sigwait(&stop, &signal);
    server.drain(5s);
    writer.stop();
    outbox.on_change({});
    return 0;
}

}  // namespace qingdan::test
