#include "domain/language/fold/fold.hpp"
#include "domain/language/numbers/numbers.hpp"
#include "domain/language/reading.hpp"
#include "domain/people/person.hpp"

namespace qingdan::people {
namespace {

using language::Hit;
using language::Reading;
using language::Tag;

/// Where the surname that begins at `begin` ends; `begin` where none does.
int surname_end(const Reading& reading, int begin) {
    const Hit* found = reading.word(begin, Tag::surname);
    return found ? found->end : begin;
}

/// The form of address, title or `家` that ends a name, if one does.
const Hit* last_word(const Reading& reading, int end) {
    for (const Tag tag : {Tag::honorific, Tag::official_title, Tag::house}) {
        if (const Hit* word = reading.word_before(end, tag)) return word;
    }
    return nullptr;
}

/// `我妈`, `爸爸`: family words that name nobody.
bool is_kin_alone(const Reading& reading) {
    const Hit* my = reading.word(0, Tag::my);
    const Hit* kin = reading.word(my ? my->end : 0, Tag::kin);
    return kin && kin->end == reading.size();
}

}  // namespace

std::string name_key(std::string_view name) {
    const Reading reading{name, language::builtin_lexicon()};
    if (is_kin_alone(reading)) return {};
    int begin = 0;
    int end = reading.size();
    // `老王`, `小陈`: the surname alone is known.
    if (const Hit* nick = reading.word(0, Tag::nick_prefix);
        nick && surname_end(reading, nick->end) > nick->end) {
        begin = nick->end;
    }
    while (const Hit* word = last_word(reading, end)) {
        // A single character (`王工`) is a form of address only where nothing but the surname
        // stands before it.
        const bool is_short = word->end - word->begin == 1;
        if (word->begin <= begin || (is_short && surname_end(reading, begin) != word->begin)) break;
        end = word->begin;
    }
    std::u32string key;
    for (int at = begin; at < end; ++at) {
        if (const char32_t c = reading.at(at); c != U' ') key += c;
    }
    return language::to_utf8(key);
}

std::string surname(std::string_view name) {
    const Reading reading{name, language::builtin_lexicon()};
    const int end = surname_end(reading, 0);
    return language::to_utf8(
        reading.folded().shadow.substr(0, static_cast<std::size_t>(end > 0 ? end : 1)));
}

std::string address_key(std::string_view address) {
    const Reading reading{address, language::builtin_lexicon()};
    std::string key;
    for (int at = 0; at < reading.size();) {
        const auto number = language::number_at(reading, at);
        if (!number || number->span.end <= at) {
            ++at;
            continue;
        }
        if (key.empty()) key = "/";
        key += std::to_string(number->value) + "/";
        at = number->span.end;
    }
    return key;
}

std::string stairwell(std::string_view address) {
    const Reading reading{address, language::builtin_lexicon()};
    int numbers = 0, room = 0;
    for (int at = 0; at < reading.size();) {
        const auto number = language::number_at(reading, at);
        if (!number || number->span.end <= at) {
            ++at;
            continue;
        }
        ++numbers;
        room = at;
        at = number->span.end;
    }
    return numbers > 1 ? reading.written({0, room}) : std::string{};
}

bool same_address(std::string_view told_key, std::string_view register_key) {
    return register_key.find(told_key) != std::string_view::npos;
}

}  // namespace qingdan::people
