#pragma once
/// @file
/// One call to a vendor's API, with what holds for each of them.

#include "bot/channels/channel.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qingdan::channels {

/// What a vendor answered, other than "out of order".
struct VendorAnswer {
    int status = 200;
    std::string body;
    std::chrono::seconds retry_after{0};  ///< 0 where the answer has no Retry-After in seconds
    std::vector<http::Header> headers;

    bool is_success() const { return status >= 200 && status < 300; }
};

/// Calls, and says `Later` where there was no answer or one of 5xx, honouring its Retry-After up to
/// a day, and `Never` with an alarm where the address itself is refused (neither https nor
/// loopback).
tl::expected<VendorAnswer, Delivery> call_vendor(http::Client& client,
                                                 const http::ClientRequest& request);

/// A form with one file and a few texts, as uploads want it.
struct Multipart {
    std::string content_type, body;
};
Multipart multipart_file(const std::string& field,
                         const File& file,
                         const std::vector<std::pair<std::string, std::string>>& texts = {});

}  // namespace qingdan::channels
