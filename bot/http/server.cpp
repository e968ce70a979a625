// The one file that includes Beast. Each connection is a Session that goes in a circle: wait for
// the first byte, read the head, read the body, hand over, write the answer. It reads no request
// before the one in front of it is answered, so pipelined requests are answered in order and a peer
// cannot queue work inside the service.
#include "bot/http/server.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace qingdan::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using beast::error_code;
using net::ip::tcp;

using Context = net::io_context;
using Strand = net::strand<Context::executor_type>;
using Stream = beast::basic_stream<tcp, Strand>;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Message = beast::http::response<beast::http::string_body>;

// Long enough for a peer to read the last answer and close; short enough that a stop does not hang
// on it.
constexpr std::chrono::seconds linger{2};
constexpr std::size_t first_read_bytes = 4096;
constexpr std::size_t discard_bytes = 16 << 10;

/// `Date` of an answer; written anew once a second and thread.
std::string_view http_date() {
    thread_local std::time_t written = 0;
    thread_local char text[32];
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != written) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
        written = now;
    }
    return {text, size};
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

Response overloaded() {
    Response response = Response::text(503, "overloaded\n");
    response.headers.push_back({"Retry-After", "1"});
    return response;
}

/// What Beast found wrong with the bytes of a request.
Response refusal(const error_code& ec) {
    using beast::http::error;
    if (ec == error::header_limit || ec == error::buffer_overflow)
        return Response::text(431, "header too large\n");
    if (ec == error::body_limit) return Response::text(413, "body too large\n");
    return Response::text(400, "malformed request\n");
}

/// What Beast leaves to us: `Host`, transfer codings, `Expect`. Nothing: the head is good.
std::optional<Response> check_head(const Parser& parser) {
    namespace h = beast::http;
    const auto& head = parser.get();
    if (head.count(h::field::transfer_encoding) != 0) {
        if (head.count(h::field::transfer_encoding) > 1 ||
            head.count(h::field::content_length) != 0 || head.version() == 10)
            return Response::text(400, "length in doubt\n");
        if (!beast::iequals(head[h::field::transfer_encoding], "chunked"))
            return Response::text(501, "unknown transfer coding\n");
    }
    const auto hosts = head.count(h::field::host);
    if (hosts > 1 || (hosts == 0 && head.version() == 11))
        return Response::text(400, "one Host header, please\n");
    if (const auto expect = head.find(h::field::expect);
        expect != head.end() && !beast::iequals(expect->value(), "100-continue"))
        return Response::text(417, "unknown expectation\n");
    if (head.method() == h::verb::connect) return Response::text(405, "not a proxy\n");
    return std::nullopt;
}

/// `/path?query` of the origin form, the absolute form (`http://host/path`) and the asterisk;
/// `nullopt` for all else. The host of an absolute form is not looked at: this service has one
/// name.
std::optional<std::pair<std::string, std::string>> split_target(std::string_view target) {
    if (target.find('#') != std::string_view::npos) return std::nullopt;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() <= scheme.size() || !same_name(target.substr(0, scheme.size()), scheme))
            continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = target.find_first_of("/?");
        if (end == 0) return std::nullopt;
        target.remove_prefix(std::min(end, target.size()));
        if (target.empty()) return std::pair{std::string{"/"}, std::string{}};
        break;
    }
    const std::size_t mark = std::min(target.find('?'), target.size());
    std::string path{target.substr(0, mark)};
    if (path.empty()) path = "/";
    if (path.front() != '/' && path != "*") return std::nullopt;
    return std::pair{std::move(path),
                     std::string{target.substr(std::min(mark + 1, target.size()))}};
}

std::string text_of(boost::string_view view) { return {view.data(), view.size()}; }

/// Room for `connections` sockets and what else the process has open, as far as the system lets us.
void raise_file_limit(std::size_t connections) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlim_t wanted = connections + 256;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

class Session;

/// The port, its threads and its connections. An Answer may outlive it, and then finds it gone.
struct Listener : std::enable_shared_from_this<Listener> {
    Listener(ServerLimits limits, Handler handler, int threads)
        : limits(limits), handler(std::move(handler)), thread_count(threads), context(threads) {}

    void accept();
    void adopt(net::basic_stream_socket<tcp, Strand> socket);
    void forget(const std::shared_ptr<Session>& session);
    std::vector<std::shared_ptr<Session>> all_sessions() const;

