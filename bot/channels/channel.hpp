#pragma once
/// @file
/// What every messaging platform offers. One implementation in each folder of bot/channels/.

#include "bot/http/client.hpp"
#include "bot/http/message.hpp"
#include "handlers/message.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qingdan::channels {

/// Not authentic, not readable: the status to answer, and a reason for the log that holds no
/// content
/// (`signature`, `stale`, `missing`, `base64`, `padding`, `length`, `receiver`, `xml`, `dtd`,
/// `json`, `utf8`, …).
struct Rejected {
    int status = 401;
    std::string reason;
    std::string
        body{};  ///< of the answer; where it is not empty, JSON that names no content either
};
/// Messages (none for what is authentic and not handled) · a handshake's answer · no.
using Received = std::variant<std::vector<Inbound>, http::Response, Rejected>;

/// The platform has it.
struct Sent {};
/// Not now: try again after at least `wait`. `whole_account`: nothing of this account may go out
/// before.
struct Later {
    std::chrono::seconds wait{0};
    std::string why;
    bool whole_account = false;
    bool alarm = false;
};
/// Never: dead letters, and the call list where `unreachable`.
struct Never {
    std::string why;
    bool unreachable = false;
    bool alarm = false;
};
using Delivery = std::variant<Sent, Later, Never>;

/// What came of telling the vendor where callbacks go: it knows · a person has to enter the address
/// on the platform's own page · it was refused, with what to mend.
struct Told {};
struct ByHand {};
struct Refused {
    std::string why;
};
using Registered = std::variant<Told, ByHand, Refused>;

struct Limits {
    std::size_t text_bytes = 2048;  ///< of one active text; longer ones are split by the outbox
    std::size_t passive_text_bytes = 2048;          ///< of a reply inside the answer
    int per_minute = 30;                            ///< messages to one receiver
    std::chrono::milliseconds answer_within{3500};  ///< until then the commit is waited for
    bool passive_reply = true;                      ///< a reply can go inside the answer
    int passive_messages = 1;                       ///< how many messages one answer can carry
    bool passive_files = false;                     ///< an answer can carry files
};

class Channel {
public:
    virtual ~Channel() = default;
    virtual std::string_view platform() const noexcept = 0;
    /// The app's own name within the platform (corp and agent, robot, …): part of the dedupe key.
    virtual std::string_view account() const noexcept = 0;
    /// Path under /callback/ (`wecom`, `wecom/robot`, `wecom/NAME`, `webhook`).
    virtual std::string_view path() const noexcept = 0;
    /// Authenticates, decrypts and parses one callback, in this order. Keeps nothing, sends
    /// nothing; any thread.
    virtual Received receive(const http::Request& request, Instant now) const = 0;
    /// The platform's own form of an answer that carries `replies`; its empty success where there
    /// are none. Any thread.
    virtual http::Response answer(const http::Request& request,
                                  std::span<const Outgoing> replies) const = 0;
    /// One attempt to deliver one part. Called by the outbox alone, one at a time for each chat.
    virtual Delivery send(const Outgoing& part, http::Client& client, Instant now) = 0;
    virtual Limits limits() const noexcept = 0;
    /// Whether the vendor takes the credentials; what to mend, in plain words without a secret, or
    /// nothing. For `doctor` alone: it calls out and waits.
    virtual std::optional<std::string> check(http::Client&) const { return std::nullopt; }
    /// What must be asked of the vendor before the first message; once, before `receive` is called
    /// from other threads. It calls out and waits; what was not learnt, to be logged, or nothing.
    virtual std::optional<std::string> begin(http::Client&) { return std::nullopt; }
    /// Tells the vendor that callbacks go to `url`. For `doctor --register` alone: it calls out and
    /// waits.
    virtual Registered register_callback(http::Client&, std::string_view) const { return ByHand{}; }
};

}  // namespace qingdan::channels
