#pragma once
/// @file
/// A client that sends exactly the bytes it is given: what no HTTP library would let a test do.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace qingdan::test {

/// One answer as it came.
struct RawAnswer {
    int status = 0;
    std::string head, body;
};

/// A connection to a port of this machine. A read gives up after a long while, so that a mistake
/// fails a test instead of hanging it; nothing is decided by time.
class RawClient {
public:
    explicit RawClient(unsigned short port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (fd_ < 0 || connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    ~RawClient() {
        if (fd_ >= 0) ::close(fd_);
    }
    RawClient(RawClient&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}
    RawClient& operator=(RawClient&&) = delete;

    /// False where the other side has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void finish_sending() { shutdown(fd_, SHUT_WR); }
    /// Closes so that the other side sees a reset.
    void reset() {
        const linger now{1, 0};
        setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(std::exchange(fd_, -1));
    }
    /// The next answer, its body by Content-Length; `nullopt` where the connection ends first.
    std::optional<RawAnswer> answer(bool of_head = false) {
        std::size_t end;
        while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
            if (!read_more()) return std::nullopt;
        }
        RawAnswer got;
        got.head = unread_.substr(0, end + 2);
        unread_.erase(0, end + 4);
        got.status = std::stoi(got.head.substr(got.head.find(' ') + 1, 3));
        const std::size_t length = of_head || got.status == 100 ? 0 : content_length(got.head);
        while (unread_.size() < length) {
            if (!read_more()) return std::nullopt;
        }
        got.body = unread_.substr(0, length);
        unread_.erase(0, length);
        return got;
    }
    /// True where the other side ends the connection without a further byte.
    bool ends() { return unread_.empty() && !read_more(); }

private:
    static std::size_t content_length(std::string_view head) {
        static constexpr std::string_view name = "Content-Length: ";
        const auto at = head.find(name);
        return at == std::string_view::npos
                   ? 0
                   : std::stoul(std::string{head.substr(at + name.size(), 20)});
    }
    bool read_more() {
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, 60'000) != 1) throw std::runtime_error("no answer for a minute");
        char bytes[65536];
        const ssize_t got = recv(fd_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        unread_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    int fd_;
    std::string unread_;
};

}  // namespace qingdan::test
