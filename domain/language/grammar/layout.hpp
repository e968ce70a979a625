#pragma once
/// @file
/// How a message is laid out: mention, quoted text, lines, list entries, labelled lines, clauses.

#include "domain/language/reading.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// A labelled value: `地址：3号楼502` has the field `address`.
struct Label {
    std::string field;
    Span name;
    Span value;
};

/// One numbered or bulleted entry of a list, without its mark.
struct Entry {
    Span span;
    bool numbered = false;
};

/// What the shape of the text says.
struct Layout {
    Span body;                  ///< without mention, quoted text, greeting in front
    bool addressed = false;     ///< the bot is named
    bool names_others = false;  ///< somebody else is called with `@`
    bool relay = false;         ///< a WeChat relay list (接龙)
    bool forwarded = false;     ///< begins like a forwarded message
    std::vector<Span>
        heads;  ///< lines in front of the first entry, or all lines where there are no entries
    std::vector<Span> tails;     ///< lines behind the last entry that are no entries
    std::vector<Entry> entries;  ///< list entries that say something, examples left out
    std::vector<Label> labels;   ///< labelled values in order
};

/// True where one of the labels is of that field.
bool has_label(const Layout& layout, std::string_view field);

/// Lays the text out and covers what is cut (mentions, quotes, list marks) in the reading.
Layout lay_out(Reading& reading, std::string_view bot_name);

/// The clauses of a stretch: parted by punctuation, line breaks, removed blanks between Chinese
/// words and symbols.
std::vector<Span> clauses(const Reading& reading, Span in);

/// The sentences of a stretch.
std::vector<Span> sentences(const Reading& reading, Span in);

}  // namespace qingdan::language
