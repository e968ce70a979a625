#pragma once
/// @file
/// A vendor's access token: fetched once, kept until shortly before its end, fetched anew when
/// refused.

#include "bot/channels/channel.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace qingdan::channels {

/// Any thread; who comes while another fetches waits for that fetch instead of beginning a second
/// one.
class AccessToken {
public:
    struct Fetched {
        std::string value;
        std::chrono::seconds lives{0};  ///< as the vendor says
    };
    /// Asks the vendor; the Delivery is what becomes of the message where no token can be had.
    using Fetch = std::function<tl::expected<Fetched, Delivery>()>;

    /// The kept token, or a fetched one; renewed five minutes before its end.
    tl::expected<std::string, Delivery> get(Instant now, const Fetch& fetch);

    /// The vendor refused `value`: forgets it, unless another one has taken its place meanwhile.
    void drop(std::string_view value);

private:
    std::mutex mutex_;
    std::string value_;   // guarded by mutex_
    Instant renew_at_{};  // guarded by mutex_
};

/// For `Channel::check`: why a fetch brought no token, in plain words; nothing where it brought
/// one.
std::optional<std::string> token_trouble(
    const tl::expected<AccessToken::Fetched, Delivery>& fetched);

}  // namespace qingdan::channels
