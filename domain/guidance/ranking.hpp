#pragma once
/// @file
/// Which sections come nearest to a question.

#include "domain/guidance/section.hpp"
#include "domain/guidance/terms.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace qingdan::guidance {

/// How near one section comes to a question. All parts are between 0 and 1.
struct Nearness {
    std::size_t section = 0;  ///< place in the list that the ranking was made of
    double score = 0;         ///< all together
    double phrase = 0;   ///< how much of its nearest title or question stands in what was asked
    double head = 0;     ///< how much of what was asked stands in its title, keywords and questions
    double covered = 0;  ///< how much of what was asked stands anywhere in it
    double worth = 0;    ///< BM25 in parts of the best section's
    double strange = 0;  ///< how many of the words asked stand nowhere in the manual
    double topic = 0;    ///< how far the words asked belong to its topic rather than to others
};

/// Ranks the sections of one manual. Any thread.
class Ranking {
public:
    Ranking(const std::vector<Section>& sections, const Cutter& cutter);
    Ranking(Ranking&&) noexcept;
    ~Ranking();

    /// Best first. What was asked before counts a little, so that `要几天？` finds its section
    /// again.
    std::vector<Nearness> rank(std::string_view question,
                               std::optional<std::size_t> before,
                               std::string_view topic) const;
    /// Whether so near a section answers at all. Below it the manual says that it has nothing.
    static bool answers(const Nearness& nearness);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan::guidance
