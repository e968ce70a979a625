#include "bot/files/encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace qingdan::files {
namespace {

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

int line_of(std::string_view text, std::size_t offset) {
    int line = 1;
    for (std::size_t i = 0; i < offset; ++i) {
        const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\n' || (text[i] == '\r' && !crlf)) ++line;
    }
    return line;
}

/// How much of a text is UTF-8.
struct Utf8Count {
    std::size_t well_formed = 0;  ///< sequences of more than one byte
    std::size_t ill_formed = 0;
    std::size_t first_ill_formed = 0;
};

Utf8Count count_utf8(std::string_view text) {
    Utf8Count count;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        UChar32 character = 0;
        U8_NEXT(bytes, at, text.size(), character);
        if (character < 0) {
            if (count.ill_formed++ == 0) count.first_ill_formed = begin;
        } else if (at - begin > 1) {
            ++count.well_formed;
        }
    }
    return count;
}

/// Converts strictly: the first byte sequence that is none of `charset` ends it with nothing.
std::optional<std::string> convert(std::string_view bytes, const char* charset) {
    UErrorCode error = U_ZERO_ERROR;
    const Converter from{ucnv_open(charset, &error)};
    const Converter to{ucnv_open("UTF-8", &error)};
    ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    // A character of one or two bytes takes three in UTF-8 at most, one of four bytes four.
    std::string out(bytes.size() * 3 + 4, '\0');
    char* target = out.data();
    const char* source = bytes.data();
    ucnv_convertEx(to.get(),
                   from.get(),
                   &target,
                   out.data() + out.size(),
                   &source,
                   bytes.data() + bytes.size(),
                   nullptr,
                   nullptr,
                   nullptr,
                   nullptr,
                   true,
                   true,
                   &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.resize(static_cast<std::size_t>(target - out.data()));
    return out;
}

tl::expected<std::string, FileProblem> decoded(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        if (auto text = convert(bytes.substr(2), bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE")) {
            return std::move(*text);
        }
        return tl::unexpected(FileProblem{0, 0, "begins like UTF-16 and is not; save it as UTF-8"});
    }
    const bool marked = bytes.starts_with("\xEF\xBB\xBF");
    if (marked) bytes.remove_prefix(3);
    const Utf8Count count = count_utf8(bytes);
    if (count.ill_formed == 0) return std::string{bytes};
    const FileProblem broken{line_of(bytes, count.first_ill_formed), 0, "a byte here is not UTF-8"};
    if (marked || count.well_formed > 3 * count.ill_formed) return tl::unexpected(broken);
    if (auto text = convert(bytes, "gb18030")) return std::move(*text);
    return tl::unexpected(
        FileProblem{broken.line, 0, "neither UTF-8 nor GB18030; save the file as UTF-8"});
}

}  // namespace

tl::expected<std::string, FileProblem> to_utf8(std::string_view bytes) {
    auto text = decoded(bytes);
    if (!text) return text;
    if (const auto nul = text->find('\0'); nul != std::string::npos) {
        return tl::unexpected(
            FileProblem{line_of(*text, nul), 0, "has a NUL byte; this is no text file"});
    }
    return text;
}

}  // namespace qingdan::files
