#include "domain/guidance/section.hpp"

#include <gtest/gtest.h>

namespace qingdan::guidance {
namespace {

constexpr std::string_view good =
    "---\n"
    "id: meals/menu\n"
    "title: 菜单在哪里看\n"
    "topic: meals\n"
    "keywords: 菜单 | 吃什么\n"
    "steps: 先看 | 再订\n"
    "source: 本系统用法\n"
    "reviewed: 2026-11-24\n"
    "basis: program\n"
    "---\n"
    "发一句就行。\n";

TEST(Section, IsReadWithItsFrontMatter) {
    const auto sections = read_sections("own.md", good);
    ASSERT_TRUE(sections);
    ASSERT_EQ(sections->size(), 1U);
    const auto& section = sections->front();
    EXPECT_EQ(section.id, "meals/menu");
    EXPECT_EQ(section.keywords, (std::vector<std::string>{"菜单", "吃什么"}));
    EXPECT_EQ(section.steps, (std::vector<std::string>{"先看", "再订"}));
    EXPECT_EQ(section.basis, Basis::program);
    EXPECT_EQ(qingdan::to_text(section.reviewed), "2026-11-24");
    EXPECT_EQ(section.body, "发一句就行。");
}

TEST(Section, FollowsAnotherInOneFile) {
    std::string two{good};
    two += two;
    two.replace(two.rfind("meals/menu"), 10, "meals/list");
    const auto sections = read_sections("own.md", two);
    ASSERT_TRUE(sections);
    ASSERT_EQ(sections->size(), 2U);
    EXPECT_EQ(sections->back().id, "meals/list");
    EXPECT_EQ(sections->back().line, 12);
}

struct BadCase {
    std::string_view name, from, to;
    int line;
    std::string_view what;
};
class BadSection : public testing::TestWithParam<BadCase> {};

TEST_P(BadSection, IsNamedWithItsLine) {
    const auto& c = GetParam();
    std::string text{good};
    text.replace(text.find(c.from), c.from.size(), c.to);
    const auto sections = read_sections("own.md", text);
    ASSERT_FALSE(sections);
    EXPECT_EQ(sections.error().file, "own.md");
    EXPECT_EQ(sections.error().line, c.line);
    EXPECT_NE(sections.error().what.find(c.what), std::string::npos) << sections.error().what;
}
INSTANTIATE_TEST_SUITE_P(
    Files,
    BadSection,
    testing::Values(BadCase{"UnknownField", "title:", "titel:", 3, "titel"},
                    BadCase{"NoSuchTopic", "topic: meals", "topic: meal", 1, "meal"},
                    BadCase{"IdOfAnotherTopic", "id: meals/menu", "id: hotline/menu", 1, "meals/"},
                    BadCase{"NoDay", "2026-11-24", "last week", 8, "reviewed"},
                    BadCase{"NoSource", "source: 本系统用法\n", "", 1, "source"},
                    BadCase{"NoText", "发一句就行。", "", 1, "no text"},
                    BadCase{"UnknownBasis", "program", "perhaps", 9, "basis"},
                    BadCase{"Twice", "topic: meals", "title: 菜", 4, "twice"},
                    BadCase{"NoColon", "topic: meals", "topic meals", 4, "key: value"}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST(Section, WithoutEndOfFrontMatterIsRefused) {
    EXPECT_EQ(read_sections("a.md", "---\nid: meals/x\n").error().line, 1);
    EXPECT_EQ(read_sections("a.md", "# just text\n").error().line, 1);
    EXPECT_FALSE(read_sections("a.md", "\n\n"));
}

}  // namespace
}  // namespace qingdan::guidance
