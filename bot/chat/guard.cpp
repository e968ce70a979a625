#include "bot/chat/guard.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace qingdan::chat {
namespace {

/// `localhost:8080` and `[::1]:8080` without the port.
std::string_view host_name(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, std::min(host.find(']'), host.size() - 1) + 1);
    return host.substr(0, host.find(':'));
}

bool is_ipv4_loopback(std::string_view host) {
    int parts = 0;
    bool first_is_127 = false;
    while (true) {
        const auto dot = std::min(host.find('.'), host.size());
        unsigned value = 0;
        const auto [end, error] = std::from_chars(host.data(), host.data() + dot, value);
        if (error != std::errc{} || end != host.data() + dot || dot == 0 || dot > 3 || value > 255)
            return false;
        if (parts++ == 0) first_is_127 = value == 127;
        if (dot == host.size()) return parts == 4 && first_is_127;
        host.remove_prefix(dot + 1);
    }
}

bool is_json(std::string_view content_type) {
    std::string type{content_type.substr(0, content_type.find(';'))};
    while (type.ends_with(' ')) type.pop_back();
    return http::same_name(type, "application/json");
}

http::Response no(int status, const char* why) {
    http::Response response = http::Response::text(status, std::string{why} + "\n");
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    return response;
}

}  // namespace

bool is_loopback_host(std::string_view host) {
    const std::string_view name = host_name(host);
    return http::same_name(name, "localhost") || name == "[::1]" || is_ipv4_loopback(name);
}

std::optional<http::Response> refusal(const http::Request& request, bool loopback_only) {
    const std::string_view host = request.header("host").value_or("");
    if (loopback_only) {
        const bool near = request.remote == "::1" || request.remote.starts_with("127.") ||
                          request.remote.starts_with("::ffff:127.");
        if (!near || !is_loopback_host(host))
            return no(403, "the chat page is for this machine alone");
    }
    const auto site = request.header("sec-fetch-site");
    const auto origin = request.header("origin");
    const bool foreign_site = site && *site != "same-origin" && *site != "none";
    const bool foreign_origin = origin && *origin != "http://" + std::string{host} &&
                                *origin != "https://" + std::string{host};
    // A link from elsewhere may lead to the page itself, which then starts from nothing.
    const bool page =
        request.method == "GET" && (request.path == "/chat" || request.path == "/chat/");
    if (!page && (foreign_site || foreign_origin)) return no(403, "not from this page");
    if (request.method == "POST" && !is_json(request.header("content-type").value_or(""))) {
        return no(415, "JSON alone");
    }
    return std::nullopt;
}

}  // namespace qingdan::chat
