#pragma once
/// @file
/// What a sender can cause is a value, never an exception.

#include <tl/expected.hpp>

#include <string>
#include <utility>
#include <vector>

namespace qingdan {

/// A "no" that is ready to be said: the key of a sentence in locales/ and its arguments by name.
struct Refusal {
    std::string key;
    std::vector<std::pair<std::string, std::string>> arguments;

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// A value, or why there is none. One line to change when the compiler has `std::expected`.
template <class T>
using Result = tl::expected<T, Refusal>;

/// Makes one visitor of several lambdas, so that a forgotten case of a variant does not compile.
template <class... Ts>
struct overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

}  // namespace qingdan
