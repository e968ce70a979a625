/// Questions as people ask them (questions.txt): the right topic first and the fact in the answer.

#include "domain/guidance/manual.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace qingdan::guidance {
namespace {

struct Question {
    std::string topic, fact, text;
};

std::string trim(std::string text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<Question> questions() {
    std::ifstream file{QINGDAN_SOURCE_DIR "/tests/domain/guidance/questions.txt"};
    std::vector<Question> all;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto first = line.find('|'), second = line.find('|', first + 1);
        all.push_back({trim(line.substr(0, first)),
                       trim(line.substr(first + 1, second - first - 1)),
                       trim(line.substr(second + 1))});
    }
    return all;
}

/// The parts of `a/b`.
std::vector<std::string> alternatives(std::string text) {
    std::vector<std::string> parts;
    while (true) {
        const auto slash = text.find('/');
        parts.push_back(text.substr(0, slash));
        if (slash == std::string::npos) return parts;
        text.erase(0, slash + 1);
    }
}

bool is_one_of(const std::string& topic, const std::string& topics) {
    return std::ranges::count(alternatives(topics), topic) > 0;
}

bool has_fact(const std::string& answer, const std::string& facts) {
    return std::ranges::any_of(alternatives(facts), [&](const auto& fact) {
        return answer.find(fact) != std::string::npos;
    });
}

const Guide& built_in_guide() {
    static const Guide built_in{Figures::built_in(), {}, "zh-CN"};
    return built_in;
}

TEST(Questions, AreAnsweredFromTheRightTopicWithTheFact) {
    int asked = 0, right = 0;
    for (const auto& question : questions()) {
        if (question.topic == "-") continue;
        ++asked;
        const auto answer = built_in_guide().ask(question.text);
        // A fact of several numbers (5/9 people) may be told by any of them; the topic must be
        // right.
        if (answer.topic && is_one_of(*answer.topic, question.topic) &&
            has_fact(answer.text, question.fact)) {
            ++right;
        } else {
            std::cout << "missed: " << question.text << "  wanted " << question.topic << ' '
                      << question.fact << ", got "
                      << (answer.sections.empty() ? "nothing" : answer.sections.front().id) << '\n';
        }
    }
    std::cout << right << " of " << asked << " questions\n";
    EXPECT_GE(asked, 120);
    EXPECT_GE(right, asked * 95 / 100);
}

TEST(Questions, ThatNothingAnswersAreNotAnswered) {
    int asked = 0;
    for (const auto& question : questions()) {
        if (question.topic != "-") continue;
        ++asked;
        const auto answer = built_in_guide().ask(question.text);
        EXPECT_FALSE(answer.topic) << question.text << ": " << answer.text;
        EXPECT_TRUE(answer.sections.empty());
    }
    EXPECT_GE(asked, 20);
}

TEST(Questions, AreAnsweredInAtMostSixHundredCharacters) {
    for (const auto& question : questions()) {
        const auto answer = built_in_guide().ask(question.text);
        std::size_t characters = 0;
        for (const char byte : answer.text)
            if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++characters;
        EXPECT_LE(characters, longest_answer) << question.text;
        EXPECT_EQ(answer.text.find("{{"), std::string::npos) << answer.text;
    }
}

}  // namespace
}  // namespace qingdan::guidance