    const ServerLimits limits;
    const Handler handler;
    const int thread_count;
    // Before everything that may still be referred to by a handler inside it.
    Context context;
    std::optional<net::executor_work_guard<Context::executor_type>> work;
    // Both on one strand: with several threads `drain` would otherwise close under the hands of
    // `accept`.
    Strand accepting{net::make_strand(context)};
    net::basic_socket_acceptor<tcp, Strand> acceptor{accepting};
    net::basic_waitable_timer<std::chrono::steady_clock,
                              net::wait_traits<std::chrono::steady_clock>,
                              Strand>
        accept_again{accepting};
    unsigned short port = 0;

    std::atomic<bool> draining{false};
    std::atomic<std::size_t> waiting{0};
    std::atomic<std::size_t> buffered_bytes{0};

    mutable std::mutex mutex;  ///< guards `sessions`
    std::condition_variable emptied;
    std::unordered_set<std::shared_ptr<Session>> sessions;

    std::vector<std::thread> threads;
};

/// One request that its handler has not answered yet. Goes with its last copy: who drops it
/// unanswered has a bug, and the peer is told so at once instead of waiting for ever.
class Pending {
public:
    Pending(std::weak_ptr<Listener> server, std::weak_ptr<Session> session)
        : server_(std::move(server)), session_(std::move(session)) {}
    ~Pending() { give(Response::text(500, "not answered\n")); }
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;

    void give(Response response);

private:
    std::weak_ptr<Listener> server_;
    std::weak_ptr<Session> session_;
    std::atomic<bool> given_{false};
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Listener& server, net::basic_stream_socket<tcp, Strand> socket)
        : server_(server),
          stream_(std::move(socket)),
          buffer_(server.limits.max_header_bytes + (64 << 10)) {
        error_code ec;
        stream_.socket().set_option(tcp::no_delay(true), ec);
        const auto peer = stream_.socket().remote_endpoint(ec);
        if (!ec) remote_ = peer.address().to_string();
    }

    void start() {
        post([](Session& self) { self.next_request(); });
    }
    /// The service is about to stop: a connection on which nothing is under way closes now.
    void wind_up() {
        post([](Session& self) {
            if (self.idle_) self.close();
        });
    }
    void abandon() {
        post([](Session& self) { self.close(); });
    }
    void answer(Response response) {
        net::dispatch(stream_.get_executor(),
                      [self = shared_from_this(), response = std::move(response)]() mutable {
                          if (!self->closed_) self->write(std::move(response));
                      });
    }

