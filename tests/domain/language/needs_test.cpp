#include "domain/language/needs/needs.hpp"

#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

struct NeedCase {
    std::string_view name, need, kind;
    bool urgent = false;
};
class KindOfNeed : public testing::TestWithParam<NeedCase> {};

TEST_P(KindOfNeed, HaveTheKindOfTheirWords) {
    EXPECT_EQ(kind_of_need(GetParam().need),
              (NeedKind{std::string{GetParam().kind}, GetParam().urgent}));
}
INSTANTIATE_TEST_SUITE_P(
    AsWritten,
    KindOfNeed,
    testing::Values(NeedCase{"StairwellLamp", "楼道灯坏了", "repair"},
                    NeedCase{"Leak", "楼上漏水", "repair"},
                    NeedCase{"Wheelchair", "轮椅坏了", "repair"},
                    NeedCase{"Handrail", "想装个扶手", "repair"},
                    NeedCase{"NoWater", "家里停水两天了", "repair", true},
                    NeedCase{"Lift", "电梯坏了", "repair", true},
                    NeedCase{"HomeCareAllowance", "想申请居家养老补贴", "subsidy"},
                    NeedCase{"CannotPay", "交不起医药费", "subsidy"},
                    NeedCase{"NothingToEat", "断粮了", "subsidy", true},
                    NeedCase{"Quarrel", "跟邻居吵架", "mediation"},
                    NeedCase{"Noise", "楼上太吵扰民", "mediation"},
                    NeedCase{"Threats", "邻里纠纷，威胁要动手", "mediation", true},
                    NeedCase{"GasHose", "燃气软管老化", "safety_hazard"},
                    NeedCase{"FireWay", "杂物堆在消防通道", "safety_hazard", true},
                    NeedCase{"Chargers", "电瓶车在家充电", "safety_hazard"},
                    NeedCase{"Doctor", "想看病", "medical"},
                    NeedCase{"Medicine", "想配药", "medical"},
                    NeedCase{"GoingAlongToTheDoctor", "想请人陪同去医院看病", "accompany"},
                    NeedCase{"Shopping", "想请人代买菜", "accompany"},
                    NeedCase{"Question", "咨询长护险怎么申请", "info"},
                    NeedCase{"SoftRice", "助餐的饭太硬，要软饭", "meal"},
                    NeedCase{"Rubbish", "楼道垃圾没人清", "environment"},
                    NeedCase{"Child", "孩子没人管", "child_protection"},
                    NeedCase{"Urgent", "急需轮椅", "repair", true},
                    NeedCase{"Traditional", "樓道燈壞了", "repair"},
                    NeedCase{"English", "the tap is broken", "repair"},
                    NeedCase{"AnythingElse", "想学书法", "other"}),
    testing_support::case_name<NeedCase>);

TEST(Needs, AreSettledByWhatWasDoneOnTheSpot) {
    EXPECT_TRUE(is_settled({"当场换好了"}));
    EXPECT_FALSE(is_settled({"已报修"}));
    EXPECT_FALSE(is_settled({}));
}

}  // namespace
}  // namespace qingdan::language
