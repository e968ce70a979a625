#pragma once
/// @file
/// One writing for one thing: the text as it is read from here on (folding).

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// A message after folding, character by character.
///
/// `written` is what the person wrote with broken UTF-8 replaced, full-width and compatibility
/// forms folded (NFKC), runs of blanks made one, blanks between Chinese characters removed,
/// invisible characters dropped and circled numbers made list numbers (`①` is `1.` on a line of its
/// own). Strings that the parser returns are pieces of it. `shadow` has the same characters in
/// lower case and simplified form: words are looked up in it, so that traditional characters need
/// no words of their own.
struct Folded {
    std::string written;
    std::u32string shadow;
    std::vector<std::uint32_t>
        offset;  ///< byte in `written` at which each character begins; one more at the end
    std::vector<unsigned char>
        gap;              ///< not 0 where a blank stood before the character and was removed
    int ideographs = 0;   ///< how many of the characters are ideographs …
    int traditional = 0;  ///< … of which so many were not written in simplified form
    int letters = 0;      ///< and how many are letters

    std::array<std::uint64_t, 2> ascii{};  ///< which ASCII characters the shadow has, a bit each

    int size() const { return static_cast<int>(shadow.size()); }
    /// True where the shadow has that ASCII character.
    bool holds(char32_t character) const {
        return (ascii[character >> 6U] >> (character & 63U) & 1U) != 0;
    }
    bool holds_any(std::u32string_view characters) const {
        return std::any_of(
            characters.begin(), characters.end(), [&](char32_t c) { return holds(c); });
    }
    /// The characters from `begin` up to `end` as written.
    std::string_view piece(int begin, int end) const {
        return std::string_view{written}.substr(offset[begin], offset[end] - offset[begin]);
    }
};

/// Folds one text. Idempotent in `written`. Any thread; never throws for what a sender wrote.
Folded fold(std::string_view text);

/// The lower-case, simplified form of one character.
char32_t shadow_of(char32_t character);

/// True for what stands in Chinese writing: ideographs, their punctuation, full-width forms. Blanks
/// between two such characters mean nothing to the contract.
inline bool is_chinese(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// True for an ideograph alone.
inline bool is_ideograph(char32_t c) {
    if (c < 0x3007) return false;
    return (c >= 0x3400 && c <= 0x9FFF) || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/// True for pictures and decorations between words.
inline bool is_symbol(char32_t c) {
    if (c < 0x2022) return false;
    if (c <= 0x2BFF) return c >= 0x2190 || c == 0x2022 || c == 0x203B;
    return c == 0xFFFD || (c >= 0x1F000 && c <= 0x1FAFF);
}

/// True for a letter of an alphabet, in lower case.
inline bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= 0xC0 && c < 0x250); }

/// The text as UTF-8.
std::string to_utf8(std::u32string_view text);

}  // namespace qingdan::language
