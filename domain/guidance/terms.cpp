#include "domain/guidance/terms.hpp"

#include "domain/guidance/syllables.hpp"
#include "domain/language/fold/fold.hpp"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace qingdan::guidance {
namespace {

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
}

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    return text.toUTF8String(bytes);
}

bool is_han(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC); }

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{
        icu::Transliterator::createInstance(id, UTRANS_FORWARD, error)};
    if (U_FAILURE(error)) throw std::runtime_error(std::string{"no transliterator "} + id);
    return made;
}

/// One script for all: simplified.
icu::UnicodeString simplified(const icu::UnicodeString& text) {
    icu::UnicodeString result;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        result.append(
            is_han(c) ? static_cast<UChar32>(language::shadow_of(static_cast<char32_t>(c))) : c);
    }
    return result;
}

/// Syllables that many speakers do not keep apart become one (zh and z, -ng and -n).
std::string blurred(std::string syllable) {
    for (const auto& [from, to] : {std::pair{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"ng", "n"}})
        if (const auto at = syllable.find(from); at != std::string::npos)
            syllable.replace(at, 2, to);
    return syllable;
}

/// Every syllable, by the characters that sound so.
class Syllables {
public:
    Syllables() {
        std::string_view rest = sounds::syllables_txt;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            const auto blank = line.find(' ');
            if (line.starts_with('#') || blank == std::string_view::npos) continue;
            const auto characters = unicode(line.substr(blank + 1));
            names_.push_back(blurred(std::string{line.substr(0, blank)}));
            for (std::int32_t i = 0; i < characters.length(); ++i)
                numbers_.at(static_cast<std::size_t>(characters.charAt(i) - first)) =
                    static_cast<std::uint16_t>(names_.size());
        }
    }
    /// The character itself where nobody knows how it sounds.
    std::string of(UChar32 c) const {
        const auto at = static_cast<std::size_t>(c - first);
        const std::uint16_t number = c >= first && at < numbers_.size() ? numbers_[at] : 0;
        return number == 0 ? utf8(icu::UnicodeString{c}) : names_[number - 1U];
    }

private:
    static constexpr UChar32 first = 0x4E00;
    std::vector<std::string> names_;
    std::array<std::uint16_t, 0x9FA6 - first> numbers_{};  // 0: none
};

std::string syllable(UChar32 c) {
    static const Syllables syllables;
    return syllables.of(c);
}

/// Enough of a stem for a manual: plural, -ing, -ed.
std::string stem(std::string word) {
    const auto drop = [&](std::string_view ending, std::size_t keep) {
        if (word.size() < ending.size() + keep || !word.ends_with(ending)) return false;
        word.resize(word.size() - ending.size());
        return true;
    };
    if (drop("ies", 2)) return word + 'y';
    if (drop("ing", 3) || drop("ed", 3)) {
        const auto n = word.size();
        if (n > 3 && word[n - 1] == word[n - 2]) word.pop_back();
    } else if (!word.ends_with("ss")) {
        drop("s", 3);
    }
    if (word.size() > 3 && word.ends_with('e')) word.pop_back();
    return word;
}

struct Piece {
    icu::UnicodeString text;
    bool han = false;
};

void add_sound(const std::vector<Piece>& run, Analysed& into) {
    std::vector<std::string> syllables;
    for (const auto& piece : run)
        for (std::int32_t i = 0; i < piece.text.length(); i = piece.text.moveIndex32(i, 1))
            syllables.push_back(syllable(piece.text.char32At(i)));
    for (std::size_t i = 0; i + 1 < syllables.size(); ++i)
        into.sound.push_back(syllables[i] + '-' + syllables[i + 1]);
}

/// Terms of neighbouring Chinese words: pairs of characters, the words that are no pairs, pairs
/// across words with less weight because they often mean nothing.
void add_run(const std::vector<Piece>& run, Analysed& into) {
    for (std::size_t w = 0; w < run.size(); ++w) {
        const auto& word = run[w].text;
        const auto characters = word.countChar32();
        if (characters != 2)
            into.terms.push_back({utf8(word), characters == 1 ? 0.6 : 0.8, characters > 1});
        for (std::int32_t i = 0; i < word.length();) {
            const auto next = word.moveIndex32(i, 1);
            if (next < word.length()) {
                const auto after = word.moveIndex32(next, 1);
                into.terms.push_back(
                    {utf8(word.tempSubStringBetween(i, after)), 1, characters == 2});
            } else if (w + 1 < run.size()) {
                icu::UnicodeString pair{word.char32At(i)};
                pair.append(run[w + 1].text.char32At(0));
                into.terms.push_back({utf8(pair), 0.5, false});
            }
            i = next;
        }
    }
    add_sound(run, into);
}

}  // namespace

