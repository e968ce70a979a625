#include "bot/http/health.hpp"

#include "bot/metrics.hpp"

#include <utility>

namespace qingdan::http {

Handler health_page() {
    return [](const Request&, const Answer& answer) { answer(Response::text(200, "alive\n")); };
}

Handler ready_page(std::function<Readiness()> readiness) {
    return [readiness = std::move(readiness)](const Request&, const Answer& answer) {
        Readiness now = readiness();
        answer(Response::text(now.ready ? 200 : 503, std::move(now.body) + "\n"));
    };
}

Handler metrics_page(Metrics& metrics, std::function<void()> refresh) {
    return [&metrics, refresh = std::move(refresh)](const Request&, const Answer& answer) {
        if (refresh) refresh();
        answer(
            {200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics.text()});
    };
}

}  // namespace qingdan::http
