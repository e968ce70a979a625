#include "domain/language/fold/fold.hpp"

#include "language_fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>
#include <bitset>

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

/// Writes a character as UTF-8; returns the place behind it.
char* put_utf8(char* out, char32_t c) {
    const auto put = [&](char32_t byte) { *out++ = static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
        return out;
    }
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
    return out;
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

/// What folding does with a character.
enum class Treatment : unsigned char {
    keep,
    blank,
    line,
    narrow,  ///< full width to half
    drop,
    normalize,  ///< only ICU knows, or it becomes several
};

Treatment treatment_of(char32_t c) {
    if (circled_number(c) > 0 || c == 0x20E3 || !is_plain(c)) return Treatment::normalize;
    if (is_invisible(c)) return Treatment::drop;
    const char32_t folded = by_hand(c);
    if (folded == U' ') return Treatment::blank;
    if (folded == U'\n') return Treatment::line;
    return folded == c ? Treatment::keep : Treatment::narrow;
}

struct Character {
    char16_t shadow = 0;  ///< simplified, lower case
    Treatment treatment = Treatment::keep;
};

/// All characters of the basic plane.
const std::array<Character, 0x10000>& characters() {
    static const auto table = [] {
        std::array<Character, 0x10000> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = {static_cast<char16_t>(i), treatment_of(static_cast<char32_t>(i))};
        for (char16_t c = 'A'; c <= 'Z'; ++c) made[c].shadow = static_cast<char16_t>(c + 32);
        const std::string_view pairs = fold_data::traditional_txt;
        for (std::size_t at = 0; at < pairs.size();) {
            const char32_t from = next_character(pairs, at);
            if (from == U'\n' || at >= pairs.size()) continue;
            const char32_t to = next_character(pairs, at);
            if (from < 0x10000 && to < 0x10000) made[from].shadow = static_cast<char16_t>(to);
        }
        return made;
    }();
    return table;
}

/// The characters of the basic plane that are not simply kept as their own shadow. A bit each, so
/// that the common ones are seen in the nearest cache.
const std::bitset<0x10000>& special_characters() {
    static const auto special = [] {
        std::bitset<0x10000> made;
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = characters()[i].shadow != i || characters()[i].treatment != Treatment::keep;
        return made;
    }();
    return special;
}

/// The character that begins at `at`, which is moved on: the common lengths first.
char32_t take_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    if (first < 0x80) return text[at++];
    // E1 to EC begin nothing but three bytes that are fine by themselves.
    if (first >= 0xE1 && first <= 0xEC && at + 2 < text.size()) {
        const unsigned second = byte(at + 1);
        const unsigned third = byte(at + 2);
        if ((second & 0xC0U) == 0x80U && (third & 0xC0U) == 0x80U) {
            at += 3;
            return ((first & 0x0FU) << 12U) | ((second & 0x3FU) << 6U) | (third & 0x3FU);
        }
    }
    return next_character(text, at);
}

/// Puts folded characters behind each other; the buffers have room for all that come.
class Folding {
public:
    Folding(Folded& folded, std::size_t bytes, std::size_t characters) : folded_{folded} {
        folded_.written.resize(bytes);
        folded_.shadow.resize(characters);
        folded_.offset.resize(characters + 1);
        folded_.gap.resize(characters);
        out_ = folded_.written.data();
    }

    void blank() { blank_ = true; }
    void line() { line_ = true; }

    void character(char32_t c, char32_t shadow) {
        bool gap = false;
        if (blank_ || line_) {
            if (count_ > 0) {
                gap = !line_ && is_chinese(folded_.shadow[count_ - 1]) && is_chinese(c);
                if (!gap) put(line_ ? U'\n' : U' ', line_ ? U'\n' : U' ', false);
            }
            blank_ = line_ = false;
        }
        put(c, shadow, gap);
        if (is_ideograph(shadow)) {
            ++folded_.ideographs;
            folded_.traditional += shadow != c ? 1 : 0;
        } else if (is_letter(shadow)) {
            ++folded_.letters;
        }
    }

    void finish() {
        const auto bytes = static_cast<std::size_t>(out_ - folded_.written.data());
        folded_.offset[count_] = static_cast<std::uint32_t>(bytes);
        folded_.written.resize(bytes);
        folded_.shadow.resize(count_);
        folded_.offset.resize(count_ + 1);
        folded_.gap.resize(count_);
    }

private:
    void put(char32_t c, char32_t shadow, bool gap) {
        folded_.offset[count_] = static_cast<std::uint32_t>(out_ - folded_.written.data());
        folded_.shadow[count_] = shadow;
        if (shadow < 0x80) folded_.ascii[shadow >> 6U] |= std::uint64_t{1} << (shadow & 63U);
        folded_.gap[count_] = gap ? 1 : 0;
        ++count_;
        out_ = put_utf8(out_, c);
    }

    Folded& folded_;
    char* out_ = nullptr;
    std::size_t count_ = 0;
    bool blank_ = false;
    bool line_ = false;
};

/// Folds a text whose characters all fold by table, which are nearly all; false where one does not.
bool fold_by_table(std::string_view text, Folded& folded) {
    const auto& table = characters();
    const auto& special = special_characters();
    Folding folding{folded, text.size(), text.size()};
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = take_character(text, at);
        if (c < 0x10000 && !special[c]) {
            folding.character(c, c);
            continue;
        }
        const Character facts = c < 0x10000 ? table[c] : Character{0, treatment_of(c)};
        switch (facts.treatment) {
            case Treatment::keep:
                folding.character(c, c < 0x10000 ? facts.shadow : c);
                break;
            case Treatment::narrow:
                c = by_hand(c);
                folding.character(c, table[c].shadow);
                break;
            case Treatment::blank:
                folding.blank();
                break;
            case Treatment::line:
                folding.line();
                break;
            case Treatment::drop:
                break;
            case Treatment::normalize:
                return false;
        }
    }
    folding.finish();
    return true;
}

void fold_normalized(std::string_view text, Folded& folded) {
    bool plain = true;
    std::u32string source = decode(text, plain);
    if (!plain) source = nfkc(source);
    constexpr std::size_t longest_character = 4;
    Folding folding{folded, source.size() * longest_character, source.size()};
    for (const char32_t read : source) {
        if (is_invisible(read)) continue;
        const char32_t c = by_hand(read);
        if (c == U' ')
            folding.blank();
        else if (c == U'\n')
            folding.line();
        else
            folding.character(c, shadow_of(c));
    }
    folding.finish();
}

}  // namespace

char32_t shadow_of(char32_t character) {
    return character < 0x10000 ? characters()[character].shadow : character;
}

std::string to_utf8(std::u32string_view text) {
    std::string out(text.size() * 4, '\0');
    char* end = out.data();
    for (const char32_t c : text) end = put_utf8(end, c);
    out.resize(static_cast<std::size_t>(end - out.data()));
    return out;
}

Folded fold(std::string_view text) {
    Folded folded;
    if (!fold_by_table(text, folded)) {
        folded = {};
        fold_normalized(text, folded);
    }
    return folded;
}

}  // namespace qingdan::language
