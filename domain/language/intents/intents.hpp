#pragma once
/// @file
/// Which intent a message has: decided by evidence, with the reasons visible.

#include "domain/language/grammar/scene.hpp"

#include <string_view>
#include <vector>

namespace qingdan::language {

/// One piece of evidence for (or, below zero, against) an intent.
struct Evidence {
    Intent intent;
    int points;
    std::string_view reason;  ///< in plain words, for `parse --explain`
};

/// The evidence and what follows from it.
struct Decision {
    Intent intent = Intent::none;
    std::vector<Evidence> evidence;

    int score(Intent of) const;
};

/// Weighs all intents; the best one wins where it reaches the threshold of its kind of chat. Groups
/// are stricter: there a report needs the shape of one, and questions have to be asked of the bot.
Decision decide(const Scene& scene);

}  // namespace qingdan::language
