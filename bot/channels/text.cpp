#include "bot/channels/text.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace qingdan::channels {
namespace {

using namespace std::string_view_literals;

constexpr std::array blanks = {
    " "sv, "\t"sv, "\r"sv, "\n"sv, "\xC2\xA0"sv, "\xE2\x80\x85"sv, "\xE3\x80\x80"sv};

/// The length of the blank that `text` begins with; 0 where it begins with none.
std::size_t leading_blank(std::string_view text) {
    for (const std::string_view blank : blanks) {
        if (text.starts_with(blank)) return blank.size();
    }
    return 0;
}

std::size_t trailing_blank(std::string_view text) {
    for (const std::string_view blank : blanks) {
        if (text.ends_with(blank)) return blank.size();
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    const auto* s = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto length = static_cast<std::int64_t>(bytes.size());
    for (std::int64_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(s, i, length, c);
        if (c < 0) return false;
    }
    return true;
}

std::string clean_text(std::string_view text) {
    std::string kept(text);
    std::erase(kept, '\0');
    std::string_view view = kept;
    while (const std::size_t n = leading_blank(view)) view.remove_prefix(n);
    while (const std::size_t n = trailing_blank(view)) view.remove_suffix(n);
    return std::string(view);
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::string_view cut_to(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

std::string without_mention(std::string_view text, std::string_view name) {
    if (name.empty()) return std::string(text);
    const std::string mention = "@" + std::string(name);
    std::string rest;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find(mention), text.size());
        rest += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        const std::string_view after = text.substr(mention.size());
        const std::size_t blank = leading_blank(after);
        if (blank == 0 && !after.empty()) rest += mention;  // somebody whose name begins like ours
        text = after.substr(blank);
    }
    return rest;
}

}  // namespace qingdan::channels
