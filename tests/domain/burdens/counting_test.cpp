#include "domain/burdens/counting.hpp"

#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/indicators.hpp"
#include "tests/support/case_name.hpp"

#include <gmock/gmock.h>

namespace qingdan::burdens {
namespace {

using language::BurdenKind;
using language::Period;
using testing::ElementsAre;

Day day(std::string_view text) { return parse_day(text).value(); }

/// A report as the tables below write it.
struct Told {
    std::string_view on;
    std::optional<int> count{};
    std::optional<Period> period{};
    std::optional<std::string> organizer{}, topic{};
    std::string reporter = "c-one";
    BurdenKind kind = BurdenKind::meeting;
    Status status = Status::open;
    std::string community = "东滨新村";
};

std::vector<Burden> reports(const std::vector<Told>& told) {
    std::vector<Burden> all;
    for (const Told& one : told) {
        Burden burden;
        burden.number.digits = 1001 + static_cast<std::int64_t>(all.size());
        burden.created_at =
            std::chrono::sys_days{day(one.on)} + std::chrono::seconds{static_cast<int>(all.size())};
        burden.platform = "sim";
        burden.reporter = one.reporter;
        burden.community = one.community;
        burden.town = "临塘镇";
        burden.status = one.status;
        burden.day = day(one.on);
        burden.told.kind = one.kind;
        burden.told.count = one.count;
        burden.told.period = one.period;
        burden.told.organizer = one.organizer;
        burden.told.topic = one.topic;
        all.push_back(burden);
    }
    return all;
}

std::vector<Burden> within(std::vector<Burden> all, const Term& term) {
    std::erase_if(all, [&](const Burden& one) { return !belongs(one, term); });
    return all;
}

Term month(std::string_view text) {
    return Term::around(Period::month, day(std::string{text} + "-01"));
}

struct CountCase {
    std::string_view name;
    std::vector<Told> told;
    std::string_view of_month;
    int burdens;
};
class Counting : public testing::TestWithParam<CountCase> {};

TEST_P(Counting, OfAMonthComesTo) {
    const auto& c = GetParam();
    EXPECT_EQ(how_many(within(reports(c.told), month(c.of_month))), c.burdens);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Facts, Counting, testing::Values(
    CountCase{"OrdinalAndCountOfOneWeekAreOneGroup",
              {{"2026-05-14", 5, Period::week}, {"2026-05-15", 3, Period::week}}, "2026-05", 5},
    CountCase{"TwoOrganizersOfOneWeekAdd",
              {{"2026-05-14", 3, Period::week, "街道平安办"}, {"2026-05-15", 2, Period::week, "街道党建办"}}, "2026-05", 5},
    CountCase{"AWeekBelongsToTheMonthOfItsThursday",
              {{"2026-06-29", 4, Period::week}}, "2026-07", 4},
    CountCase{"AndToNoOther", {{"2026-06-29", 4, Period::week}}, "2026-06", 0},
    CountCase{"ADayCountsOnceForEachDay",
              {{"2026-05-12", {}, Period::day, {}, {}, "c-one", BurdenKind::system},
               {"2026-05-13", {}, Period::day, {}, {}, "c-one", BurdenKind::system},
               {"2026-05-14", {}, Period::day, {}, {}, "c-one", BurdenKind::system}}, "2026-05", 3},
    CountCase{"SaidFiveTimesOnOneDayItIsOne",
              {{"2026-05-12"}, {"2026-05-12"}, {"2026-05-12"}, {"2026-05-12"}, {"2026-05-12"}}, "2026-05", 1},
    CountCase{"WorkedExampleOfMay",
              {{"2026-05-13", 5, Period::week, "街道安全办"}, {"2026-05-20", 2, Period::week, "街道安全办"},
               {"2026-05-27", {}, {}, "街道安全办"}, {"2026-05-29", {}, {}, "街道安全办"}}, "2026-05", 9},
    CountCase{"AMonthJoinsTheWeeksInIt",
              {{"2026-05-13", 5, Period::week}, {"2026-05-20", 2, Period::week}, {"2026-05-31", 6, Period::month}}, "2026-05", 6},
    CountCase{"AQuarterIsNoPartOfAMonth", {{"2026-05-13", 9, Period::quarter}}, "2026-05", 0},
    CountCase{"AnotherTopicIsAnotherMeeting",
              {{"2026-05-12", {}, {}, "街道安全办", "消防"}, {"2026-05-12", {}, {}, "街道安全办", "防汛"}}, "2026-05", 2},
    CountCase{"ATopicAndNoneAreTwo",
              {{"2026-05-12", {}, {}, "街道安全办", "消防"}, {"2026-05-12", {}, {}, "街道安全办"}}, "2026-05", 2},
    CountCase{"NamesAreFolded",
              {{"2026-05-12", 2, {}, "街道 安全办"}, {"2026-05-12", 2, {}, "街道安全辦"}}, "2026-05", 2},
    CountCase{"AnotherCommunityIsAnotherBurden",
              {{"2026-05-12"}, {.on = "2026-05-12", .community = "塘北村"}}, "2026-05", 2},
    CountCase{"AnotherKindIsAnotherBurden",
              {{"2026-05-12"}, {.on = "2026-05-12", .kind = BurdenKind::form}}, "2026-05", 2},
    CountCase{"WhatWasTakenBackDoesNotCount",
              {{"2026-05-12", 4}, {.on = "2026-05-13", .count = 9, .status = Status::withdrawn}}, "2026-05", 4},
    CountCase{"WhatWasTakenBackJoinsNothing",
              {{"2026-05-04", 2}, {"2026-05-09", 3},
               {.on = "2026-05-06", .count = 1, .period = Period::week, .status = Status::withdrawn}}, "2026-05", 5},
    CountCase{"JoinedThroughEachOther",
              {{"2026-05-11", 2}, {"2026-05-17", 3}, {"2026-05-13", 1, Period::week}}, "2026-05", 3}),
    testing_support::case_name<CountCase>);
// clang-format on

TEST(Counting, NinePeopleTellingOneMeetingAreNineVoices) {
    std::vector<Told> told;
    for (int i = 0; i < 9; ++i)
        told.push_back({"2026-05-14", {}, {}, "街道安全办", "消防", "c-" + std::to_string(i)});
    const auto all = reports(told);
    EXPECT_EQ(how_many(all), 1);
    EXPECT_EQ(voices(all), 9);
}

TEST(Counting, OnePersonSpeaksOnceHoweverOften) {
    EXPECT_EQ(voices(reports({{"2026-05-14"}, {"2026-05-15"}})), 1);
}

struct TermCase {
    std::string_view name;
    Period length;
    std::string_view on, text, last;
};
class Terms : public testing::TestWithParam<TermCase> {};
TEST_P(Terms, AreNamedAndEnd) {
    const auto& c = GetParam();
    const Term term = Term::around(c.length, day(c.on));
    EXPECT_EQ(to_text(term), c.text);
    EXPECT_EQ(qingdan::to_text(term.last()), c.last);
    EXPECT_TRUE(term.holds(day(c.on)));
    EXPECT_EQ(term.before().last(), add_days(term.first, -1));
}
INSTANTIATE_TEST_SUITE_P(
    Calendar,
    Terms,
    testing::Values(TermCase{"Day", Period::day, "2026-05-14", "2026-05-14", "2026-05-14"},
                    TermCase{"Week", Period::week, "2026-05-14", "2026-W20", "2026-05-17"},
                    TermCase{"FirstWeek", Period::week, "2025-12-29", "2026-W01", "2026-01-04"},
                    TermCase{"LastWeek", Period::week, "2027-01-02", "2026-W53", "2027-01-03"},
                    TermCase{"Month", Period::month, "2026-02-14", "2026-02", "2026-02-28"},
                    TermCase{"Quarter", Period::quarter, "2026-05-14", "2026-Q2", "2026-06-30"},
                    TermCase{"Year", Period::year, "2026-05-14", "2026", "2026-12-31"}),
    testing_support::case_name<TermCase>);

struct StockCase {
    std::string_view name;
    std::vector<Told> told;
    int stock;
};
class Stock : public testing::TestWithParam<StockCase> {};
TEST_P(Stock, IsTheLatestNumberOfEachOrganizer) {
    EXPECT_EQ(stock(reports(GetParam().told), day("2026-05-31"), 90), GetParam().stock);
}
// clang-format off
INSTANTIATE_TEST_SUITE_P(Facts, Stock, testing::Values(
    StockCase{"Latest", {{"2026-05-01", 7}, {"2026-05-20", 4}}, 4},
    StockCase{"LatestOfOneDayIsTheLastTold", {{"2026-05-20", 7}, {"2026-05-20", 4}}, 4},
    StockCase{"OrganizersAdd", {{"2026-05-01", 3, {}, "区大数据中心"}, {"2026-05-20", 4, {}, "镇城运中心"}, {"2026-05-21", 2}}, 9},
    StockCase{"NinetyDays", {{"2026-03-03", 7}}, 7},
    StockCase{"NoLonger", {{"2026-03-02", 7}}, 0},
    StockCase{"WithoutANumberItIsOne", {{"2026-05-20"}}, 1},
    StockCase{"ANumberOutlivesAComplaintWithoutOne", {{"2026-05-01", 7}, {"2026-05-20", {}, Period::day}}, 7},
    StockCase{"TakenBack", {{"2026-05-01", 7}, {.on = "2026-05-20", .count = 4, .status = Status::withdrawn}}, 7}),
    testing_support::case_name<StockCase>);
// clang-format on

TEST(Figure, GivesTheUnitWithMostFirst) {
    const auto all = reports({{"2026-05-05", 3, Period::week, "街道党建办"},
                              {"2026-05-12", 5, Period::week, "街道安全办"},
                              {"2026-05-20", 1, {}, "街道党建办"}});
    const auto indicator = indicator_from("meeting_per_month").value();
    const Figure figure = figure_of(indicator, all, month("2026-05"), day("2026-05-31"), 90);
    EXPECT_EQ(figure.value, 9);
    ASSERT_EQ(figure.shares.size(), 2u);
    EXPECT_EQ(figure.shares[0].organizer, "街道安全办");
    EXPECT_EQ(figure.shares[0].count, 5);
    EXPECT_EQ(figure.shares[1].count, 4);
}

TEST(Figure, OfEqualUnitsGivesTheOneThatGotThereFirst) {
    const auto all = reports({{"2026-05-20", 4, {}, "街道安全办"},
                              {"2026-05-05", 1, {}, "街道党建办"},
                              {"2026-05-21", 3, {}, "街道党建办"}});
    const auto indicator = indicator_from("meeting_per_month").value();
    const Figure figure = figure_of(indicator, all, month("2026-05"), day("2026-05-31"), 90);
    ASSERT_EQ(figure.shares.size(), 2u);
    EXPECT_EQ(figure.shares[0].organizer, "街道安全办");
}

TEST(Figure, OfTheYearTakesInWeeksMonthsAndQuarters) {
    const auto all = reports(
        {{.on = "2026-02-05",
          .count = 2,
          .period = Period::quarter,
          .kind = BurdenKind::assessment},
         {.on = "2026-05-05", .count = 1, .period = Period::month, .kind = BurdenKind::assessment},
         {.on = "2025-12-30", .count = 1, .period = Period::week, .kind = BurdenKind::assessment}});
    const auto indicator = indicator_from("assessment_per_year").value();
    const Term year = Term::around(Period::year, day("2026-05-05"));
    // The week reaches into the first quarter: the two are one group, the month is another.
    EXPECT_EQ(figure_of(indicator, all, year, day("2026-05-31"), 90).value, 3);
}

TEST(Light, IsRedAboveTheLimitAndAmberAboveItsOwn) {
    WorkloadSettings settings;
    settings.amber["meeting_per_month"] = 6;
    settings.limits["signage_total"] = -1;
    EXPECT_EQ(light_of("meeting_per_month", 6, settings), Light::green);
    EXPECT_EQ(light_of("meeting_per_month", 7, settings), Light::amber);
    EXPECT_EQ(light_of("meeting_per_month", 8, settings), Light::amber);
    EXPECT_EQ(light_of("meeting_per_month", 9, settings), Light::red);
    EXPECT_EQ(light_of("signage_total", 99, settings), Light::green);
    EXPECT_EQ(light_of("rush", 99, settings), Light::green);
}

std::vector<Burden> anonymous(std::initializer_list<std::string_view> who) {
    std::vector<Burden> all;
    for (const auto voice : who) {
        Burden burden;
        burden.number.digits = 500000000 - static_cast<std::int64_t>(all.size());
        burden.community = "东滨新村";
        burden.day = add_days(day("2026-05-01"), static_cast<int>(all.size()));
        burden.told.kind = BurdenKind::form;
        burden.told.anonymous = true;
        burden.voice = std::string{voice};
        all.push_back(burden);
    }
    return all;
}

TEST(Anonymity, CountsOnlyWholeBatchesOfVoices) {
    EXPECT_EQ(countable(anonymous({"a", "b"}), 3).size(), 0u);
    EXPECT_EQ(countable(anonymous({"a", "b", "b", "a"}), 3).size(), 0u);
    EXPECT_EQ(countable(anonymous({"a", "b", "c"}), 3).size(), 3u);
    // The fourth and fifth wait for a sixth: a figure never moves because of one or two.
    EXPECT_EQ(countable(anonymous({"a", "b", "c", "d"}), 3).size(), 3u);
    EXPECT_EQ(countable(anonymous({"a", "b", "c", "d", "e"}), 3).size(), 3u);
    EXPECT_EQ(countable(anonymous({"a", "b", "c", "d", "e", "f"}), 3).size(), 6u);
}

TEST(Anonymity, NeverCountsWhoCannotBeToldApart) {
    auto nobody = anonymous({"a", "b", "c"});
    for (Burden& one : nobody) one.voice.reset();
    EXPECT_EQ(countable(nobody, 3).size(), 0u);
}

TEST(Anonymity, LeavesNamedReportsAlone) {
    EXPECT_EQ(countable(reports({{"2026-05-14"}, {"2026-05-15"}}), 3).size(), 2u);
}

TEST(Anonymity, RoundsDownWhatIsBelowTwenty) {
    std::vector<int> shown_as;
    for (const int figure : {0, 2, 3, 4, 5, 9, 10, 19, 20, 23}) shown_as.push_back(rounded(figure));
    EXPECT_THAT(shown_as, ElementsAre(0, 0, 3, 3, 5, 5, 10, 15, 20, 23));
}

std::vector<std::string> names(const std::vector<Cell>& cells) {
    std::vector<std::string> all;
    for (const Cell& cell : cells) all.push_back(cell.name);
    return all;
}

TEST(Anonymity, HidesASecondCellWhereOneAloneWouldBeTheDifference) {
    EXPECT_THAT(names(shown({{"a", 5}, {"b", 4}, {"c", 2}}, 3)), ElementsAre("a"));
    EXPECT_THAT(names(shown({{"a", 5}, {"b", 4}, {"c", 2}, {"d", 2}}, 3)), ElementsAre("a", "b"));
    EXPECT_THAT(names(shown({{"a", 5}, {"b", 4}}, 3)), ElementsAre("a", "b"));
    EXPECT_THAT(names(shown({{"a", 3}, {"c", 1}}, 3)), ElementsAre());
}

}  // namespace
}  // namespace qingdan::burdens