struct Cutter::Impl {
    const Words* words = nullptr;
    std::unique_ptr<icu::BreakIterator> breaks;
    /// Places of the synonyms by their first byte pair, the longest first: every place of a text is
    /// looked at, and few synonyms begin like it.
    std::unordered_map<std::string_view, std::vector<std::size_t>> synonyms;
};

namespace {

/// What synonyms are sorted by: enough bytes to tell most characters apart.
std::string_view beginning(std::string_view text) {
    constexpr std::size_t bytes = 3;
    return text.substr(0, bytes);
}

}  // namespace

Cutter::Cutter(const Words& words) : impl_(std::make_unique<Impl>()) {
    UErrorCode error = U_ZERO_ERROR;
    impl_->words = &words;
    impl_->breaks.reset(
        icu::BreakIterator::createWordInstance(icu::Locale{words.tag.c_str()}, error));
    if (U_FAILURE(error)) throw std::runtime_error("no word boundaries for " + words.tag);
    for (std::size_t i = 0; i < words.synonyms.size(); ++i)
        impl_->synonyms[beginning(words.synonyms[i].first)].push_back(i);
}
Cutter::Cutter(Cutter&&) noexcept = default;
Cutter::~Cutter() = default;

std::string Cutter::fold(std::string_view text) const {
    UErrorCode error = U_ZERO_ERROR;
    static const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (U_FAILURE(error) || !normalizer) throw std::runtime_error("no case folding");
    icu::UnicodeString folded = normalizer->normalize(unicode(text), error);
    std::string plain = utf8(simplified(folded));
    // Where one is followed by another, neither is read again: a replacement is never replaced.
    std::string result;
    for (std::string_view rest = plain; !rest.empty();) {
        std::size_t taken = 0;
        if (const auto likely = impl_->synonyms.find(beginning(rest));
            likely != impl_->synonyms.end())
            for (const std::size_t place : likely->second) {
                const auto& [said, meant] = impl_->words->synonyms[place];
                if (!rest.starts_with(said)) continue;
                result += meant;
                taken = said.size();
                break;
            }
        if (taken == 0) {
            taken = 1;
            result += rest.front();
        }
        rest.remove_prefix(taken);
    }
    return result;
}

Analysed Cutter::cut(std::string_view text) const {
    const auto folded = unicode(fold(text));
    const std::unique_ptr<icu::BreakIterator> breaks{impl_->breaks->clone()};
    breaks->setText(folded);
    Analysed found;
    std::vector<Piece> run;
    const auto end_run = [&] {
        if (!run.empty()) add_run(run, found);
        run.clear();
    };
    auto from = breaks->first();
    for (auto to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next()) {
        const auto piece = folded.tempSubStringBetween(from, to);
        const UChar32 first = piece.char32At(0);
        if (!u_isalnum(first) || impl_->words->stop.contains(utf8(piece))) {
            end_run();
        } else if (is_han(first)) {
            run.push_back({piece, true});
        } else {
            end_run();
            found.terms.push_back({stem(utf8(piece)), 1, true});
        }
    }
    end_run();
    return found;
}

bool is_latin(std::string_view text) {
    const auto all = unicode(text);
    int latin = 0, han = 0;
    for (std::int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        const UChar32 c = all.char32At(i);
        if (is_han(c)) ++han;
        UErrorCode error = U_ZERO_ERROR;
        if (uscript_getScript(c, &error) == USCRIPT_LATIN) ++latin;
    }
    return han == 0 && latin > 0;
}

bool is_traditional(std::string_view text) {
    const auto all = unicode(text);
    return simplified(all) != all;
}

std::string to_traditional(std::string_view text) {
    static const auto to_traditional = transliterator("Simplified-Traditional");
    auto all = unicode(text);
    to_traditional->transliterate(all);
    return utf8(all);
}

std::size_t length(std::string_view text) {
    std::size_t characters = 0;
    for (const char byte : text)
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++characters;
    return characters;
}

}  // namespace qingdan::guidance
