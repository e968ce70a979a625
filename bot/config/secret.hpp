#pragma once
/// @file
/// A value that must not be seen: no stream, no formatter and no log takes it.

#include <string>
#include <utility>

namespace qingdan::config {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    /// For the cipher, the signature or the call that needs it; never for a message to anybody.
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

    friend bool operator==(const Secret&, const Secret&) = default;

private:
    std::string value_;
};

}  // namespace qingdan::config
