#include "domain/language/needs/needs.hpp"

#include "domain/language/reading.hpp"
#include "language_needs.hpp"

#include <algorithm>
#include <array>

namespace qingdan::language {
namespace {

/// Of several kinds in one text the first counts: what endangers before what is inconvenient, and
/// who goes along to the doctor before the doctor.
constexpr std::array<std::string_view, 13> kinds_in_order{"missing_person",
                                                          "family_violence",
                                                          "child_protection",
                                                          "mental_crisis",
                                                          "safety_hazard",
                                                          "mediation",
                                                          "accompany",
                                                          "info",
                                                          "subsidy",
                                                          "meal",
                                                          "medical",
                                                          "environment",
                                                          "repair"};

const Lexicon& needs_lexicon() {
    static const std::vector<LexiconFile> files = [] {
        std::vector<LexiconFile> all;
        for (const auto& file : needs_data::files()) all.push_back({file.path, file.content});
        return all;
    }();
    static const Lexicon lexicon{files};
    return lexicon;
}

bool has_code(const Reading& reading, Tag tag, std::string_view code) {
    const auto hits = reading.all(reading.whole(), tag);
    return std::any_of(
        hits.begin(), hits.end(), [&](const Hit* hit) { return hit->sense(tag).code == code; });
}

}  // namespace

NeedKind kind_of_need(std::string_view need) {
    const Reading reading{need, needs_lexicon()};
    NeedKind found{"other", has_code(reading, Tag::need_urgent, "any")};
    for (const std::string_view kind : kinds_in_order) {
        if (!has_code(reading, Tag::need_kind, kind)) continue;
        found.kind = kind;
        break;
    }
    found.urgent = found.urgent || has_code(reading, Tag::need_urgent, found.kind);
    return found;
}

bool is_settled(const std::vector<std::string>& actions) {
    return std::any_of(actions.begin(), actions.end(), [](const std::string& action) {
        const Reading reading{action, needs_lexicon()};
        return !reading.all(reading.whole(), Tag::need_settled).empty();
    });
}

bool says_nobody_was_met(std::string_view condition) {
    constexpr int at_most = 12;
    const Reading reading{condition, needs_lexicon()};
    return reading.size() <= at_most && !reading.all(reading.whole(), Tag::not_done).empty();
}

}  // namespace qingdan::language
