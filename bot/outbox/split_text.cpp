#include "bot/outbox/split_text.hpp"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>

namespace qingdan::outbox {
namespace {

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The last boundary between code points at or before `limit`; after the first code point at the
/// earliest.
std::size_t code_point_cut(std::string_view text, std::size_t limit) {
    std::size_t cut = limit;
    while (cut > 0 && continues_code_point(text[cut])) --cut;
    if (cut > 0) return cut;
    cut = 1;
    while (cut < text.size() && continues_code_point(text[cut])) ++cut;
    return cut;
}

/// The last boundary between what a reader sees as characters at or before `limit`; 0 where there
/// is none.
std::size_t character_cut(std::string_view text, std::size_t limit) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> characters{
        ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status), &ubrk_close};
    const std::unique_ptr<UText, decltype(&utext_close)> utf8{
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status),
        &utext_close};
    if (U_FAILURE(status) != 0) return 0;
    ubrk_setUText(characters.get(), utf8.get(), &status);
    if (U_FAILURE(status) != 0) return 0;
    const auto boundary = ubrk_preceding(characters.get(), static_cast<std::int32_t>(limit) + 1);
    return boundary == UBRK_DONE ? 0 : static_cast<std::size_t>(boundary);
}

}  // namespace

std::vector<std::string> split_text(std::string_view text, std::size_t max_bytes) {
    std::vector<std::string> parts;
    while (text.size() > max_bytes) {
        const auto line_break = text.substr(0, max_bytes + 1).rfind('\n');
        if (line_break != std::string_view::npos && line_break * 3 >= max_bytes * 2 &&
            line_break > 0) {
            parts.emplace_back(text.substr(0, line_break));
            text.remove_prefix(line_break + 1);
            continue;
        }
        // A cluster has no upper limit, so a little more than the part is enough to look at.
        std::size_t cut = character_cut(text.substr(0, max_bytes + 256), max_bytes);
        if (cut == 0) cut = code_point_cut(text, max_bytes);
        parts.emplace_back(text.substr(0, cut));
        text.remove_prefix(cut);
    }
    if (!text.empty() || parts.empty()) parts.emplace_back(text);
    return parts;
}

}  // namespace qingdan::outbox
