#include "bench/service/load.hpp"

#include "bot/channels/envelope.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>

namespace qingdan::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t every_so_many_is_read = 50;
constexpr auto patience = std::chrono::seconds{30};

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

/// One callback as the platform pushes it, a whole HTTP request.
std::string request_of(const channels::Envelope& envelope,
                       const App& app,
                       const Text& text,
                       std::size_t id,
                       const Plan& plan) {
    const std::string message = fmt::format(
        "<xml><ToUserName><![CDATA[{}]]></ToUserName><FromUserName><![CDATA[{}]]></FromUserName>"
        "<CreateTime>{}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{}]]></"
        "Content>"
        "<MsgId>{}</MsgId><AgentID>1000002</AgentID></xml>",
        app.corp_id,
        text.user,
        std::time(nullptr),
        text.text,
        7'000'000'000'000'000'000U + id);
    const channels::Sealed sealed =
        envelope.seal(message, std::to_string(std::time(nullptr)), std::to_string(id * 7919));
    const std::string body = fmt::format(
        "<xml><ToUserName><![CDATA[{}]]></ToUserName><Encrypt><![CDATA[{}]]></Encrypt>"
        "<AgentID><![CDATA[1000002]]></AgentID></xml>",
        app.corp_id,
        sealed.ciphertext);
    return fmt::format(
        "POST {}?msg_signature={}&timestamp={}&nonce={} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: text/xml\r\nContent-Length: {}\r\n\r\n{}",
        plan.path,
        sealed.signature,
        sealed.timestamp,
        sealed.nonce,
        body.size(),
        body);
}

struct Connection {
    int socket = -1;
    std::string received;
    std::size_t written = 0;
    std::optional<std::size_t> request;  ///< which one is under way
    Clock::time_point due;
};

/// The length of the whole answer that `received` begins with; 0 where it is not all there.
std::size_t whole_answer(std::string_view received) {
    const auto head = received.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    const auto begin = received.substr(0, head).find("Content-Length: ");
    std::size_t length = 0;
    if (begin != std::string_view::npos) {
        const std::string_view digits = received.substr(begin + 16, head - begin - 16);
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    }
    const std::size_t whole = head + 4 + length;
    return received.size() >= whole ? whole : 0;
}

class Load {
public:
    Load(const App& app, const std::vector<Text>& texts, const Plan& plan)
        : plan_(plan),
          envelope_({app.token}, {app.aes_key}, app.corp_id),
          connections_(plan.connections),
          epoll_(::epoll_create1(0)) {
        for (const Text& text : texts)
            requests_.push_back(
                request_of(envelope_, app, text, plan.first_id + requests_.size(), plan));
        milliseconds_.reserve(texts.size());
        for (std::size_t i = 0; i < connections_.size(); ++i) connect(i);
    }
    ~Load() {
        for (const Connection& each : connections_) ::close(each.socket);
        ::close(epoll_);
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    Outcome run() {
        begun_ = last_ = Clock::now();
        for (std::size_t i = 0; i < connections_.size(); ++i) idle_.push_back(i);
        while (answered_ < requests_.size() && Clock::now() - last_ < patience) {
            send_due();
            wait();
        }
        outcome_.seconds = std::chrono::duration<double>(last_ - begun_).count();
        outcome_.refused += requests_.size() - answered_;
        read_sample();
        take_times();
        return outcome_;
    }

private:
    void connect(std::size_t i) {
        Connection& connection = connections_[i];
        connection.socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(plan_.port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
            fail("connect");
        const int yes = 1;
        ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        epoll_event event{EPOLLIN, {.u64 = i}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    }

    /// When the request is to be sent; a service that is late makes the ones behind wait, and their
    /// time counts.
    Clock::time_point due(std::size_t request, Clock::time_point now) const {
        if (plan_.rate <= 0) return now;
        const std::chrono::duration<double> after{static_cast<double>(request) / plan_.rate};
        return begun_ + std::chrono::duration_cast<Clock::duration>(after);
    }

    void send_due() {
        while (!idle_.empty() && next_ < requests_.size()) {
            const auto now = Clock::now();
            const auto due_at = due(next_, now);
            if (due_at > now) break;
            Connection& connection = connections_[idle_.back()];
            idle_.pop_back();
            connection.due = due_at;
            connection.request = next_;
            const std::string& bytes = requests_[next_++];
            // A request is far smaller than the socket's buffer.
            if (::send(connection.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
                static_cast<ssize_t>(bytes.size()))
                fail("send");
        }
    }

    void wait() {
        int milliseconds = 100;
        if (plan_.rate > 0 && !idle_.empty() && next_ < requests_.size()) milliseconds = 0;
        epoll_event events[256];
        const int count = ::epoll_wait(epoll_, events, 256, milliseconds);
        for (int i = 0; i < count; ++i) receive(events[i].data.u64);
    }

    void receive(std::size_t i) {
        Connection& connection = connections_[i];
        char bytes[16384];
        const ssize_t count = ::recv(connection.socket, bytes, sizeof bytes, 0);
        if (count <= 0) throw std::runtime_error("the service closed a connection");
        connection.received.append(bytes, static_cast<std::size_t>(count));
        const std::size_t whole = whole_answer(connection.received);
        if (whole == 0) return;
        last_ = Clock::now();
        milliseconds_.push_back(
            std::chrono::duration<double, std::milli>(last_ - connection.due).count());
        take(std::string_view{connection.received}.substr(0, whole));
        connection.received.erase(0, whole);
        connection.request.reset();
        ++answered_;
        idle_.push_back(i);
    }

    void take(std::string_view answer) {
        if (!answer.starts_with("HTTP/1.1 200 ")) {
            ++outcome_.refused;
            return;
        }
        ++outcome_.acknowledged;
        const auto begin = answer.find("<Encrypt>");
        if (begin == std::string_view::npos) return;
        if (outcome_.replies++ % every_so_many_is_read == 0) sample_.emplace_back(answer);
    }

    void read_sample() {
        constexpr std::string_view open = "<Encrypt><![CDATA[";
        for (const std::string& answer : sample_) {
            const auto begin = answer.find(open);
            const auto end = answer.find("]]>", begin);
            if (begin == std::string::npos || end == std::string::npos) {
                ++outcome_.unreadable;
                continue;
            }
            const auto message = envelope_.decrypt(
                std::string_view{answer}.substr(begin + open.size(), end - begin - open.size()));
            if (!message || message->find("<Content>") == std::string::npos) ++outcome_.unreadable;
        }
    }

    void take_times() {
        if (milliseconds_.empty()) return;
        std::ranges::sort(milliseconds_);
        const auto at = [&](double share) {
            return milliseconds_[static_cast<std::size_t>(
                share * static_cast<double>(milliseconds_.size() - 1))];
        };
        outcome_.p50 = at(0.5);
        outcome_.p99 = at(0.99);
        outcome_.longest = milliseconds_.back();
    }

    const Plan plan_;
    const channels::Envelope envelope_;
    std::vector<std::string> requests_, sample_;
    std::vector<Connection> connections_;
    std::vector<std::size_t> idle_;
    std::vector<double> milliseconds_;
    int epoll_;
    Clock::time_point begun_, last_;
    std::size_t next_ = 0, answered_ = 0;
    Outcome outcome_;
};

}  // namespace

Outcome give_load(const App& app, const std::vector<Text>& texts, const Plan& plan) {
    return Load{app, texts, plan}.run();
}

}  // namespace qingdan::bench
