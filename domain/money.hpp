#pragma once
/// @file
/// Money is counted in whole fen (分), a hundredth of a yuan.

#include <cstdint>

namespace qingdan {

/// An amount in fen. Its own type, so that fen and portions cannot be mixed up.
struct Fen {
    std::int64_t value = 0;

    friend auto operator<=>(const Fen&, const Fen&) = default;
    friend Fen operator+(Fen a, Fen b) { return {a.value + b.value}; }
    friend Fen operator-(Fen a, Fen b) { return {a.value - b.value}; }
    friend Fen operator*(Fen a, std::int64_t n) { return {a.value * n}; }
};

}  // namespace qingdan
