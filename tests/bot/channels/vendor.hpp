#pragma once
/// @file
/// A vendor on this machine: a real server that answers as it is told and remembers what it was
/// asked.

#include "bot/http/server.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace qingdan::channels {

class Vendor {
public:
    Vendor()
        : server_("127.0.0.1", 0, {}, [this](http::Request request, http::Answer answer) {
              answer(take(std::move(request)));
          }) {
        server_.start();
    }
    ~Vendor() { server_.drain(std::chrono::seconds{0}); }
    Vendor(const Vendor&) = delete;
    Vendor& operator=(const Vendor&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

    /// What `path` answers next; the last answer is given again and again.
    void answers(const std::string& path, http::Response response) {
        const std::lock_guard lock(mutex_);
        answers_[path].push_back(std::move(response));
    }
    void answers(const std::string& path, const std::string& json) {
        answers(path, http::Response::json(200, json));
    }
    /// Every request so far, in order; those of one path where it is given.
    std::vector<http::Request> asked(const std::string& path = "") const {
        const std::lock_guard lock(mutex_);
        std::vector<http::Request> found;
        for (const http::Request& request : asked_) {
            if (path.empty() || request.path == path) found.push_back(request);
        }
        return found;
    }

private:
    http::Response take(http::Request request) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(request);
        auto& waiting = answers_[request.path];
        if (waiting.empty()) return http::Response::text(404, "not a path of this vendor");
        http::Response response = waiting.front();
        if (waiting.size() > 1) waiting.pop_front();
        return response;
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::deque<http::Response>> answers_;  // guarded by mutex_
    std::vector<http::Request> asked_;                           // guarded by mutex_
    http::Server server_;
};

/// An address of this machine at which nobody listens.
inline std::string nobody() {
    const Vendor gone;
    return gone.url();
}

}  // namespace qingdan::channels
