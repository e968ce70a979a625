/// @file
/// Any bytes as a message: nothing may break, and what comes out is valid and stands within bounds.

#include "domain/language/codes.hpp"
#include "domain/language/fold/fold.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/understand.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace qingdan;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(std::string_view text, language::ChatKind chat) {
    static const OffsetTime written = *parse_rfc3339("2026-02-28T23:59:00+08:00");
    const language::Meaning meaning = language::understand(text, written, chat);
    for (const language::Record& record : meaning.records)
        require(!language::to_json(record).dump().empty());  // throws for what is no UTF-8
    require(meaning.intent == language::Intent::guide_ask || !meaning.question);
    require(nlohmann::json(meaning.refs).dump().size() >= 2);
    require(language::fold(meaning.folded).written == meaning.folded);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    check(text, language::ChatKind::private_chat);
    check(text, language::ChatKind::group);
    return 0;
}
