#pragma once
/// @file
/// Outgoing calls (cpprestsdk's http_client), with the addresses they may go to.

#include "bot/http/message.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace qingdan::http {

struct ClientRequest {
    std::string method = "POST";
    std::string url;
    std::vector<Header> headers;
    std::string body;
    std::chrono::seconds timeout{15};
    std::size_t max_body_bytes = 64 << 10;  ///< of the answer; what is beyond is not read
};

/// No answer: refused address, no connection, time-out. `what` names no secret and no query.
struct NoAnswer {
    std::string what;
    bool refused_address = false;
};

/// Redirects are not followed. Any thread; waits for the answer.
class Client {
public:
    virtual ~Client() = default;
    virtual std::variant<Response, NoAnswer> call(const ClientRequest& request) = 0;
};

/// Calls https anywhere and http on loopback only. For URLs that came inside a message use
/// `allowed_url` first.
std::unique_ptr<Client> make_client();

/// True for https where the host is on `hosts`, and for http on loopback where `hosts` names that
/// host.
bool allowed_url(const std::string& url, const std::vector<std::string>& hosts);

}  // namespace qingdan::http
