// The one file that includes cpprestsdk.
#include "bot/http/client.hpp"

#include <cpprest/http_client.h>
#include <cpprest/rawptrstream.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

namespace qingdan::http {
namespace {

namespace rest = web::http;

/// What an address may be, before any library has interpreted it.
struct Address {
    std::string scheme, host, authority, target;
};

bool is_plain(char c) {
    return c > 0x20 && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

/// Takes `https://host[:port][/…]` apart; `nullopt` for a user in front of the host, blanks, and
/// all that two parsers might read differently.
std::optional<Address> parse_address(const std::string& url) {
    if (!std::ranges::all_of(url, is_plain)) return std::nullopt;
    const auto colon = url.find("://");
    if (colon == std::string::npos) return std::nullopt;
    Address address;
    address.scheme = lower(url.substr(0, colon));
    const auto begin = colon + 3;
    const auto end = std::min(url.find_first_of("/?#", begin), url.size());
    address.authority = url.substr(begin, end - begin);
    address.target = url.substr(end);
    if (address.authority.find('@') != std::string::npos) return std::nullopt;
    const bool bracketed = address.authority.starts_with('[');
    const auto host_end = bracketed ? address.authority.find(']') : address.authority.find(':');
    if (bracketed && host_end == std::string::npos) return std::nullopt;
    address.host = lower(bracketed ? address.authority.substr(1, host_end - 1)
                                   : address.authority.substr(0, host_end));
    std::string_view port{address.authority};
    port.remove_prefix(std::min(bracketed ? host_end + 1 : host_end, port.size()));
    const bool good_port =
        port.empty() ||
        (port.front() == ':' && port.size() > 1 && port.size() <= 6 &&
         std::ranges::all_of(port.substr(1), [](char c) { return c >= '0' && c <= '9'; }));
    if (address.host.empty() || !good_port) return std::nullopt;
    return address;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

bool may_be_called(const Address& address) {
    return address.scheme == "https" || (address.scheme == "http" && is_loopback(address.host));
}

using Result = std::variant<Response, NoAnswer>;

/// One call on its way. Shared between the caller, who may give up, and the library's threads,
/// which do not know.
struct Exchange {
    std::string host;
    std::size_t limit = 0;
    rest::http_response answer;
    std::string body;
    unsigned char block[16 << 10];
    std::promise<Result> result;
};

/// Reads the answer's body piece by piece; false where it is longer than the limit. Nothing in it
/// waits: the library has few threads, and a thread that waits for another of them could wait for
/// ever.
pplx::task<bool> read_body(const std::shared_ptr<Exchange>& call) {
    concurrency::streams::rawptr_buffer<unsigned char> room{call->block, sizeof call->block};
    return call->answer.body().read(room, sizeof call->block).then([call](std::size_t got) {
        if (got == 0) return pplx::task_from_result(true);
        if (call->body.size() + got > call->limit) return pplx::task_from_result(false);
        call->body.append(call->block, call->block + got);
        return read_body(call);
    });
}

Result finish(Exchange& call, const pplx::task<bool>& read) {
    try {
        if (!read.get()) return NoAnswer{"answer too large from " + call.host, false};
        Response response;
        response.status = call.answer.status_code();
        response.body = std::move(call.body);
        for (const auto& [name, value] : call.answer.headers())
            response.headers.push_back({name, value});
        return response;
    } catch (const std::exception&) {
        // cpprestsdk's words may hold the address, and that a token; the host is enough to go on.
        return NoAnswer{"no connection to " + call.host, false};
    }
}

class RestClient final : public Client {
public:
    RestClient() {
        // cpprestsdk starts forty threads by itself. Calls wait for the vendor, not for a
        // processor.
        static std::once_flag once;
        std::call_once(once, [] { crossplat::threadpool::initialize_with_threads(4); });
    }

    Result call(const ClientRequest& request) override {
        const auto address = parse_address(request.url);
        if (!address || !may_be_called(*address)) return NoAnswer{"address not allowed", true};
        try {
            return exchange(request, *address);
        } catch (const std::exception&) {
            return NoAnswer{"no connection to " + address->host, false};
        }
    }

private:
    Result exchange(const ClientRequest& asked, const Address& address) {
        const auto call = std::make_shared<Exchange>();
        call->host = address.host;
        call->limit = asked.max_body_bytes;
        auto result = call->result.get_future();
        pplx::cancellation_token_source stop;
        client_for(address, asked.timeout)
            ->request(message(asked, address), stop.get_token())
            .then([call](const rest::http_response& answer) {
                call->answer = answer;
                return read_body(call);
            })
            .then([call](const pplx::task<bool>& read) {
                call->result.set_value(finish(*call, read));
            });
        // The library's own time-out begins anew with each byte.
        if (result.wait_for(asked.timeout) != std::future_status::ready) {
            stop.cancel();
            return NoAnswer{"no answer in time from " + address.host, false};
        }
        Result got = result.get();
        if (std::holds_alternative<NoAnswer>(got)) stop.cancel();
        return got;
    }

    static rest::http_request message(const ClientRequest& asked, const Address& address) {
        rest::http_request request{asked.method};
        request.set_request_uri(web::uri{address.target.empty() ? "/" : address.target});
        if (!asked.body.empty() || asked.method == "POST")
            request.set_body(std::vector<unsigned char>{asked.body.begin(), asked.body.end()});
        // After the body, which sets a type of its own.
        for (const Header& each : asked.headers) {
            request.headers().remove(each.name);
            request.headers().add(each.name, each.value);
        }
        return request;
    }

    /// One for each host and time-out, kept: so connections are used again.
    std::shared_ptr<rest::client::http_client> client_for(const Address& address,
                                                          std::chrono::seconds timeout) {
        const std::string base = address.scheme + "://" + address.authority;
        const std::lock_guard lock{mutex_};
        auto& client = clients_[{base, timeout.count()}];
        if (!client) {
            rest::client::http_client_config config;
            config.set_timeout(timeout);
            config.set_max_redirects(0);
            client = std::make_shared<rest::client::http_client>(web::uri{base}, config);
        }
        return client;
    }

    std::mutex mutex_;  ///< guards `clients_`
    std::map<std::pair<std::string, std::chrono::seconds::rep>,
             std::shared_ptr<rest::client::http_client>>
        clients_;
};

}  // namespace

std::unique_ptr<Client> make_client() { return std::make_unique<RestClient>(); }

bool allowed_url(const std::string& url, const std::vector<std::string>& hosts) {
    const auto address = parse_address(url);
    return address && may_be_called(*address) &&
           std::ranges::any_of(
               hosts, [&](const std::string& host) { return lower(host) == address->host; });
}

}  // namespace qingdan::http
