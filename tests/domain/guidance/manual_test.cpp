#include "domain/guidance/manual.hpp"

#include "guidance_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace qingdan::guidance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<Section> raw_sections(std::string_view tag) {
    std::vector<Section> all;
    const std::string folder = "locales/" + std::string{tag} + "/manual/";
    for (const auto& file : data::files()) {
        if (!file.path.starts_with(folder)) continue;
        auto sections = read_sections(file.path, file.content);
        EXPECT_TRUE(sections) << to_text(sections.error());
        if (sections) all.insert(all.end(), sections->begin(), sections->end());
    }
    return all;
}

class EveryLanguage : public testing::TestWithParam<std::string> {};

TEST_P(EveryLanguage, KnowsEveryFigureItNames) {
    std::vector<Fault> faults;
    const auto manual = Manual::load(GetParam(), {}, Figures::built_in(), &faults);
    for (const auto& fault : faults) ADD_FAILURE() << to_text(fault);
    EXPECT_FALSE(manual.sections().empty());
}

TEST_P(EveryLanguage, HasEachIdOnce) {
    std::set<std::string> ids;
    for (const auto& section : raw_sections(GetParam()))
        EXPECT_TRUE(ids.insert(section.id).second) << section.id;
}

/// A figure that can be set elsewhere would be wrong here one day. Allowed are years of laws, list
/// numbers, codes of notices (T01) and of records (R-).
TEST_P(EveryLanguage, HoldsNoFigureInItsTexts) {
    const std::regex placeholder{R"(\{\{[^}]*\}\})"}, allowed{R"((19|20)\d\d|T\d\d|(^|\n)\d+\.)"},
        digit{R"(\d)"};
    for (const auto& section : raw_sections(GetParam())) {
        std::string text = section.title + "\n" + section.body;
        for (const auto& step : section.steps) text += "\n" + step;
        text = std::regex_replace(text, placeholder, "");
        text = std::regex_replace(text, allowed, "");
        EXPECT_FALSE(std::regex_search(text, digit)) << section.id << ": " << text;
    }
}

TEST_P(EveryLanguage, CoversEveryTopic) {
    std::set<std::string> covered;
    for (const auto& section : raw_sections(GetParam())) covered.insert(section.topic);
    for (const auto& topic : topics()) EXPECT_TRUE(covered.contains(topic)) << topic;
}

INSTANTIATE_TEST_SUITE_P(Manuals,
                         EveryLanguage,
                         testing::Values("zh-CN", "en"),
                         [](const auto& info) {
                             return std::string{info.param == "en" ? "English" : "Chinese"};
                         });

TEST(Manual, HasTheSameSectionsInEveryLanguage) {
    std::set<std::string> chinese, english;
    for (const auto& section : raw_sections("zh-CN")) chinese.insert(section.id);
    for (const auto& section : raw_sections("en")) english.insert(section.id);
    EXPECT_EQ(chinese, english);
}

TEST(Manual, HasAtLeastOneHundredAndFiftySections) {
    EXPECT_GE(raw_sections("zh-CN").size(), 150U);
}

const Guide& guide() {
    static const Guide built_in{Figures::built_in(), {}, "zh-CN"};
    return built_in;
}

TEST(Manual, NamesTheSourceInEveryAnswer) {
    EXPECT_THAT(guide().ask("居委会任期几年").text, HasSubstr("来源："));
}

TEST(Manual, OpensWhatIsOnlyAnExampleWithTheSentenceThatSaysSo) {
    for (const auto question : {"四减四增是什么",
                                "五五工作法是什么",
                                "五点工作法是哪五点",
                                "四百走访是什么",
                                "激励关怀十五条是什么",
                                "导师带教怎么带"})
        EXPECT_TRUE(guide().ask(question).text.starts_with("本条为示例，以街道文件为准"))
            << question;
}

TEST(Manual, SaysWhatIsTakenOverAndWhatIsOurs) {
    EXPECT_THAT(guide().ask("一个人最多代几个人投票").text, HasSubstr("参照"));
    EXPECT_THAT(guide().ask("可以自荐当候选人吗").text, HasSubstr("默认做法"));
}

TEST(Manual, TellsAVillageThatItIsForResidentsCommittees) {
    EXPECT_THAT(guide().ask("我们村委会换届选举要几天公示").text,
                HasSubstr("村委会换届请问镇选举办"));
    EXPECT_THAT(guide().ask("选民名单公示几天", std::nullopt, true).text,
                HasSubstr("村委会换届请问镇选举办"));
    // Only the election is different there.
    EXPECT_EQ(guide().ask("午饭最晚什么时候订", std::nullopt, true).topic, "meals");
}

