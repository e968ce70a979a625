#include "bot/words/words.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/language/service/service_words.hpp"
#include "domain/meals/round.hpp"
#include "domain/result.hpp"
#include "handlers/meal_order_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace qingdan {
namespace {

using namespace std::chrono_literals;
using language::MealTime;
using testing::HasSubstr;
using testing::Not;

constexpr Day day = 2026y / 6 / 16;
constexpr Day later = 2026y / 6 / 17;
constexpr std::string_view phone = "10000001007";

language::Meal lunch(int quantity = 1) {
    language::Meal told;
    told.meal = MealTime::lunch;
    told.dates = {day};
    told.quantity = quantity;
    return told;
}

/// An order that nothing speaks against.
OrderFacts good() {
    OrderFacts facts;
    facts.offered = {false, true, true};
    facts.eater.name = "王阿婆";
    facts.card_address = "3号楼201";
    DayFacts of_day;
    of_day.day = day;
    facts.days = {of_day};
    return facts;
}

/// What a decision comes to: the key of what is said, or `placed`.
std::string key_of(const OrderDecision& decision) {
    return std::visit(overloaded{[](const PlaceOrder&) { return std::string{"placed"}; },
                                 [](const AskOrder& ask) { return ask.topic; },
                                 [](const ReadBackOrder& ask) { return ask.topic; },
                                 [](const AlreadyOrdered&) { return std::string{"meal.already"}; },
                                 [](const AskDuplicate&) { return std::string{"meal.duplicate"}; },
                                 [](const AskFull&) { return std::string{"meal.over_capacity"}; },
                                 [](const Refusal& no) { return no.key; }},
                      decision);
}

struct OrderCase {
    const char* name;
    std::function<void(language::Meal&, OrderFacts&)> but;
    const char* key;
};

class Orders : public testing::TestWithParam<OrderCase> {};

TEST_P(Orders, ComeTo) {
    language::Meal told = lunch();
    OrderFacts facts = good();
    GetParam().but(told, facts);
    EXPECT_EQ(key_of(decide_order(told, facts)), GetParam().key);
}

DayFacts& first(OrderFacts& facts) { return facts.days.front(); }
meals::Order ordered(int quantity) {
    meals::Order order;
    order.day = day;
    order.quantity = quantity;
    return order;
}

INSTANTIATE_TEST_SUITE_P(
    Rules,
    Orders,
    testing::Values(
        OrderCase{"Plain", [](auto&, auto&) {}, "placed"},
        OrderCase{"NobodyOfTheirs",
                  [](auto&, auto& f) { f.eater.not_bound = true; },
                  "meal.unknown_person"},
        OrderCase{"SeveralOfTheName",
                  [](auto&, auto& f) { f.eater.which = {"王甲", "王乙"}; },
                  "meal.who"},
        OrderCase{"ForTheDead", [](auto&, auto& f) { f.eater_has_died = true; }, "meal.eater_died"},
        OrderCase{"WithoutMeal", [](auto& t, auto&) { t.meal.reset(); }, "meal.which_meal"},
        OrderCase{
            "Breakfast", [](auto& t, auto&) { t.meal = MealTime::breakfast; }, "meal.not_offered"},
        OrderCase{"ElevenPortions", [](auto& t, auto&) { t.quantity = 11; }, "meal.quantity_over"},
        OrderCase{"TenPortions", [](auto& t, auto&) { t.quantity = 10; }, "meal.agree_quantity"},
        OrderCase{"FivePortions", [](auto& t, auto&) { t.quantity = 5; }, "meal.agree_quantity"},
        OrderCase{"FourPortions", [](auto& t, auto&) { t.quantity = 4; }, "placed"},
        OrderCase{"NoPortion", [](auto& t, auto&) { t.quantity = 0; }, "meal.quantity_none"},
        OrderCase{
            "HalalWithoutLicence", [](auto&, auto& f) { f.diet = {"halal"}; }, "meal.no_halal"},
        OrderCase{"HalalWithLicence",
                  [](auto&, auto& f) {
                      f.diet = {"halal"};
                      f.halal_kitchen = true;
                  },
                  "placed"},
        OrderCase{"DeliveryNowhere",
                  [](auto& t, auto& f) {
                      f.card_address.clear();
                      t.fulfilment = language::Fulfilment::delivery;
                  },
                  "meal.where"},
        OrderCase{"PastDay", [](auto&, auto& f) { first(f).is_past = true; }, "meal.date_past"},
        OrderCase{
            "PastCutoff", [](auto&, auto& f) { first(f).is_closed = true; }, "meal.past_cutoff"},
        OrderCase{"TooFar", [](auto&, auto& f) { first(f).is_too_far = true; }, "meal.date_far"},
        OrderCase{"KitchenRests",
                  [](auto&, auto& f) { first(f).kitchen_opens = later; },
                  "meal.closed_day"},
        OrderCase{"Full",
                  [](auto&, auto& f) {
                      first(f).room = {60, 60, {}};
                      first(f).next_with_room = later;
                  },
                  "meal.over_capacity"},
        OrderCase{"LastPortion", [](auto&, auto& f) { first(f).room = {60, 59, {}}; }, "placed"},
        OrderCase{"LastPortionForTwo",
                  [](auto& t, auto& f) {
                      t.quantity = 2;
                      first(f).room = {60, 59, {}};
                  },
                  "meal.over_capacity"},
        OrderCase{"SetIsGone",
                  [](auto&, auto& f) {
                      first(f).room = {60, 40, {{"B", 0}}};
                      first(f).choice.set = "B";
                  },
                  "meal.set_full"},
        OrderCase{"TheSameTwice",
                  [](auto&, auto& f) { first(f).already = {ordered(1)}; },
                  "meal.already"},
        OrderCase{"AnotherNumber",
                  [](auto&, auto& f) { first(f).already = {ordered(2)}; },
                  "meal.duplicate"},
        OrderCase{
            "InAPause", [](auto&, auto& f) { first(f).is_paused = true; }, "meal.agree_paused"},
        OrderCase{"WithoutDay",
                  [](auto& t, auto& f) {
                      t.dates.clear();
                      f.days.clear();
                      f.proposed = later;
                  },
                  "meal.agree_day"},
        OrderCase{"NoDayAtAll",
                  [](auto& t, auto& f) {
                      t.dates.clear();
                      f.days.clear();
                  },
                  "meal.no_day"}),
    [](const auto& info) { return std::string{info.param.name}; });

/// Every refusal, with what it offers instead.
struct RefusalCase {
    const char* name;
    const char* key;
    Arguments about;
    const char* offers;
};

class Refusals : public testing::TestWithParam<RefusalCase> {};

TEST_P(Refusals, NameWhatCanBeDoneAndAPersonToRing) {
    const auto zone = calendar::TimeZone::open("Asia/Shanghai").value();
    const Words words{zone};
    Arguments about = GetParam().about;
    about.push_back({"manager", std::string{phone}});
    about.push_back({"meal", Word{"meal.lunch"}});
    about.push_back({"next_open", later});
    about.push_back({"days_ahead", 14});
    about.push_back({"offered", std::vector<Value>{Word{"meal.lunch"}, Word{"meal.dinner"}}});
    for (const language::Tongue tongue :
         {language::Tongue::simplified, language::Tongue::english}) {
        const std::string said = words.say({GetParam().key, about}, {tongue, 2026y / 6 / 15}).text;
        EXPECT_THAT(said, HasSubstr(std::string{phone}));
        EXPECT_THAT(said, Not(HasSubstr("{{")));
        if (tongue == language::Tongue::simplified) {
            EXPECT_THAT(said, HasSubstr(GetParam().offers));
            EXPECT_THAT(said, Not(HasSubstr("系统")));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Refusals,
    testing::Values(
        RefusalCase{"PastCutoff", "meal.past_cutoff", {{"day", day}}, "最近能订"},
        RefusalCase{"DatePast", "meal.date_past", {{"day", day}}, "最近能订"},
        RefusalCase{"DateFar", "meal.date_far", {{"day", day}}, "每天午饭1份"},
        RefusalCase{"ClosedDay", "meal.closed_day", {{"day", day}, {"opens", later}}, "6月17日"},
        RefusalCase{"NotOffered", "meal.not_offered", {}, "午饭、晚饭"},
        RefusalCase{
            "OverCapacity", "meal.over_capacity", {{"day", day}, {"next", later}}, "6月17日"},
        RefusalCase{
            "SetFull", "meal.set_full", {{"day", day}, {"set", "B"}, {"left", "A"}}, "A套餐"},
        RefusalCase{"QuantityOver", "meal.quantity_over", {{"max", 10}}, "最多订10份"},
        RefusalCase{
            "UnknownPerson", "meal.unknown_person", {{"person", "王阿婆"}}, "请老人自己说一声"},
        RefusalCase{"NoHalal", "meal.no_halal", {}, "素食"},
        RefusalCase{"EaterDied", "meal.eater_died", {{"person", "王阿婆"}}, "打"},
        RefusalCase{"Locked", "meal.locked", {{"day", day}}, "急事请打"},
        RefusalCase{"NothingThere", "meal.nothing_there", {}, "没有找到"},
        RefusalCase{"NotPaused", "meal.not_paused", {}, "没有停着"}),
    [](const auto& info) { return std::string{info.param.name}; });

meals::Order at(std::string address, int quantity = 1) {
    meals::Order order;
    order.address = std::move(address);
    order.quantity = quantity;
    order.fulfilment = language::Fulfilment::delivery;
    return order;
}

std::vector<std::string> route_of(const std::vector<meals::Order>& orders, std::string_view who) {
    std::vector<std::string> route;
    for (const auto& order : orders) {
        if (order.carrier == who)
            route.push_back(std::to_string(*order.stop) + " " + *order.address);
    }
    return route;
}

TEST(Route, GoesByLaneNumberAndFloor) {
    std::vector<meals::Order> orders{
        at("12号楼101"), at("3号楼1002"), at("塘北村4组2号"), at("3号楼201"), at("三号楼三零一")};
    meals::sort_by_walk(orders);
    std::vector<std::string> walk;
    for (const auto& order : orders) walk.push_back(*order.address);
    EXPECT_THAT(
        walk,
        testing::ElementsAre("3号楼201", "三号楼三零一", "3号楼1002", "12号楼101", "塘北村4组2号"));
}

TEST(Route, IsSharedByPortionsAndNeverDividesADoor) {
    std::vector<meals::Order> orders{
        at("1号楼101", 2), at("1号楼102"), at("1号楼102"), at("2号楼101"), at("2号楼102")};
    meals::assign(orders, {{"sim", "a"}, {"sim", "b"}});
    EXPECT_THAT(route_of(orders, "a"),
                testing::ElementsAre("1 1号楼101", "2 1号楼102", "2 1号楼102"));
    EXPECT_THAT(route_of(orders, "b"), testing::ElementsAre("1 2号楼101", "2 2号楼102"));
}

TEST(Route, IsWalkedAgainForMoreBoxesThanOneTripHolds) {
    std::vector<meals::Order> orders{at("1号楼101", 3), at("1号楼102", 2), at("1号楼103", 9)};
    meals::assign(orders, {{"sim", "a"}});
    EXPECT_EQ(meals::trips(orders, 4), (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(meals::trips(orders, 5), (std::vector<int>{1, 1, 2}));
}

struct WordsCase {
    const char* name;
    const char* text;
    std::vector<std::string> has;
    std::optional<int> doors;
};
class ServiceTalk : public testing::TestWithParam<WordsCase> {};

TEST_P(ServiceTalk, IsHeard) {
    const auto words = language::service_words(GetParam().text);
    for (const std::string& code : GetParam().has) EXPECT_TRUE(words.has(code)) << code;
    EXPECT_EQ(words.doors, GetParam().doors);
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    ServiceTalk,
    testing::Values(WordsCase{"FiveDoors", "已送 3号楼 5户", {"delivered"}, 5},
                    WordsCase{"ChineseNumeral", "送到了，五户", {"delivered"}, 5},
                    WordsCase{"All", "都送完了", {"delivered", "all"}, std::nullopt},
                    WordsCase{
                        "Except", "除了王阿婆都送到了", {"delivered", "except"}, std::nullopt},
                    WordsCase{"Shut", "王阿婆没人应门", {"no_answer"}, std::nullopt},
                    WordsCase{"Traditional", "王阿婆沒人應門", {"no_answer"}, std::nullopt},
                    WordsCase{"Seen", "王阿婆人没事，去女儿家了", {"seen"}, std::nullopt},
                    WordsCase{"English", "all delivered", {"delivered", "all"}, std::nullopt},
                    WordsCase{"Chatter", "今天天气蛮好", {}, std::nullopt}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST(Sets, AreNamedByLetterButNotByABuilding) {
    EXPECT_TRUE(language::names_set("明天午饭B套餐一份", "B"));
    EXPECT_TRUE(language::names_set("换b", "B"));
    EXPECT_TRUE(language::names_set("B", "B"));
    EXPECT_FALSE(language::names_set("送到3号楼B座", "B"));
    EXPECT_FALSE(language::names_set("明天午饭一份", "B"));
}

TEST(Reasons, StandBehindTheWord) {
    EXPECT_EQ(language::behind("M-1001 免了，住院", "waive_reason"), "住院");
    EXPECT_EQ(language::behind("M-1001 免了", "waive_reason"), std::nullopt);
    EXPECT_EQ(language::behind("红烧带鱼没有了，换成白斩鸡", "instead"), "白斩鸡");
}

}  // namespace
}  // namespace qingdan
