/// @file
/// Lines that `qingdan parse` reads: what is taken of them and what is complained of.

#include "bot/commands/parse_input.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qingdan::commands {
namespace {

/// A line with that text, as it stands between quotes.
std::string with_text(const std::string& text) {
    return R"({"id": "a1", "text": ")" + text +
           R"(", "now": "2026-03-02T09:15:00+08:00", "chat": "group"})";
}

TEST(ParseInput, TakesIdTextTimeAndChat) {
    ParseInput input;
    ASSERT_EQ(read_parse_input(with_text("明天午饭一份"), input), "");
    EXPECT_EQ(input.id, "a1");
    EXPECT_EQ(input.text, "明天午饭一份");
    EXPECT_EQ(to_rfc3339(input.now), "2026-03-02T09:15:00+08:00");
    EXPECT_EQ(input.chat, language::ChatKind::group);
}

TEST(ParseInput, TakesEscapesAsTheCharactersTheyStandFor) {
    ParseInput input;
    ASSERT_EQ(read_parse_input(with_text(R"(\u660e天\n\t\"\\\/\ud83d\ude00 \u00e9)"), input), "");
    EXPECT_EQ(input.text, "明天\n\t\"\\/😀 é");
}

TEST(ParseInput, ReadsTheNextLineAsIfItWereTheFirst) {
    ParseInput input;
    ASSERT_EQ(read_parse_input(with_text("一\\n二"), input), "");
    EXPECT_EQ(read_parse_input("{}", input), "id is missing or no string");
    EXPECT_EQ(input.id, std::nullopt);
}

struct Line {
    std::string line;
    std::string complaint;
    std::optional<std::string> id;
};

const std::string no_json = "not JSON";
const std::string no_unicode =
    "not JSON: a string is no Unicode text (bytes that are no UTF-8, or half a surrogate pair)";

class OddLine : public testing::TestWithParam<Line> {};

TEST_P(OddLine, IsComplainedOfWithTheIdAsFarAsItCouldBeRead) {
    ParseInput input;
    EXPECT_EQ(read_parse_input(GetParam().line, input), GetParam().complaint);
    EXPECT_EQ(input.id, GetParam().id);
}

INSTANTIATE_TEST_SUITE_P(
    ParseInput,
    OddLine,
    testing::Values(
        Line{"", no_json, std::nullopt},
        Line{"hello", no_json, std::nullopt},
        Line{"[1, {\"a\": []}]", "not an object", std::nullopt},
        Line{"\"text\"", "not an object", std::nullopt},
        Line{"[1,]", no_json, std::nullopt},
        Line{"{}", "id is missing or no string", std::nullopt},
        Line{R"({"id": 7, "text": "a"})", "id is missing or no string", std::nullopt},
        Line{R"({"id": "a1"})", "text is missing or no string", "a1"},
        Line{R"({"id": "a1", "text": ["b"]})", "text is missing or no string", "a1"},
        Line{R"({"id": "a1", "text": "b", "text": 1})", "text is missing or no string", "a1"},
        Line{R"({"id": "a1", "text": "b", "now": "today"})",
             "now is missing or no RFC 3339 time with an offset",
             "a1"},
        Line{R"({"id": "a1", "text": "b", "now": "2026-03-02T09:15:00Z", "chat": "both"})",
             "chat is neither private nor group",
             "a1"},
        Line{R"({"id": "a1", "text": "brea)", no_json, "a1"},
        Line{R"({"id": "a1", "text": "b"} more)", no_json, "a1"},
        Line{R"({"id": "a1", "text": "b",})", no_json, "a1"},
        Line{R"({"id": "a1", "text": "b\x"})", no_json, "a1"},
        Line{"{\"id\": \"a1\", \"text\": \"a\tb\"}", no_json, "a1"},
        Line{with_text(R"(\ud800)"), no_unicode, "a1"},
        Line{with_text(R"(\ude00\ud83d)"), no_unicode, "a1"},
        Line{with_text(R"(\ud83dab)"), no_unicode, "a1"},
        Line{with_text("\xFF"), no_unicode, "a1"},
        Line{with_text("\xE4\xBD"), no_unicode, "a1"},
        Line{with_text("\xED\xA0\x80"), no_unicode, "a1"},
        Line{with_text("\xC0\xAF"), no_unicode, "a1"},
        Line{with_text("\xF4\x90\x80\x80"), no_unicode, "a1"},
        Line{R"({"id": "\ud800", "text": "b"})", no_unicode, std::nullopt},
        Line{R"({"text": "b", "odd": [[{"a": [0, -1.5e3, true, null, {}]}]], "id": "a1"})",
             "now is missing or no RFC 3339 time with an offset",
             "a1"},
        Line{R"({"odd": [01], "id": "a1"})", no_json, std::nullopt},
        Line{R"({"odd": {"a" 1}, "id": "a1"})", no_json, std::nullopt}));

TEST(ParseInput, SkipsAMemberThatNestsAsDeepAsTheLineIsLong) {
    ParseInput input;
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_EQ(read_parse_input(R"({"odd": )" + deep + R"(, "id": "a1"})", input),
              "text is missing or no string");
    EXPECT_EQ(input.id, "a1");
}

}  // namespace
}  // namespace qingdan::commands
