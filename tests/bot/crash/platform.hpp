#pragma once
/// @file
/// The platform's stand-in: it sends what people write, repeats what is not acknowledged, and takes
/// what is sent to it. What stands in its log is all that a test of the killed service believes.

#include "bot/http/client.hpp"
#include "bot/http/server.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace qingdan::test {

class Platform {
public:
    Platform();
    ~Platform();

    /// Where the service's deliveries go.
    std::string url() const;
    /// People begin to write to the service on `port`, each one message after the other.
    void start(unsigned short port, int people);
    /// They stop after the message they are at.
    void stop();

    /// Messages that the service has acknowledged.
    std::size_t acknowledged() const { return acknowledged_; }
    /// Of each person, what was acknowledged, in order.
    std::map<std::string, std::vector<std::string>> written() const;
    /// Each text that has arrived, and how often: inside an answer, or delivered under one id.
    std::map<std::string, int> arrived() const;

private:
    void write(unsigned short port, const std::string& person);
    void send_until_acknowledged(unsigned short port, const std::string& person, int number);
    void take(const http::Request& request, const http::Answer& answer);

    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::string>> written_;
    std::map<std::string, int> arrived_;
    std::set<std::string> delivered_ids_;
    int requests_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> acknowledged_{0};
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<http::Server> server_;
    std::vector<std::thread> people_;
};

}  // namespace qingdan::test
