#pragma once
/// @file
/// A message with everything that was recognised in it before its meaning is decided.

#include "domain/clock.hpp"
#include "domain/language/dates/dates.hpp"
#include "domain/language/grammar/layout.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/names/names.hpp"
#include "domain/language/reading.hpp"

#include <vector>

namespace qingdan::language {

/// What all grammars read. The reading's covers are those of the things listed here.
struct Scene {
    Reading reading;
    Layout layout;
    Day today;
    ChatKind chat = ChatKind::private_chat;
    std::vector<Reference> references;
    std::vector<Phone> phones;
    std::vector<Span> addresses;
    std::vector<Person> persons;
    std::vector<DatePhrase> ahead;  ///< days read as in an order
    std::vector<DatePhrase> back;   ///< days read as in a report

    bool in_group() const { return chat == ChatKind::group; }
};

/// Reads a message up to the point where its meaning has to be decided.
Scene set_scene(std::string_view text, Day today, ChatKind chat, std::string_view bot_name);

/// The items of a list that lie in the span.
template <class T>
std::vector<T> within(const std::vector<T>& items, Span span) {
    std::vector<T> found;
    for (const T& item : items)
        if (span.holds(item.span)) found.push_back(item);
    return found;
}
inline std::vector<Span> within(const std::vector<Span>& items, Span span) {
    std::vector<Span> found;
    for (const Span& item : items)
        if (span.holds(item)) found.push_back(item);
    return found;
}

}  // namespace qingdan::language
