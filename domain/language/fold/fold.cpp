#include "domain/language/fold/fold.hpp"

#include "language_fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>

namespace qingdan::language {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// The next character of `text` from `at`, which is moved on; broken bytes give the replacement
/// character.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at++);
    if (first < 0x80) return first;
    int more = 0;
    char32_t value = 0;
    if (first >= 0xC2 && first <= 0xDF)
        more = 1, value = first & 0x1FU;
    else if (first >= 0xE0 && first <= 0xEF)
        more = 2, value = first & 0x0FU;
    else if (first >= 0xF0 && first <= 0xF4)
        more = 3, value = first & 0x07U;
    else
        return replacement;
    const int length = more;
    const std::size_t start = at;
    for (; more > 0; --more) {
        if (at >= text.size() || (byte(at) & 0xC0U) != 0x80U) return replacement;
        value = (value << 6U) | (byte(at++) & 0x3FU);
    }
    const bool overlong = (length == 2 && value < 0x800) || (length == 3 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        at = start;
        return replacement;
    }
    return value;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            put(0xE0U | (c >> 12U));
        } else {
            put(0xF0U | (c >> 18U));
            put(0x80U | ((c >> 12U) & 0x3FU));
        }
        put(0x80U | ((c >> 6U) & 0x3FU));
    }
    put(0x80U | (c & 0x3FU));
}

/// Traditional to simplified and upper to lower case, for the basic plane.
const std::array<char16_t, 0x10000>& shadow_table() {
    static const auto table = [] {
        std::array<char16_t, 0x10000> made{};
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<char16_t>(i);
        for (char16_t c = 'A'; c <= 'Z'; ++c) made[c] = static_cast<char16_t>(c + 32);
        const std::string_view pairs = fold_data::traditional_txt;
        for (std::size_t at = 0; at < pairs.size();) {
            const char32_t from = next_character(pairs, at);
            if (from == U'\n' || at >= pairs.size()) continue;
            const char32_t to = next_character(pairs, at);
            if (from < 0x10000 && to < 0x10000) made[from] = static_cast<char16_t>(to);
        }
        return made;
    }();
    return table;
}

bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) ||
           c == 0xAD || c == 0x20E3 || (c >= 0xE0000 && c <= 0xE0FFF);
}

/// True where NFKC surely changes nothing, or only what is done by hand here.
bool is_plain(char32_t c) {
    return (c >= 0x20 && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF) || c == U'\n' ||
           (c >= 0x3001 && c <= 0x3020) || (c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000 ||
           (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0x2014 ||
           c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0xB7 || c == '\t' ||
           c == '\r' || is_invisible(c);
}

/// The number of a circled or keycap list number, 0 where it is none; `①` is 1.
int circled_number(char32_t c) {
    if (c >= 0x2460 && c <= 0x2473) return static_cast<int>(c - 0x2460) + 1;
    if (c >= 0x2776 && c <= 0x277F) return static_cast<int>(c - 0x2776) + 1;
    if (c >= 0x2474 && c <= 0x2487) return static_cast<int>(c - 0x2474) + 1;
    if (c >= 0x2488 && c <= 0x249B) return static_cast<int>(c - 0x2488) + 1;
    return 0;
}

void append_list_number(std::u32string& out, int number) {
    out.push_back(U'\n');
    for (const char digit : std::to_string(number)) out.push_back(static_cast<char32_t>(digit));
    out.push_back(U'.');
}

/// Decoded, list numbers spelt out, and whether ICU has to look at it.
std::u32string decode(std::string_view text, bool& plain) {
    std::u32string out;
    out.reserve(text.size());
    plain = true;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_character(text, at);
        if (const int number = circled_number(c); number > 0) {
            append_list_number(out, number);
            continue;
        }
        if (c == 0x20E3 && !out.empty() && out.back() >= U'0' && out.back() <= U'9') {
            const int number = static_cast<int>(out.back() - U'0');
            out.pop_back();
            append_list_number(out, number);
            continue;
        }
        if (is_invisible(c)) continue;
        plain = plain && is_plain(c);
        out.push_back(c);
    }
    return out;
}

std::u32string nfkc(const std::u32string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) return text;
    const auto source = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                                      static_cast<int32_t>(text.size()));
    const icu::UnicodeString result = normalizer->normalize(source, status);
    if (U_FAILURE(status)) return text;
    std::u32string out(static_cast<std::size_t>(result.countChar32()), U' ');
    result.toUTF32(
        reinterpret_cast<UChar32*>(out.data()), static_cast<int32_t>(out.size()), status);
    return out;
}

char32_t by_hand(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c == 0x3000 || c == '\t' || c == '\r' || c == 0xA0) return U' ';
    if ((c < 0x20 && c != U'\n') || c == 0x7F || (c >= 0x80 && c < 0xA0)) return U' ';
    if (c == 0x2028 || c == 0x2029 || c == 0x85) return U'\n';
    return c;
}

}  // namespace

char32_t shadow_of(char32_t character) {
    return character < 0x10000 ? shadow_table()[character] : character;
}

bool is_chinese(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_ideograph(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_symbol(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x2BFF) ||
           (c >= 0x1F1E6 && c <= 0x1F1FF) || c == replacement || c == 0x2022 || c == 0x203B;
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() * 3);
    for (const char32_t c : text) append_utf8(out, c);
    return out;
}

Folded fold(std::string_view text) {
    bool plain = true;
    std::u32string source = decode(text, plain);
    if (!plain) source = nfkc(source);
    Folded folded;
    const std::size_t n = source.size();
    folded.written.reserve(text.size() + 8);
    folded.shadow.reserve(n);
    folded.offset.reserve(n + 1);
    folded.gap.reserve(n);
    bool blank = false;
    bool line = false;
    for (const char32_t read : source) {
        if (is_invisible(read)) continue;
        const char32_t c = by_hand(read);
        if (c == U' ') {
            blank = true;
            continue;
        }
        if (c == U'\n') {
            line = true;
            continue;
        }
        bool gap = false;
        if (!folded.shadow.empty() && (line || blank)) {
            gap = !line && is_chinese(folded.shadow.back()) && is_chinese(c);
            if (!gap) {
                folded.offset.push_back(static_cast<std::uint32_t>(folded.written.size()));
                folded.gap.push_back(false);
                folded.written.push_back(line ? '\n' : ' ');
                folded.shadow.push_back(line ? U'\n' : U' ');
            }
        }
        blank = line = false;
        folded.offset.push_back(static_cast<std::uint32_t>(folded.written.size()));
        folded.gap.push_back(gap);
        append_utf8(folded.written, c);
        folded.shadow.push_back(shadow_of(c));
    }
    folded.offset.push_back(static_cast<std::uint32_t>(folded.written.size()));
    return folded;
}

}  // namespace qingdan::language