private:
    template <class F>
    void post(F work) {
        net::post(stream_.get_executor(), [self = shared_from_this(), work] { work(*self); });
    }

    void next_request() {
        if (closed_) return;
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(server_.limits.max_header_bytes));
        parser_->body_limit(server_.limits.max_body_bytes);
        if (buffer_.size() != 0) return read_head();
        if (server_.draining) return close();
        idle_ = true;
        stream_.expires_after(server_.limits.idle_timeout);
        stream_.async_read_some(buffer_.prepare(first_read_bytes),
                                [self = shared_from_this()](error_code ec, std::size_t bytes) {
                                    self->idle_ = false;
                                    if (ec || self->closed_) return self->close();
                                    self->buffer_.commit(bytes);
                                    self->read_head();
                                });
    }

    void read_head() {
        // From the first byte to the last one of the body: whoever sends a byte now and then gets
        // no further.
        stream_.expires_after(server_.limits.request_timeout);
        beast::http::async_read_header(
            stream_, buffer_, *parser_, [self = shared_from_this()](error_code ec, std::size_t) {
                if (self->stop_at(ec)) return;
                if (auto no = check_head(*self->parser_)) return self->refuse(*std::move(no));
                if (self->parser_->is_done()) return self->hand_over();
                self->read_body();
            });
    }

    void read_body() {
        if (!reserve_body()) return refuse(overloaded());
        const auto& head = parser_->get();
        const bool expects = head.version() == 11 && head.count(beast::http::field::expect) != 0 &&
                             buffer_.size() == 0;
        if (!expects) return read_rest();
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        net::async_write(
            stream_, net::buffer(go_on), [self = shared_from_this()](error_code ec, std::size_t) {
                if (ec || self->closed_) return self->close();
                self->read_rest();
            });
    }

    void read_rest() {
        beast::http::async_read(
            stream_, buffer_, *parser_, [self = shared_from_this()](error_code ec, std::size_t) {
                if (!self->stop_at(ec)) self->hand_over();
            });
    }

    /// True where `ec` ends this connection; a peer that sent nonsense is told so first.
    bool stop_at(const error_code& ec) {
        if (closed_) return true;
        if (!ec) return false;
        static const auto& of_http =
            beast::http::make_error_code(beast::http::error::bad_value).category();
        if (ec.category() != of_http || ec == beast::http::error::end_of_stream) {
            close();
        } else {
            refuse(refusal(ec));
        }
        return true;
    }

    bool reserve_body() {
        reserved_ = parser_->content_length() ? static_cast<std::size_t>(*parser_->content_length())
                                              : server_.limits.max_body_bytes;
        if (server_.buffered_bytes.fetch_add(reserved_) + reserved_ <=
            server_.limits.max_buffered_bytes)
            return true;
        release_body();
        return false;
    }

    void release_body() {
        if (reserved_ != 0) server_.buffered_bytes.fetch_sub(std::exchange(reserved_, 0));
    }

    void hand_over() {
        auto target =
            split_target({parser_->get().target().data(), parser_->get().target().size()});
        if (!target) return refuse(Response::text(400, "no such form of a target\n"));
        if (server_.waiting.fetch_add(1) >= server_.limits.max_waiting) {
            --server_.waiting;
            return write(overloaded());
        }
        stream_.expires_never();
        auto pending = std::make_shared<Pending>(server_.weak_from_this(), weak_from_this());
        try {
            server_.handler(request(*std::move(target)),
                            [pending](Response response) { pending->give(std::move(response)); });
        } catch (const std::exception&) {
            pending->give(Response::text(500, "failed\n"));
        }
    }

    Request request(std::pair<std::string, std::string> target) {
        auto& message = parser_->get();
        Request made;
        made.method = text_of(message.method_string());
        made.path = std::move(target.first);
        made.query = std::move(target.second);
        made.headers.reserve(8);
        for (const auto& field : message)
            made.headers.push_back({text_of(field.name_string()), text_of(field.value())});
        made.body = std::move(message.body());
        made.remote = remote_;
        return made;
    }

    void refuse(Response response) {
        refused_ = true;
        write(std::move(response));
    }

    void write(Response response) {
        release_body();
        // A line break in a header would let whoever wrote its value write headers, or a second
        // answer.
        if (std::ranges::any_of(response.headers, [](const Header& each) {
                return has_control(each.name) || has_control(each.value);
            }))
            response = Response::text(500, "failed\n");
        const auto& head = parser_->get();
        message_.emplace();
        message_->result(static_cast<unsigned>(response.status));
        message_->version(head.version() == 10 ? 10 : 11);
        message_->keep_alive(!refused_ && !server_.draining && head.keep_alive());
        message_->set(beast::http::field::date,
                      beast::string_view{http_date().data(), http_date().size()});
        for (const Header& each : response.headers) message_->insert(each.name, each.value);
        if (may_have_body(response.status)) {
            message_->content_length(response.body.size());
            if (head.method() != beast::http::verb::head)
                message_->body() = std::move(response.body);
        }
        stream_.expires_after(server_.limits.idle_timeout);
        beast::http::async_write(
            stream_, *message_, [self = shared_from_this()](error_code ec, std::size_t) {
                if (ec || self->closed_) return self->close();
                self->message_->keep_alive() ? self->next_request() : self->close_after_answer();
            });
    }

    /// Closing with bytes unread makes the kernel reset the connection, and the peer would lose the
    /// answer: so read and forget for a short while what it still sends.
    void close_after_answer() {
        error_code ec;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ec);
        buffer_.clear();
        parser_.emplace();
        stream_.expires_after(linger);
        discard();
    }

    void discard() {
        stream_.async_read_some(buffer_.prepare(discard_bytes),
                                [self = shared_from_this()](error_code ec, std::size_t) {
                                    if (ec || self->closed_) return self->close();
                                    self->discard();
                                });
    }

    void close() {
        if (std::exchange(closed_, true)) return;
        release_body();
        error_code ec;
        stream_.cancel();
        stream_.socket().close(ec);
        server_.forget(shared_from_this());
    }

    Listener& server_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::optional<Message> message_;
    std::string remote_;
    std::size_t reserved_ = 0;
    bool idle_ = false;     ///< waits for the first byte of a request
    bool refused_ = false;  ///< what follows on this connection cannot be told apart any more
    bool closed_ = false;
};