TEST(Manual, KeepsTheTopicOfAQuestionThatFollows) {
    const auto first = guide().ask("选民名单什么时候公布");
    ASSERT_TRUE(first.topic);
    const auto next = guide().ask("要几天？", Previous{*first.topic, first.sections.front().id});
    EXPECT_EQ(next.topic, "election");
    const auto cutoff = guide().ask("订饭最晚几点");
    const auto then = guide().ask("那晚饭呢", Previous{*cutoff.topic, cutoff.sections.front().id});
    EXPECT_EQ(then.topic, "meals");
    EXPECT_THAT(then.text, HasSubstr("10:00"));
}

TEST(Manual, AdmitsWhatItDoesNotKnowAndNamesWhomToAsk) {
    const auto answer = guide().ask("怎么炒股票能赚钱");
    EXPECT_FALSE(answer.topic);
    EXPECT_TRUE(answer.sections.empty());
    EXPECT_THAT(answer.text, HasSubstr("没有这个问题的答案"));
    EXPECT_THAT(answer.text, HasSubstr("可以问"));
}

TEST(Manual, AnswersTraditionalInTraditional) {
    EXPECT_THAT(guide().ask("選民名單什麼時候公佈").text, HasSubstr("選舉日前20天"));
}

struct MisheardCase {
    std::string_view name, question, section;
};
class Misheard : public testing::TestWithParam<MisheardCase> {};
TEST_P(Misheard, IsUnderstoodBySound) {
    const auto answer = guide().ask(GetParam().question);
    ASSERT_FALSE(answer.sections.empty());
    EXPECT_EQ(answer.sections.front().id, GetParam().section);
}
INSTANTIATE_TEST_SUITE_P(
    Words,
    Misheard,
    testing::Values(MisheardCase{"VotersList", "选民明丹什么时候公布", "election/list-publish"},
                    MisheardCase{"Recall", "怎么霸面居委会成员", "election/recall"},
                    MisheardCase{"Mentor", "倒师带叫怎么带", "training/mentor"}),
    [](const auto& info) { return std::string{info.param.name}; });

class OwnFolder : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() /
                  ("qingdan-manual-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
        fs::create_directories(folder_ / "zh-CN");
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) {
        std::ofstream{folder_ / name} << text;
    }
    static std::string section(const std::string& id, const std::string& body) {
        return "---\nid: " + id +
               "\ntitle: 居委会任期几年\ntopic: election\nkeywords: 任期\nsource: 街道文件\n"
               "reviewed: 2026-11-24\n---\n" +
               body + "\n";
    }
    fs::path folder_;
};

TEST_F(OwnFolder, ReplacesTheSameIdAndAddsNewOnes) {
    write("zh-CN/own.md",
          section("election/term", "街道说：{{election.term_years}}年。") +
              section("election/extra", "另外一条。"));
    Guide guide{Figures::built_in(), folder_, "zh-CN"};
    EXPECT_TRUE(guide.reload().empty());
    EXPECT_THAT(guide.ask("居委会任期几年").text, HasSubstr("街道说：5年。"));
    EXPECT_TRUE(guide.manual("zh-CN")->section("election/extra"));
}

TEST_F(OwnFolder, BadFileIsNamedAndItsLastGoodContentStays) {
    write("zh-CN/own.md", section("election/term", "街道说：五年。"));
    Guide guide{Figures::built_in(), folder_, "zh-CN"};
    ASSERT_TRUE(guide.reload().empty());
    write("zh-CN/own.md", "---\nid: election/term\nnonsense\n---\n");
    const auto faults = guide.reload();
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults.front().line, 3);
    EXPECT_THAT(guide.ask("居委会任期几年").text, HasSubstr("街道说"));
}

TEST_F(OwnFolder, UnknownFigureIsNamedAndTheBuiltInSectionStays) {
    write("zh-CN/own.md", section("election/term", "{{election.no_such}}年。"));
    Guide guide{Figures::built_in(), folder_, "zh-CN"};
    const auto faults = guide.reload();
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_THAT(faults.front().what, HasSubstr("election.no_such"));
    EXPECT_THAT(guide.ask("居委会任期几年").text, HasSubstr("5年"));
}

}  // namespace
}  // namespace qingdan::guidance
