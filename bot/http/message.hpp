#pragma once
/// @file
/// HTTP as the rest of the program sees it. Beast and cpprestsdk stay behind bot/http.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qingdan::http {

/// Compared without regard to case.
struct Header {
    std::string name, value;
};

struct Request {
    std::string method;
    std::string path;   ///< as sent, without the query, not percent-decoded
    std::string query;  ///< as sent, without the `?`, not percent-decoded
    std::vector<Header> headers;
    std::string body;
    std::string remote;  ///< the peer's address, `127.0.0.1`

    /// The first header of that name.
    std::optional<std::string_view> header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;

    /// The first header of that name.
    std::optional<std::string_view> header(std::string_view name) const;

    static Response text(int status, std::string body);
    static Response json(int status, std::string body);
};

/// The first of `headers` with that name; it points into `headers`.
std::optional<std::string_view> header_of(const std::vector<Header>& headers,
                                          std::string_view name);

/// Equal without regard to case, as names of headers are.
bool same_name(std::string_view a, std::string_view b);

/// `%e4` becomes its byte; all else stays. `nullopt` where an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text);

/// `key=value&…` with each value percent-decoded once; `+` stays `+`; the last of equal keys wins.
/// `nullopt` where an escape is broken.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace qingdan::http
