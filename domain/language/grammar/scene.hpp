#pragma once
/// @file
/// A message with everything that was recognised in it before its meaning is decided.

#include "domain/clock.hpp"
#include "domain/language/dates/dates.hpp"
#include "domain/language/grammar/layout.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/names/names.hpp"
#include "domain/language/reading.hpp"

#include <algorithm>
#include <span>
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
    /// The thoughts of the whole body, where it may tell of a visit: its evidence and its grammar
    /// both go by them.
    std::vector<Span> thoughts;

    bool in_group() const { return chat == ChatKind::group; }
};

/// Reads a message up to the point where its meaning has to be decided.
Scene set_scene(std::string_view text, Day today, ChatKind chat, std::string_view bot_name);

inline Span span_of(Span item) { return item; }
template <class T>
Span span_of(const T& item) {
    return item.span;
}

/// The items of a list that lie in the span. The lists of a scene are in the order of the text and
/// their items do not overlap, so they are a piece of it.
template <class T>
std::span<const T> within(const std::vector<T>& items, Span span) {
    const auto first = std::partition_point(items.begin(), items.end(), [&](const T& item) {
        return span_of(item).begin < span.begin;
    });
    auto last = first;
    while (last != items.end() && span_of(*last).end <= span.end) ++last;
    return {first, last};
}

}  // namespace qingdan::language
