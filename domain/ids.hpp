#pragma once
/// @file
/// Numbers that people can type (`V-1001`): a letter, `-`, digits.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qingdan::store {
class Transaction;
}

namespace qingdan {

/// Which record a number is of, by its letter.
enum class RecordKind : char { visit = 'V', meal = 'M', burden = 'W', reminder = 'R', task = 'T' };

struct RecordNumber {
    RecordKind kind;
    std::int64_t digits;
    friend auto operator<=>(const RecordNumber&, const RecordNumber&) = default;
};

/// `V-1001`.
std::string to_text(RecordNumber number);
/// Reads `V-0087` as 87 of the visits; `nullopt` for an unknown letter or no digits.
std::optional<RecordNumber> parse_record_number(std::string_view text);
/// The next number of a kind, from 1001 on; never given twice, also after a rollback of everything
/// else.
RecordNumber next_number(store::Transaction& tx, RecordKind kind);

}  // namespace qingdan
