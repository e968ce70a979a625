#include "bot/outbox/split_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qingdan::outbox {
namespace {

bool starts_inside_a_code_point(const std::string& part) {
    return !part.empty() && (static_cast<unsigned char>(part.front()) & 0xC0U) == 0x80U;
}

RC_GTEST_PROP(LongText, ComesTogetherAgainAndEachPartFits, ()) {
    const auto pieces =
        *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "a", "\n", "走", "，", "e\u0301", "\U0001F469\u200D\U0001F467", " "}));
    const auto limit = *rc::gen::inRange<std::size_t>(8, 40);
    std::string text;
    for (const auto& piece : pieces) text += piece;
    std::string_view rest = text;
    for (const std::string& part : split_text(text, limit)) {
        RC_ASSERT(part.size() <= limit);
        RC_ASSERT(!starts_inside_a_code_point(part));
        // Only the line break at which it was cut may be missing.
        if (!rest.starts_with(part)) {
            RC_ASSERT(rest.starts_with('\n'));
            rest.remove_prefix(1);
        }
        RC_ASSERT(rest.starts_with(part));
        rest.remove_prefix(part.size());
    }
    RC_ASSERT(rest.empty() || rest == "\n");
}

}  // namespace
}  // namespace qingdan::outbox
