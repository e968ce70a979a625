/// @file
/// The corpus through the parser: the share of messages that are right in every field, printed by
/// tag, with a floor that may only rise. The judge is the one of the message contract
/// (tests/corpus/README.md), written here once more, so that it runs everywhere.

#include "domain/language/codes.hpp"
#include "domain/language/meaning.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

namespace qingdan::language {
namespace {

using nlohmann::json;

icu::UnicodeString nfkc(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCInstance(status);
    return normalizer->normalize(icu::UnicodeString::fromUTF8(text), status);
}

/// Letters, marks and digits only, without case.
std::u32string key(const std::string& text) {
    icu::UnicodeString folded = nfkc(text);
    folded.foldCase();
    std::u32string out;
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 c = folded.char32At(i);
        const auto mask = U_GET_GC_MASK(c);
        if ((mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0 && c != 0xFE0F)
            out.push_back(static_cast<char32_t>(c));
    }
    return out;
}

/// Names and addresses: blanks and forms folded.
std::string plain(const std::string& text) {
    std::string out;
    nfkc(text).toUTF8String(out);
    std::erase(out, ' ');
    return out;
}

bool contained(const std::u32string& want, const std::u32string& got) {
    return got.find(want) != std::u32string::npos && got.size() <= 2 * want.size();
}

bool text_right(const json& want, const json& got) {
    const bool nothing = want.is_null() || want == "";
    if (nothing) return got.is_null() || got == "";
    return got.is_string() && contained(key(want), key(got));
}

bool texts_right(const json& want, const json& got) {
    std::u32string given;
    for (const auto& one : got) given += key(one);
    std::size_t length = 0;
    for (const auto& one : want) {
        const auto part = key(one);
        if (given.find(part) == std::u32string::npos) return false;
        length += part.size();
    }
    return want.empty() ? given.empty() : given.size() <= 2 * length;
}

bool is_one_of(const std::string& field, std::initializer_list<const char*> fields) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool field_right(const std::string& field, const json& want, const json& got, bool correction) {
    if (is_one_of(field, {"condition", "note", "topic", "organizer", "suggestion"}))
        return text_right(want, got);
    if (is_one_of(field, {"needs", "actions"})) return texts_right(want, got);
    if (is_one_of(field, {"person", "address"}) && want.is_string() && got.is_string())
        return plain(want) == plain(got);
    if (field == "diet") {
        auto a = want;
        auto b = got;
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        return a == b;
    }
    if (correction && field == "method") return want == got || (got.is_null() && want == "home");
    if (correction && field == "kind") return want == got || (got.is_null() && want == "other");
    return want == got;
}

bool says_something(const json& record) {
    for (const auto& [field, value] : record.items()) {
        if (field == "type" || value.is_null() || value == false ||
            (value.is_array() && value.empty()) || value == "")
            continue;
        if ((field == "method" && value == "home") || (field == "kind" && value == "other"))
            continue;
        return true;
    }
    return false;
}

bool is_right(const json& expected, const Meaning& meaning) {
    if (expected["intent"] != contract_name(meaning.intent)) return false;
    if (expected["refs"] != json(meaning.refs)) return false;
    if (expected["intent"] == "guide.ask" &&
        !text_right(expected["question"],
                    meaning.question ? json(*meaning.question) : json(nullptr)))
        return false;
    std::vector<json> wanted;
    for (const auto& record : expected["records"])
        if (says_something(record)) wanted.push_back(record);
    std::vector<json> given;
    for (const Record& record : meaning.records)
        given.push_back(json::parse(to_json(record).dump()));
    if (wanted.size() != given.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        for (const auto& [field, value] : wanted[i].items())
            if (!field_right(
                    field, value, given[i].at(field), expected["intent"] == "record.correct"))
                return false;
    return true;
}

struct Share {
    int right = 0;
    int all = 0;
    double percent() const { return all == 0 ? 100.0 : 100.0 * right / all; }
};

struct Score {
    Share messages, intents;
    int false_reports_in_groups = 0;
    std::map<std::string, Share> by_tag;
};

Score score(const std::filesystem::path& file) {
    Score total;
    std::ifstream lines{file};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) continue;
        const json item = json::parse(line);
        const bool group = item["chat"] == "group";
        const Meaning meaning = understand(item["text"].get<std::string>(),
                                           *parse_rfc3339(item["now"].get<std::string>()),
                                           group ? ChatKind::group : ChatKind::private_chat);
        const auto& expected = item["expect"];
        const bool right = is_right(expected, meaning);
        ++total.messages.all;
        total.messages.right += right ? 1 : 0;
        ++total.intents.all;
        total.intents.right += expected["intent"] == contract_name(meaning.intent) ? 1 : 0;
        const bool report = meaning.intent == Intent::visit_report ||
                            meaning.intent == Intent::meal_order ||
                            meaning.intent == Intent::workload_report;
        total.false_reports_in_groups += group && expected["intent"] == "none" && report ? 1 : 0;
        for (const auto& tag : item["tags"]) {
            Share& share = total.by_tag[tag];
            ++share.all;
            share.right += right ? 1 : 0;
        }
    }
    return total;
}

void print(const std::string& name, const Score& score) {
    std::cout << name << ": " << score.messages.right << " of " << score.messages.all
              << " messages right (" << score.messages.percent() << " %), intents "
              << score.intents.percent() << " %, false reports in groups "
              << score.false_reports_in_groups << "\n";
    for (const auto& [tag, share] : score.by_tag)
        std::cout << "  " << tag << " " << share.percent() << " % (" << share.right << "/"
                  << share.all << ")\n";
}

struct CorpusCase {
    std::string_view name, file;
    double messages, intents;  ///< floors, percent
};
class Corpus : public testing::TestWithParam<CorpusCase> {};

TEST_P(Corpus, IsUnderstoodAsWellAsBefore) {
    const auto& c = GetParam();
    const auto file = std::filesystem::path{QINGDAN_SOURCE_DIR} / c.file;
    if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
    const Score result = score(file);
    print(std::string{c.file}, result);
    EXPECT_GE(result.messages.percent(), c.messages);
    EXPECT_GE(result.intents.percent(), c.intents);
    EXPECT_EQ(result.false_reports_in_groups, 0);
}
INSTANTIATE_TEST_SUITE_P(
    Files,
    Corpus,
    testing::Values(
        CorpusCase{"Messages", "tests/corpus/messages.jsonl", 97.0, 99.5},
        CorpusCase{"Chatter", "tests/corpus/chatter.jsonl", 99.5, 99.5},
        CorpusCase{"OnceHeldOut", "tests/corpus/heldout.jsonl", 98.0, 99.5},
        CorpusCase{"ContractSamples", "../shared/contracts/parse-samples.jsonl", 98.0, 100.0},
        CorpusCase{"DateSamples", "../shared/contracts/dates-samples.jsonl", 100.0, 100.0},
        CorpusCase{"FactsSamples", "../shared/facts/message-samples.jsonl", 97.0, 100.0}),
    [](const testing::TestParamInfo<CorpusCase>& info) { return std::string{info.param.name}; });

}  // namespace
}  // namespace qingdan::language
