#pragma once
/// @file
/// Pages for a supervisor: does the process live, can it take messages, what has it measured.

#include "bot/http/server.hpp"

#include <functional>
#include <string>

namespace qingdan {
class Metrics;
}

namespace qingdan::http {

/// Whether messages can be taken, and the one word or line that the page shows (`ready`,
/// `spooling`, why not).
struct Readiness {
    bool ready = true;
    std::string body = "ready";
};

/// `/healthz`: 200 while the process lives.
Handler health_page();
/// `/readyz`: 200 while messages can be taken, else 503. `readiness` is asked on a network thread
/// and must not wait.
Handler ready_page(std::function<Readiness()> readiness);
/// `/metrics`. `refresh` sets the levels just before they are read; may be empty.
Handler metrics_page(Metrics& metrics, std::function<void()> refresh);

}  // namespace qingdan::http
