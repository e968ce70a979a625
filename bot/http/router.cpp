#include "bot/http/router.hpp"

#include <utility>

namespace qingdan::http {
namespace {

bool is_loopback_address(std::string_view address) {
    return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

/// The name in a `Host` header, its port cut off.
std::string_view host_name(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

}  // namespace

bool is_local(const Request& request) {
    for (const char* forwarded : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"}) {
        if (request.header(forwarded)) return false;
    }
    const std::string_view host = host_name(request.header("Host").value_or("localhost"));
    return is_loopback_address(request.remote) &&
           (same_name(host, "localhost") || host == "[::1]" || is_loopback_address(host));
}

void Router::add(std::string method, std::string path, Handler handler, Access access) {
    exact_[std::move(path)].insert_or_assign(std::move(method), Route{std::move(handler), access});
}

void Router::add_below(std::string method, std::string prefix, Handler handler, Access access) {
    below_[std::move(prefix)].insert_or_assign(std::move(method),
                                               Route{std::move(handler), access});
}

const Router::Methods* Router::find(std::string_view path) const {
    if (const auto found = exact_.find(path); found != exact_.end()) return &found->second;
    for (auto slash = path.rfind('/'); slash != std::string_view::npos;
         slash = slash == 0 ? std::string_view::npos : path.rfind('/', slash - 1)) {
        if (const auto found = below_.find(path.substr(0, slash + 1)); found != below_.end())
            return &found->second;
    }
    return nullptr;
}

void Router::operator()(Request request, Answer answer) const {
    const Methods* methods = find(request.path);
    if (!methods) return answer(Response::text(404, "not found\n"));
    auto route = methods->find(request.method);
    if (route == methods->end() && request.method == "HEAD") route = methods->find("GET");
    if (route == methods->end()) {
        std::string allowed;
        for (const auto& [method, each] : *methods)
            allowed += (allowed.empty() ? "" : ", ") + method;
        Response no = Response::text(405, "method not allowed\n");
        no.headers.push_back({"Allow", std::move(allowed)});
        return answer(std::move(no));
    }
    if (route->second.access == Access::local && !is_local(request))
        return answer(Response::text(403, "on this machine only\n"));
    route->second.handler(std::move(request), std::move(answer));
}

}  // namespace qingdan::http
