#pragma once
/// @file
/// What each stage of understanding made of a message, for people who look for a mistake.

#include "domain/language/meaning.hpp"

#include <string>
#include <string_view>

namespace qingdan::language {

/// The stages in order, in English, a line for each thing found. Takes what `understand` takes.
std::string explain(std::string_view text,
                    OffsetTime written,
                    ChatKind chat,
                    std::string_view bot_name = {});

/// What the bot is called where the configuration says nothing else; stands in the lexicon.
const std::string& default_bot_name();

}  // namespace qingdan::language
