#pragma once
/// @file
/// One line of `qingdan parse`'s input (the parse contract).

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace qingdan::commands {

/// A message as an input line tells it.
struct ParseInput {
    std::optional<std::string> id;  ///< none where it is missing, no string or no Unicode text
    std::string text;
    OffsetTime now;
    language::ChatKind chat = language::ChatKind::private_chat;
};

/// Reads one line into `input`, whose strings are written over so that their memory is used again.
/// The complaint where the line is no such object, empty where it is one; `id` is what could be
/// read of it, also from a line that breaks off behind it. JSON is that of RFC 8259, a later member
/// of the same name counts, and strings have to be Unicode text: bytes that are no UTF-8 and half a
/// surrogate pair (`\ud800`) are complained of.
std::string_view read_parse_input(std::string_view line, ParseInput& input);

}  // namespace qingdan::commands
