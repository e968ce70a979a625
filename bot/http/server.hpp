#pragma once
/// @file
/// The listener: counts bytes, connections and seconds, and makes a Request of what is left.

#include "bot/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace qingdan::http {

struct ServerLimits {
    std::size_t max_body_bytes = 1 << 20;
    std::size_t max_header_bytes = 8 << 10;
    std::size_t max_connections = 4096;
    std::size_t max_waiting =
        1024;  ///< requests handed to the handler and not answered yet; above: 503
    std::size_t max_buffered_bytes = 256 << 20;  ///< bodies of all requests together; above: 503
    std::chrono::seconds request_timeout{10};
    std::chrono::seconds idle_timeout{60};
};

/// Answers one request, once, from any thread. A second call is ignored, and so is one whose
/// connection is gone.
using Answer = std::function<void(Response)>;
/// Called on a network thread; must not wait. A waiting request is this continuation: it holds no
/// thread.
using Handler = std::function<void(Request, Answer)>;

/// The HTTP server (Boost.Beast). Checks `Host`, `Expect: 100-continue`, lengths and limits by
/// itself.
class Server {
public:
    /// Binds at once; throws std::system_error where the port is in use or the address is not ours.
    Server(const std::string& address,
           unsigned short port,
           ServerLimits limits,
           Handler handler,
           int threads = 1);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port really bound (port 0 picks a free one).
    unsigned short port() const;
    void start();
    /// Takes no new connections, lets what was begun finish within `patience`, then closes.
    void drain(std::chrono::seconds patience);
    std::size_t connections() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace qingdan::http
