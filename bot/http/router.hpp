#pragma once
/// @file
/// Which handler a request goes to: by its exact path and its method.

#include "bot/http/message.hpp"
#include "bot/http/server.hpp"

#include <map>
#include <string>
#include <vector>

namespace qingdan::http {

/// Whether a request was sent on this very machine, to a name of this machine, and not by a proxy
/// that stands in front of it for others: only then the page of a local route is shown. A name that
/// somebody else points at 127.0.0.1 does not count, or any web page could read it.
bool is_local(const Request& request);

/// 404 for an unknown path, 405 with `Allow` for a method that the path does not have. `HEAD` goes
/// where `GET` goes; the server leaves out the body.
class Router {
public:
    enum class Access { any, local };

    /// `path` as it comes, without query, not decoded. The last of equal ones wins.
    void add(std::string method, std::string path, Handler handler, Access access = Access::any);
    /// All paths that begin with `prefix`, which ends with `/`; an exact path comes first.
    void add_below(std::string method,
                   std::string prefix,
                   Handler handler,
                   Access access = Access::any);
    /// Any thread, once the routes are there.
    void operator()(Request request, Answer answer) const;

private:
    struct Route {
        Handler handler;
        Access access;
    };
    using Methods = std::map<std::string, Route, std::less<>>;

    const Methods* find(std::string_view path) const;

    std::map<std::string, Methods, std::less<>> exact_, below_;
};

}  // namespace qingdan::http
