#pragma once
/// @file
/// The load of a platform: encrypted callbacks over connections that are kept.

#include <cstddef>
#include <string>
#include <vector>

namespace qingdan::bench {

/// The app on whose behalf the platform writes.
struct App {
    std::string token, aes_key, corp_id;
};

/// What somebody writes.
struct Text {
    std::string user, text;
};

/// What came of a run. Times in milliseconds, from when a request was due to the last byte of its
/// answer.
struct Outcome {
    std::size_t acknowledged = 0;  ///< answered 200
    std::size_t refused = 0;       ///< answered otherwise, or not at all
    std::size_t replies = 0;       ///< of the acknowledged: with a reply inside the answer
    std::size_t unreadable =
        0;  ///< of a sample of the replies: does not decrypt, or is no document
    double seconds = 0, p50 = 0, p99 = 0, longest = 0;
};

/// How the load is given.
struct Plan {
    unsigned short port = 0;
    std::string path = "/callback/wecom";
    std::size_t connections = 64;
    double rate = 0;  ///< messages a second, evenly; 0: the next as soon as one is answered
    std::size_t first_id = 0;  ///< message ids count from here
};

/// Encrypts all of `texts` first, so that the time is the service's alone, then sends them in
/// order.
Outcome give_load(const App& app, const std::vector<Text>& texts, const Plan& plan);

}  // namespace qingdan::bench
