#pragma once
/// @file
/// Numbers as people write them: `2`, `两百零三`, `廿五`, `俩`, `半打`, `壹佰`, `twenty-one`.

#include "domain/language/reading.hpp"

#include <optional>

namespace qingdan::language {

/// A number and where it stands.
struct Number {
    Span span;
    long value = 0;
    bool figures = false;  ///< written in figures (`203`)
    bool sequence =
        false;  ///< several numerals without a unit (`三零三`): a room, a year, or `两三份`
    bool collective = false;  ///< `俩`, `仨`: has its measure word in it
    bool half = false;        ///< `半`: a half of what follows; `value` is 0
};

/// The longest number that begins at the position; none where there is no numeral. Values from
/// 1,000,000,000 on are no numbers to us.
inline std::optional<Number> number_at(const Reading& reading, int position);

/// The same where a number may begin at the position: most of a text's positions need no look.
std::optional<Number> number_from(const Reading& reading, int position);

inline std::optional<Number> number_at(const Reading& reading, int position) {
    if (!reading.may_begin(position, Lead::number)) return std::nullopt;
    return number_from(reading, position);
}

/// The value of one single numeral there, 0 to 9 (`三` in `周三五`); none for figures of several
/// digits.
std::optional<int> digit_at(const Reading& reading, int position);

}  // namespace qingdan::language
