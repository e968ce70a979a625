#include "domain/elections/notice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::elections {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A value that fits a field, invented.
std::string invented(const Field& field) {
    if (field.type == "int") return "7";
    if (field.type == "date") return "2026-06-01";
    if (field.type == "time") return "09:00";
    if (field.type == "bool") return "true";
    if (field.type == "phone") return "021-00001234";
    if (field.type == "enum") return field.parts.front();
    if (field.type == "list") return "甲一;乙二";
    if (field.type == "table") {
        std::string row;
        for (std::size_t i = 0; i < field.parts.size(); ++i)
            row += (i ? "," : "") + std::string{"格"} + std::to_string(i);
        return row + ";" + row;
    }
    return "某处";
}

Told everything(std::string_view code) {
    Told told;
    for (const auto& field : Rules::built_in().common) told[field.name] = invented(field);
    for (const auto& field : Rules::built_in().notice(code)->fields)
        told[field.name] = invented(field);
    told["election_day"] = "2026-06-28";
    if (code == "T02") {
        told["seats_chair"] = "1";
        told["seats_vice"] = "2";
        told["seats_member"] = "4";
    }
    return told;
}

class EveryNotice : public testing::TestWithParam<std::string> {};

TEST_P(EveryNotice, IsMadeOfItsFields) {
    const auto notice =
        fill(GetParam(), everything(GetParam()), Rules::built_in(), Wording::built_in());
    ASSERT_TRUE(notice) << testing::PrintToString(notice.error().missing)
                        << testing::PrintToString(notice.error().wrong);
    const auto text = to_text(*notice);
    EXPECT_THAT(text, HasSubstr("选举公告第7号"));
    EXPECT_THAT(text, HasSubstr("021-00001234"));
    EXPECT_THAT(text, Not(HasSubstr("{")));
    EXPECT_THAT(to_html(*notice), HasSubstr("size: A4"));
}

TEST_P(EveryNotice, NamesEveryFieldThatIsMissing) {
    const auto notice = fill(GetParam(), {}, Rules::built_in(), Wording::built_in());
    ASSERT_FALSE(notice);
    for (const auto name : {"number",
                            "community",
                            "street",
                            "term_no",
                            "issue_date",
                            "contact_name",
                            "contact_phone",
                            "posted_places"})
        EXPECT_THAT(notice.error().missing, Contains(name));
    EXPECT_GT(notice.error().missing.size(), 8U);
}

std::vector<std::string> codes() {
    std::vector<std::string> all;
    for (const auto& notice : Rules::built_in().notices) all.push_back(notice.code);
    return all;
}
INSTANTIATE_TEST_SUITE_P(Notices, EveryNotice, testing::ValuesIn(codes()), [](const auto& info) {
    return info.param;
});

TEST(Notice, ThereAreFourteen) { EXPECT_EQ(Rules::built_in().notices.size(), 14U); }

TEST(Notice, WorksOutDaysFromTheElectionDay) {
    auto told = everything("T03");
    for (const auto name :
         {"from", "until", "birth_on_or_before", "non_hukou_months", "issue_date", "signer"})
        told.erase(name);
    const auto notice = fill("T03", told, Rules::built_in(), Wording::built_in());
    ASSERT_TRUE(notice);
    const auto text = to_text(*notice);
    EXPECT_THAT(text, HasSubstr("2026年5月21日（星期四）"));
    EXPECT_THAT(text, HasSubstr("2008年6月28日"));
    EXPECT_THAT(text, HasSubstr("住满6个月"));
    EXPECT_EQ(notice->date, "2026年5月20日（星期三）");
    EXPECT_EQ(notice->signer, "某处居民选举委员会");
}

TEST(Notice, SaysSixDaysOfObjectionWhereTheRulesDo) {
    const auto rules = Rules::with("objection_days = 6\n");
    ASSERT_TRUE(rules);
    auto told = everything("T04");
    told.erase("objection_until");
    const auto notice = fill("T04", told, *rules, Wording::built_in());
    ASSERT_TRUE(notice);
    EXPECT_THAT(to_text(*notice), HasSubstr("2026年6月9日（星期二）以前（公布之日起6日内）"));
}

TEST(Notice, NamesWhatIsToldWrongly) {
    auto told = everything("T02");
    told["election_day"] = "June";
    told["seats_vice"] = "two";
    told["way"] = "lottery";
    const auto notice = fill("T02", told, Rules::built_in(), Wording::built_in());
    ASSERT_FALSE(notice);
    EXPECT_GE(notice.error().wrong.size(), 3U);
    told = everything("T02");
    told["seats_member"] = "9";
    EXPECT_THAT(fill("T02", told, Rules::built_in(), Wording::built_in()).error().wrong,
                Contains(HasSubstr("5到9")));
}

TEST(Notice, WorksOutWhetherTheVoteCounts) {
    auto told = everything("T12");
    told["voters"] = "1200";
    told["cast"] = "600";
    told["ballots_issued"] = "1200";
    told["ballots_returned"] = "600";
    EXPECT_THAT(to_text(*fill("T12", told, Rules::built_in(), Wording::built_in())),
                HasSubstr("本次选举无效"));
    told["cast"] = "640";
    told["ballots_returned"] = "640";
    const auto text = to_text(*fill("T12", told, Rules::built_in(), Wording::built_in()));
    EXPECT_THAT(text, HasSubstr("本次选举有效"));
    EXPECT_THAT(text, HasSubstr("601人以上"));
    EXPECT_THAT(text, HasSubstr("321票"));
}

TEST(Notice, KeepsMarkupOfAFieldOutOfThePage) {
    auto told = everything("T01");
    told["chair"] = "<script>alert(1)</script>";
    EXPECT_THAT(to_html(*fill("T01", told, Rules::built_in(), Wording::built_in())),
                Not(HasSubstr("<script")));
}

TEST(Notice, OfAFurtherVoteSaysSoInItsHead) {
    auto told = everything("T10");
    told["kind"] = "by";
    EXPECT_THAT(fill("T10", told, Rules::built_in(), Wording::built_in())->head, HasSubstr("补选"));
}

}  // namespace
}  // namespace qingdan::elections
