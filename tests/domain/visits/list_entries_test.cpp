#include "domain/visits/list_entries.hpp"

#include <gtest/gtest.h>

namespace qingdan::visits {
namespace {

using What = ListMatch::What;

language::Visit visit(std::string person, std::string address, std::string condition) {
    language::Visit visit;
    visit.person = std::move(person);
    visit.address = std::move(address);
    visit.condition = std::move(condition);
    visit.method = language::Method::home;
    return visit;
}

ListEntry entry(std::int64_t number,
                const language::Visit& told,
                std::optional<std::int64_t> person_id = std::nullopt) {
    ListEntry entry;
    entry.number.digits = number;
    entry.told = {told};
    entry.person_id = person_id;
    return entry;
}

/// One letter for each posted entry: same, changed, fresh, with the number of the known one.
std::string compared(const std::vector<ListEntry>& known, const std::vector<Posted>& posting) {
    std::string text;
    for (const ListMatch& match : compare(known, posting)) {
        if (!text.empty()) text += " ";
        text += match.what == What::same      ? "same"
                : match.what == What::changed ? "changed"
                                              : "fresh";
        if (match.what != What::fresh) text += std::to_string(known[match.entry].number.digits);
    }
    return text;
}

const language::Visit wang = visit("王秀英", "3号楼201", "良好");
const language::Visit li = visit("李桂兰", "3号楼402", "稳定");
const language::Visit zhang = visit("张玉珍", "5号楼101", "良好");

TEST(GrowingList, KnowsWhatItHasWhateverThePlace) {
    EXPECT_EQ(compared({entry(1, wang), entry(2, li)}, {{zhang, {}}, {li, {}}, {wang, {}}}),
              "fresh same2 same1");
}

TEST(GrowingList, TakesNewWordsAboutOneHouseholdAsAChange) {
    const auto unwell = visit("王秀英", "3号楼201", "感冒了");
    EXPECT_EQ(compared({entry(1, wang), entry(2, li)}, {{unwell, {}}, {li, {}}}), "changed1 same2");
    EXPECT_EQ(compared({entry(1, wang, 7)}, {{visit("王阿婆", "3号楼201", "良好"), 7}}),
              "changed1");
}

TEST(GrowingList, TakesASlipOfTheHandAsAChange) {
    EXPECT_EQ(compared({entry(1, visit("王秀莹", "3号楼201", "良好"))}, {{wang, {}}}), "changed1");
    EXPECT_EQ(compared({entry(1, visit("王秀英", "3号楼211", "良好"))}, {{wang, {}}}), "changed1");
}

TEST(GrowingList, KeepsTwoHouseholdsApartThatLookAlike) {
    // Somebody posted without the last line of the others: nothing of it is the new one.
    EXPECT_EQ(compared({entry(1, visit("张阿姨", "5号楼101", "身体良好"))},
                       {{visit("王阿姨", "5号楼102", "身体良好"), {}}}),
              "fresh");
    EXPECT_EQ(compared({entry(1, wang, 7)}, {{visit("王秀英", "3号楼202", "良好"), 8}}), "fresh");
    EXPECT_EQ(compared({entry(1, wang)}, {{li, {}}}), "fresh");
}

TEST(GrowingList, TakesACopyOfAnOlderPostingForNothingNew) {
    ListEntry corrected = entry(1, visit("王秀英", "3号楼201", "住院了"));
    corrected.told.push_back(wang);
    EXPECT_EQ(compared({corrected}, {{wang, {}}, {li, {}}}), "same1 fresh");
}

TEST(GrowingList, ComparesHeadsWithoutTheirNumbers) {
    EXPECT_EQ(head_key("#接龙 今日走访3户"), head_key("接龙今日走访 4 户"));
    EXPECT_NE(head_key("今日走访"), head_key("本周走访"));
}

}  // namespace
}  // namespace qingdan::visits