void Pending::give(Response response) {
    if (given_.exchange(true)) return;
    const auto server = server_.lock();
    if (!server) return;
    --server->waiting;
    if (const auto session = session_.lock()) session->answer(std::move(response));
}

void Listener::accept() {
    acceptor.async_accept(net::make_strand(context),
                          [this](error_code ec, net::basic_stream_socket<tcp, Strand> socket) {
                              if (draining || ec == net::error::operation_aborted) return;
                              if (!ec) {
                                  adopt(std::move(socket));
                                  return accept();
                              }
                              // Out of descriptors, as a rule: without a pause this would be a busy
                              // loop.
                              accept_again.expires_after(std::chrono::milliseconds{100});
                              accept_again.async_wait([this](error_code cancelled) {
                                  if (!cancelled) accept();
                              });
                          });
}

void Listener::adopt(net::basic_stream_socket<tcp, Strand> socket) {
    {
        std::unique_lock lock{mutex};
        if (sessions.size() < limits.max_connections) {
            auto session = std::make_shared<Session>(*this, std::move(socket));
            sessions.insert(session);
            lock.unlock();
            return session->start();
        }
    }
    static constexpr std::string_view full =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: "
        "close\r\n\r\n";
    error_code ec;
    char forgotten[4096];
    socket.non_blocking(true, ec);
    socket.read_some(net::buffer(forgotten), ec);
    socket.write_some(net::buffer(full), ec);
    socket.shutdown(tcp::socket::shutdown_both, ec);
}

void Listener::forget(const std::shared_ptr<Session>& session) {
    const std::lock_guard lock{mutex};
    sessions.erase(session);
    if (sessions.empty()) emptied.notify_all();
}

std::vector<std::shared_ptr<Session>> Listener::all_sessions() const {
    const std::lock_guard lock{mutex};
    return {sessions.begin(), sessions.end()};
}

}  // namespace

struct Server::Impl : Listener {
    using Listener::Listener;
};

Server::Server(const std::string& address,
               unsigned short port,
               ServerLimits limits,
               Handler handler,
               int threads)
    : impl_(std::make_shared<Impl>(limits, std::move(handler), threads)) {
    raise_file_limit(limits.max_connections);
    const auto check = [&](const error_code& ec) {
        if (ec)
            throw std::system_error(static_cast<std::error_code>(ec),
                                    address + ":" + std::to_string(port));
    };
    error_code ec;
    const tcp::endpoint endpoint{net::ip::make_address(address, ec), port};
    check(ec);
    auto& acceptor = impl_->acceptor;
    acceptor.open(endpoint.protocol(), ec);
    check(ec);
    acceptor.set_option(net::socket_base::reuse_address(true), ec);
    check(ec);
    acceptor.bind(endpoint, ec);
    check(ec);
    acceptor.listen(net::socket_base::max_listen_connections, ec);
    check(ec);
    impl_->port = acceptor.local_endpoint().port();
}

Server::~Server() { drain(std::chrono::seconds{0}); }

unsigned short Server::port() const { return impl_->port; }

void Server::start() {
    impl_->work.emplace(impl_->context.get_executor());
    net::post(impl_->accepting, [impl = impl_.get()] { impl->accept(); });
    for (int i = 0; i < impl_->thread_count; ++i)
        impl_->threads.emplace_back([impl = impl_.get()] { impl->context.run(); });
}

void Server::drain(std::chrono::seconds patience) {
    if (impl_->draining.exchange(true)) return;
    net::post(impl_->accepting, [impl = impl_.get()] {
        error_code ec;
        impl->acceptor.close(ec);
        impl->accept_again.cancel();
    });
    for (const auto& session : impl_->all_sessions()) session->wind_up();
    {
        std::unique_lock lock{impl_->mutex};
        impl_->emptied.wait_for(lock, patience, [this] { return impl_->sessions.empty(); });
    }
    for (const auto& session : impl_->all_sessions()) session->abandon();
    impl_->work.reset();
    for (auto& thread : impl_->threads) thread.join();
    impl_->threads.clear();
}

std::size_t Server::connections() const {
    const std::lock_guard lock{impl_->mutex};
    return impl_->sessions.size();
}

}  // namespace qingdan::http
