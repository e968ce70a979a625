#pragma once
/// @file
/// The service with its surroundings: listener, writer, outbox, channels, pages.

#include "bot/config/config.hpp"

#include <filesystem>
#include <memory>

namespace qingdan {
class Log;
}

namespace qingdan::serve {

/// Made, started, stopped. Throws store::StoreError where the data cannot be used,
/// std::invalid_argument where the address and port cannot be had or a platform's settings cannot
/// be used.
class Serving {
public:
    Serving(const config::Config& config, const std::filesystem::path& database, const Log& log);
    ~Serving();
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    unsigned short port() const;
    void begin();
    /// Finishes what was begun, then stops.
    void end();
    /// Takes over rules, words and the manual's folder of a new configuration; what the listener,
    /// the store and the platforms were made with stays until the next start.
    void reload(const config::Config& config);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan::serve
