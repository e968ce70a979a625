#include "domain/language/grammar/scene.hpp"
#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>

namespace qingdan::language {
namespace {

Scene scene_of(std::string_view text) {
    return set_scene(text, *parse_day("2026-06-15"), ChatKind::private_chat, "轻担");
}

struct NameCase {
    std::string_view name, text, persons, addresses;
};
class Names : public testing::TestWithParam<NameCase> {};

TEST_P(Names, AreFoundByFormAndPlace) {
    const Scene scene = scene_of(GetParam().text);
    std::string persons;
    for (const Person& person : scene.persons)
        persons += (persons.empty() ? "" : " ") + scene.reading.written(person.span);
    std::string addresses;
    for (const Span& address : scene.addresses)
        addresses += (addresses.empty() ? "" : " | ") + scene.reading.written(address);
    EXPECT_EQ(persons, GetParam().persons);
    EXPECT_EQ(addresses, GetParam().addresses);
}
INSTANTIATE_TEST_SUITE_P(
    Texts,
    Names,
    testing::Values(NameCase{"Titled", "看了3号楼502的王阿婆", "王阿婆", "3号楼502"},
                    NameCase{"Compound", "走访了欧阳老师", "欧阳老师", ""},
                    NameCase{"House", "去望了顾家阿奶", "顾家阿奶", ""},
                    NameCase{"FullName", "走访了李秀英，身体好", "李秀英", ""},
                    NameCase{"FullNameInSpeech", "走访了李秀英她身体好", "李秀英", ""},
                    NameCase{"Child", "看望困境儿童小雨", "小雨", ""},
                    NameCase{"Somebody", "社区矫正对象蔺某", "蔺某", ""},
                    NameCase{"Family", "1号楼202 黎家 低保", "黎家", "1号楼202"},
                    NameCase{"Kin", "帮我妈订饭", "我妈", ""},
                    NameCase{"NoNameInWords", "高龄独居，方便的话马上去", "", ""},
                    NameCase{"Speech", "六号楼三零三看看鲁家阿公", "鲁家阿公", "六号楼三零三"},
                    NameCase{"Road", "送到东昌路88弄5号", "", "东昌路88弄5号"},
                    NameCase{"Village", "欣河村8组23号陈阿福", "陈阿福", "欣河村8组23号"},
                    NameCase{"Hyphens", "3-502王老师", "王老师", "3-502"},
                    NameCase{"Tower", "阳光苑5座1203 滑女士", "滑女士", "阳光苑5座1203"},
                    NameCase{"English",
                             "Mrs Fang, Room 1203, Building 8",
                             "Mrs Fang",
                             "Room 1203, Building 8"}),
    testing_support::case_name<NameCase>);

struct NumberCase {
    std::string_view name, text, phone, reference;
};
class NumbersOfThings : public testing::TestWithParam<NumberCase> {};

TEST_P(NumbersOfThings, AreFoundInAnyWriting) {
    const Scene scene = scene_of(GetParam().text);
    EXPECT_EQ(scene.phones.empty() ? "" : scene.phones.front().digits, GetParam().phone);
    EXPECT_EQ(scene.references.empty() ? "" : scene.references.front().number,
              GetParam().reference);
}
INSTANTIATE_TEST_SUITE_P(
    Texts,
    NumbersOfThings,
    testing::Values(NumberCase{"Mobile", "电话100 0000 0045", "10000000045", ""},
                    NumberCase{"FullWidthMobile", "１０００００００８８１", "10000000881", ""},
                    NumberCase{"Landline", "021-00000011", "02100000011", ""},
                    NumberCase{"Record", "撤回V-0456", "", "V-0456"},
                    NumberCase{"LowerCaseWithHash", "#t-0240 办结了", "", "T-0240"},
                    NumberCase{"FullWidthRecord", "Ｖ－１００１更正", "", "V-1001"},
                    NumberCase{"NoRecord", "第3-502室", "", ""}),
    testing_support::case_name<NumberCase>);

}  // namespace
}  // namespace qingdan::language
