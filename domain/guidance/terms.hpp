#pragma once
/// @file
/// How a text is cut into what the search compares: words, pairs of characters, and how they sound.

#include "domain/guidance/words.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::guidance {

/// One thing to compare, with how much it counts beside the others of its text.
struct Term {
    std::string text;
    double weight = 1;
    bool word = false;  ///< a whole word of two characters or more, not just a pair of characters
};

/// A text as the search sees it.
struct Analysed {
    std::vector<Term> terms;  ///< words and pairs of Chinese characters; no stop words
    std::vector<std::string>
        sound;  ///< pairs of syllables without tones, so that a misheard word still matches
};

/// Cuts texts of one language. Any thread.
class Cutter {
public:
    explicit Cutter(const Words& words);
    Cutter(Cutter&&) noexcept;
    ~Cutter();

    /// One form of a text: width and case folded, simplified characters, synonyms replaced by what
    /// they mean.
    std::string fold(std::string_view text) const;
    Analysed cut(std::string_view text) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// True where most letters of the text are Latin: the question is English.
bool is_latin(std::string_view text);
/// True where the text has Chinese characters that are written so in traditional script alone.
bool is_traditional(std::string_view text);
/// The text in traditional characters.
std::string to_traditional(std::string_view text);
/// Number of characters (code points) of UTF-8 text.
std::size_t length(std::string_view text);

}  // namespace qingdan::guidance
