#include "domain/language/dangers/dangers.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace qingdan::language {
namespace {

struct Sentence {
    std::string sign, text;  ///< `fall B`; `-`
};

std::vector<Sentence> sentences() {
    std::ifstream in{QINGDAN_SOURCE_DIR "/tests/domain/language/danger_sentences.txt"};
    std::vector<Sentence> all;
    for (std::string line; std::getline(in, line);) {
        const auto bar = line.find(" | ");
        if (line.starts_with('#') || bar == std::string::npos) continue;
        all.push_back({line.substr(0, bar), line.substr(bar + 3)});
    }
    return all;
}

/// `code level` of each sign found.
std::set<std::string> signs_in(const std::string& text) {
    std::set<std::string> signs;
    for (const Danger& danger : dangers_in(Reading{text, builtin_lexicon()}))
        signs.insert(danger.code + " " + danger.level);
    return signs;
}

TEST(DangerSentences, RaiseAnAlarmEachAndTheirNearMissesNone) {
    int dangers = 0, near_misses = 0;
    for (const Sentence& sentence : sentences()) {
        const auto signs = signs_in(sentence.text);
        if (sentence.sign == "-") {
            ++near_misses;
            EXPECT_TRUE(signs.empty()) << sentence.text << ": " << *signs.begin();
        } else {
            ++dangers;
            EXPECT_TRUE(signs.contains(sentence.sign)) << sentence.sign << ": " << sentence.text;
        }
    }
    EXPECT_GE(dangers, 60);
    EXPECT_GE(near_misses, 60);
}

TEST(DangerSentences, HoldEveryWordOfTheLexicon) {
    std::string all;
    for (const Sentence& sentence : sentences()) all += sentence.text + "\n";
    for (const Word& word : builtin_lexicon().words()) {
        if (!word.kind->tags[static_cast<std::size_t>(Tag::danger)]) continue;
        const std::string text = to_utf8(word.text);
        const bool is_chinese = word.text.front() > 0x2E80;
        EXPECT_TRUE(!is_chinese || all.find(text) != std::string::npos) << text;
    }
}

}  // namespace
}  // namespace qingdan::language
