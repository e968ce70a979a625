#include "domain/ids.hpp"

#include "domain/store/counters.hpp"

#include <charconv>

namespace qingdan {

std::string to_text(RecordNumber number) {
    return std::string{static_cast<char>(number.kind)} + "-" + std::to_string(number.digits);
}

std::optional<RecordNumber> parse_record_number(std::string_view text) {
    if (text.size() < 3 || text[1] != '-') return std::nullopt;
    constexpr std::string_view letters = "VMWRT";
    const char letter = static_cast<char>(text[0] >= 'a' ? text[0] - 'a' + 'A' : text[0]);
    if (letters.find(letter) == std::string_view::npos) return std::nullopt;
    std::int64_t digits = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), digits);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return RecordNumber{static_cast<RecordKind>(letter), digits};
}

RecordNumber next_number(store::Transaction& tx, RecordKind kind) {
    const char letter = static_cast<char>(kind);
    return {kind, store::next_number(tx, {&letter, 1})};
}

}  // namespace qingdan
