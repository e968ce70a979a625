#pragma once
/// @file
/// The words of one language around the manual: what an answer says besides the passage, and what
/// the search must know of the language.

#include "domain/guidance/figures.hpp"

#include <tl/expected.hpp>

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qingdan::guidance {

/// Words in a question that decide alone which section answers where the best one is of that topic.
struct Always {
    std::vector<std::string> words;
    std::string topic, section;
};

/// `locales/<tag>/manual.toml`.
struct Words {
    std::string tag;
    std::map<std::string, std::string, std::less<>> topics;  ///< names of the topics
    std::map<std::string, std::string, std::less<>>
        whom;  ///< who knows more, by topic; `""`: anything else
    std::string source, more, see, example, full, nothing, nearest, ask, separator;
    std::map<std::string, std::string, std::less<>>
        basis;  ///< a sentence for each basis that needs one
    FigureWords figures;
    std::set<std::string, std::less<>> stop;  ///< words that tell nothing apart
    std::vector<std::string> elsewhere;       ///< words of what the manual says nothing about
    std::vector<std::pair<std::string, std::string>>
        synonyms;  ///< longest first: what is said, what is meant
    std::vector<Always> always;

    static tl::expected<Words, std::string> read(std::string_view tag, std::string_view toml);
};

}  // namespace qingdan::guidance
