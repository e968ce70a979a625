#include "bot/files/entries.hpp"

#include "bot/files/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::files {
namespace {

using namespace std::chrono_literals;
using people::Duty;
using people::Role;
using testing::ElementsAre;
using testing::HasSubstr;

Table table(const std::string& csv) {
    auto read = read_csv(csv);
    EXPECT_TRUE(read) << read.error().reason;
    return read ? *read : Table{};
}

constexpr std::string_view roster_header = "platform,user_id,name,role,community,town";

TEST(Roster, HasEveryFieldOfTheContract) {
    const auto entries = read_roster(table(
        "platform,user_id,name,role,community,town,unit,phone,person,duties,superior,away,kind\n"
        "wecom,c-chen,陈干部,cadre;meal_manager,东风新村,老港镇,,021-0000 1234,,secretary；child,,"
        "2026-03-01/2026-03-08/c-zhou,village\n"
        "sim,f-wang,王女儿,family,东风新村,老港镇,,+8610000001234,王阿婆;王老伯,,,,\n"
        "sim,o-li,李主任,official,,老港镇,安全办,,,,区应急局,,\n"));
    ASSERT_TRUE(entries) << to_text(entries.error().front());
    const people::RosterEntry cadre{.platform = "wecom",
                                    .user_id = "c-chen",
                                    .name = "陈干部",
                                    .roles = {Role::cadre, Role::meal_manager},
                                    .community = "东风新村",
                                    .town = "老港镇",
                                    .unit = "",
                                    .phone = "02100001234",
                                    .persons = {},
                                    .duties = {Duty::secretary, Duty::child},
                                    .superior = "",
                                    .away = {{2026y / 3 / 1, 2026y / 3 / 8, "c-zhou"}},
                                    .kind = people::CommunityKind::village};
    EXPECT_EQ(entries->at(0), cadre);
    EXPECT_TRUE(entries->at(0).has(Role::meal_manager));
    EXPECT_FALSE(entries->at(0).has(Role::official));
    EXPECT_THAT(entries->at(1).persons, ElementsAre("王阿婆", "王老伯"));
    EXPECT_EQ(entries->at(1).phone, "10000001234");
    EXPECT_EQ(entries->at(2).unit, "安全办");
    EXPECT_EQ(entries->at(2).superior, "区应急局");
}

TEST(Roster, NeedsNoOptionalColumn) {
    const auto entries = read_roster(
        table(std::string{roster_header} + "\nsim,r-1,王阿婆,resident,东风新村,老港镇\n"));
    ASSERT_TRUE(entries);
    EXPECT_EQ(entries->at(0).kind, people::CommunityKind::committee);
}

TEST(Roster, TakesHeadersInAnyOrderAndCase) {
    const auto entries =
        read_roster(table("Town, ROLE ,community,Name,user_id,platform\n老港镇, Resident "
                          ",东风新村,　王阿婆 ,r-1,SIM\n"));
    ASSERT_TRUE(entries) << to_text(entries.error().front());
    EXPECT_EQ(entries->at(0).name, "王阿婆");
    EXPECT_TRUE(entries->at(0).has(Role::resident));
    EXPECT_EQ(entries->at(0).platform, "sim");
}

struct ProblemCase {
    std::string name, rows;
    int line;
    std::string column, reason;
};
std::string case_name(const testing::TestParamInfo<ProblemCase>& info) { return info.param.name; }

template <class Entry>
void expect_problem(const Entries<Entry>& entries, const ProblemCase& c) {
    ASSERT_FALSE(entries);
    ASSERT_EQ(entries.error().size(), 1u) << to_text(entries.error().back());
    const RowProblem& problem = entries.error().front();
    EXPECT_EQ(problem.line, c.line);
    EXPECT_EQ(problem.column, c.column);
    EXPECT_THAT(problem.reason, HasSubstr(c.reason));
}

class WrongRoster : public testing::TestWithParam<ProblemCase> {};
TEST_P(WrongRoster, IsNamedByLineColumnAndReason) {
    expect_problem(read_roster(table(GetParam().rows)), GetParam());
}
const std::string rows = std::string{roster_header} + ",phone,away,kind,duties\n";
INSTANTIATE_TEST_SUITE_P(
    Files,
    WrongRoster,
    testing::Values(
        ProblemCase{"UnknownColumn",
                    std::string{roster_header} + ",Nickname\n",
                    1,
                    "nickname",
                    "no such column"},
        ProblemCase{"ColumnWithoutAName",
                    "platform,,user_id,name,role,community,town\n",
                    1,
                    "2",
                    "no name"},
        ProblemCase{
            "MissingColumn", "platform,user_id,name,community,town\n", 1, "role", "missing"},
        ProblemCase{"RepeatedColumn", std::string{roster_header} + ",name\n", 1, "name", "twice"},
        ProblemCase{"UnknownRole",
                    rows + "sim,a,甲,chef,东风新村,老港镇\n",
                    2,
                    "role",
                    "chef is none of resident"},
        ProblemCase{"NoRole", rows + "sim,a,甲,,东风新村,老港镇\n", 2, "role", "empty"},
        ProblemCase{
            "UnknownPlatform", rows + "icq,a,甲,cadre,东风新村,老港镇\n", 2, "platform", "icq"},
        ProblemCase{"NoUserId", rows + "sim,,甲,cadre,东风新村,老港镇\n", 2, "user_id", "empty"},
        ProblemCase{"NoCommunity", rows + "sim,a,甲,cadre,,老港镇\n", 2, "community", "officials"},
        ProblemCase{
            "Phone", rows + "sim,a,甲,cadre,东风新村,老港镇,1.0E+10\n", 2, "phone", "spreadsheet"},
        ProblemCase{"Away",
                    rows + "sim,a,甲,cadre,东风新村,老港镇,,2026-03-08/2026-03-01/b\n",
                    2,
                    "away",
                    "earlier"},
        ProblemCase{
            "Kind", rows + "sim,a,甲,cadre,东风新村,老港镇,,,hamlet\n", 2, "kind", "village"},
        ProblemCase{
            "Duty", rows + "sim,a,甲,cadre,东风新村,老港镇,,,,cook\n", 2, "duties", "secretary"},
        ProblemCase{"Twice",
                    rows + "sim,a,甲,cadre,东风新村,老港镇\n\nsim,a,乙,cadre,东风新村,老港镇\n",
                    4,
                    "user_id",
                    "line 2"}),
    case_name);

TEST(Roster, NamesEverythingThatIsWrong) {
    const auto entries =
        read_roster(table(rows + "icq,a,甲,chef,东风新村,老港镇\nsim,b,,cadre,东风新村,老港镇\n"));
    ASSERT_FALSE(entries);
    EXPECT_EQ(entries.error().size(), 3u);
    EXPECT_EQ(to_text(entries.error().back()), "line 3, column name: must not be empty");
}

TEST(Roster, ShowsNoNameWhereACodeShouldBe) {
    const auto entries = read_roster(table(rows + "sim,a,甲,王阿婆,东风新村,老港镇\n"));
    ASSERT_FALSE(entries);
    EXPECT_THAT(to_text(entries.error().front()), testing::Not(HasSubstr("王阿婆")));
}

TEST(People, HasEveryFieldOfTheContract) {
    const auto entries =
        read_people(table("community,name,address,phone,birth,categories,responsible,diet,meal_"
                          "level,emergency_contact,"
                          "emergency_phone\n"
                          "东风新村,王阿婆,3号楼201,10000001234,1938/5/"
                          "1,elder_alone;elder_80plus,c-chen,low_salt;soft,age80,"
                          "王女儿,10000001235\n"
                          "东风新村,李老伯,5号楼\n"));
    ASSERT_TRUE(entries) << to_text(entries.error().front());
    const people::PersonEntry person{.community = "东风新村",
                                     .name = "王阿婆",
                                     .address = "3号楼201",
                                     .phone = "10000001234",
                                     .birth = 1938y / 5 / 1,
                                     .categories = {"elder_alone", "elder_80plus"},
                                     .responsible = "c-chen",
                                     .diet = {"low_salt", "soft"},
                                     .meal_level = "age80",
                                     .emergency_contact = "王女儿",
                                     .emergency_phone = "10000001235"};
    EXPECT_EQ(entries->at(0), person);
    EXPECT_EQ(entries->at(1),
              (people::PersonEntry{.community = "东风新村", .name = "李老伯", .address = "5号楼"}));
}

class WrongPeople : public testing::TestWithParam<ProblemCase> {};
TEST_P(WrongPeople, IsNamedByLineColumnAndReason) {
    expect_problem(read_people(table("community,name,address,birth,categories,diet,meal_level\n" +
                                     GetParam().rows)),
                   GetParam());
}
INSTANTIATE_TEST_SUITE_P(
    Files,
    WrongPeople,
    testing::Values(
        ProblemCase{"NoAddress", "东风新村,王阿婆\n", 2, "address", "empty"},
        ProblemCase{"Birth", "东风新村,王阿婆,3号楼,1938-02-30\n", 2, "birth", "2026-03-01"},
        ProblemCase{"Category", "东风新村,王阿婆,3号楼,,alone\n", 2, "categories", "elder_alone"},
        ProblemCase{"Diet", "东风新村,王阿婆,3号楼,,,salty\n", 2, "diet", "low_salt"},
        ProblemCase{"Level", "东风新村,王阿婆,3号楼,,,,age70\n", 2, "meal_level", "age80"},
        ProblemCase{
            "Twice", "东风新村,王阿婆,3号楼\n东风新村,王阿婆,3号楼\n", 3, "name", "line 2"}),
    case_name);

TEST(People, TakesTheLevelsOfTheConfiguration) {
    const std::array<std::string_view, 1> levels{"age70"};
    EXPECT_TRUE(read_people(
        table("community,name,address,meal_level\n东风新村,王阿婆,3号楼,age70\n"), levels));
}

TEST(Menu, NamesUnnamedSetsInTheirOrder) {
    const auto lines =
        read_menu(table("date,meal,dishes,price_fen,capacity,set,allergens,diets\n"
                        "2026-03-03,lunch,红烧肉;青菜,1500,40,,,\n"
                        "2026-03-03,lunch,清蒸鱼;冬瓜汤,,,,鱼,low_salt;soft\n"
                        "2026-03-03,lunch,面条,,,B,,\n"
                        "2026-03-03,dinner,粥,,,,,\n"));
    ASSERT_TRUE(lines) << to_text(lines.error().front());
    const meals::MenuLine first{.date = 2026y / 3 / 3,
                                .meal = language::MealTime::lunch,
                                .dishes = {"红烧肉", "青菜"},
                                .price = Fen{1500},
                                .capacity = 40,
                                .set = "A",
                                .allergens = {},
                                .diets = {}};
    EXPECT_EQ(lines->at(0), first);
    EXPECT_EQ(lines->at(1).set, "C");
    EXPECT_EQ(lines->at(1).price, std::nullopt);
    EXPECT_THAT(lines->at(1).allergens, ElementsAre("鱼"));
    EXPECT_THAT(lines->at(1).diets, ElementsAre("low_salt", "soft"));
    EXPECT_EQ(lines->at(2).set, "B");
    EXPECT_EQ(lines->at(3).set, "A");
}

class WrongMenu : public testing::TestWithParam<ProblemCase> {};
TEST_P(WrongMenu, IsNamedByLineColumnAndReason) {
    expect_problem(read_menu(table("date,meal,dishes,price_fen,capacity,set\n" + GetParam().rows)),
                   GetParam());
}
INSTANTIATE_TEST_SUITE_P(
    Files,
    WrongMenu,
    testing::Values(
        ProblemCase{"Date", "3月3日,lunch,粥\n", 2, "date", "no date"},
        ProblemCase{"NoDate", ",lunch,粥\n", 2, "date", "empty"},
        ProblemCase{"Meal", "2026-03-03,brunch,粥\n", 2, "meal", "breakfast"},
        ProblemCase{"NoDishes", "2026-03-03,lunch,\n", 2, "dishes", "empty"},
        ProblemCase{"PriceInYuan", "2026-03-03,lunch,粥,15.5\n", 2, "price_fen", "whole number"},
        ProblemCase{"Capacity", "2026-03-03,lunch,粥,,-1\n", 2, "capacity", "whole number"},
        ProblemCase{
            "Twice", "2026-03-03,lunch,粥,,,甲\n2026/3/3,lunch,面,,,甲\n", 3, "set", "line 2"}),
    case_name);

TEST(CalendarFile, SaysWhichDaysDiffer) {
    const auto days = read_calendar(table(
        "date,kind,name,statutory\n2027-01-01,holiday,元旦,true\n2027-01-03,workday,元旦,\n"));
    ASSERT_TRUE(days);
    EXPECT_THAT(*days,
                ElementsAre(calendar::SpecialDay{2027y / 1 / 1, false, "元旦", true},
                            calendar::SpecialDay{2027y / 1 / 3, true, "元旦", false}));
    EXPECT_FALSE(read_calendar(table("date,kind\n2027-01-01,party\n")));
    EXPECT_FALSE(read_calendar(table("date,kind\n2027-01-01,holiday\n2027-01-01,workday\n")));
    EXPECT_FALSE(read_calendar(table("date,kind,statutory\n2027-01-01,workday,true\n")));
}

TEST(Hotline, TakesTimesAsTheTicketSystemWritesThem) {
    const auto tickets = read_hotline(table("ticket,received_at,text\n"
                                            "T1,2026-03-01T09:15:00+08:00,开会太多\n"
                                            "T2,2026-03-01 09:15,开会太多\n"
                                            "T3,2026/3/1 9:15:30,开会太多\n"
                                            "T4,2026-03-01,开会太多\n"
                                            "T5,,开会太多\n"),
                                      8h);
    ASSERT_TRUE(tickets) << to_text(tickets.error().front());
    std::vector<std::string> times;
    for (const auto& ticket : *tickets) {
        times.push_back(ticket.received_at ? qingdan::to_text(*ticket.received_at) : "");
    }
    EXPECT_THAT(times,
                ElementsAre("2026-03-01T01:15:00Z",
                            "2026-03-01T01:15:00Z",
                            "2026-03-01T01:15:30Z",
                            "2026-02-28T16:00:00Z",
                            ""));
    EXPECT_FALSE(read_hotline(table("ticket,received_at,text\nT1,昨天,x\n"), 8h));
    EXPECT_FALSE(read_hotline(table("ticket,text\nT1,x\nT1,y\n"), 8h));
    EXPECT_FALSE(read_hotline(table("ticket\nT1\n"), 8h));
}

struct DayCase {
    std::string name, cell, day;
};
class DayCell : public testing::TestWithParam<DayCase> {};
TEST_P(DayCell, IsReadAsSpreadsheetProgramsShowIt) {
    const auto day = day_from_cell(GetParam().cell);
    EXPECT_EQ(day ? qingdan::to_text(*day) : "", GetParam().day);
}
INSTANTIATE_TEST_SUITE_P(Cells,
                         DayCell,
                         testing::Values(DayCase{"Iso", "2026-03-01", "2026-03-01"},
                                         DayCase{"Slashes", "2026/3/1", "2026-03-01"},
                                         DayCase{"Dots", "2026.3.1", "2026-03-01"},
                                         DayCase{"Digits", "20260301", "2026-03-01"},
                                         DayCase{"FullWidth", "２０２６－３－１", "2026-03-01"},
                                         DayCase{"Midnight", "2026-03-01 00:00:00", "2026-03-01"},
                                         DayCase{"ImpossibleDay", "2026-02-30", ""},
                                         DayCase{"ShortYear", "26-3-1", ""},
                                         DayCase{"ManyParts", "2026-3-1-1", ""},
                                         DayCase{"Time", "2026-03-01 09:15", ""},
                                         DayCase{"Nothing", "", ""}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace qingdan::files
