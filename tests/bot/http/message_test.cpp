#include "bot/http/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;

TEST(Query, DecodesEachValueOnceAndKeepsPlus) {
    EXPECT_THAT(
        parse_query("a=1&b=%E4%bd%a0&c=a+b&d=%2525"),
        Optional(ElementsAre(Pair("a", "1"), Pair("b", "你"), Pair("c", "a+b"), Pair("d", "%25"))));
}

TEST(Query, SplitsBeforeItDecodes) {
    EXPECT_THAT(parse_query("a=1%262&b=c%3Dd"),
                Optional(ElementsAre(Pair("a", "1&2"), Pair("b", "c=d"))));
}

TEST(Query, TakesTheLastOfEqualKeys) {
    EXPECT_THAT(parse_query("a=1&b=2&a=3"), Optional(ElementsAre(Pair("a", "3"), Pair("b", "2"))));
}

TEST(Query, TakesKeysWithoutAValue) {
    EXPECT_THAT(parse_query("a&b=&&=c"),
                Optional(ElementsAre(Pair("a", ""), Pair("b", ""), Pair("", "c"))));
    EXPECT_THAT(parse_query(""), Optional(IsEmpty()));
    EXPECT_THAT(parse_query("a=b=c"), Optional(ElementsAre(Pair("a", "b=c"))));
}

TEST(Query, RefusesBrokenEscapes) {
    for (const char* broken : {"a=%", "a=%4", "a=%zz", "a=1&%q=1", "a=%4g"})
        EXPECT_EQ(parse_query(broken), std::nullopt) << broken;
}

TEST(Headers, AreFoundWhateverTheirCase) {
    Request request;
    request.headers = {{"Content-Type", "a"}, {"content-type", "b"}};
    EXPECT_EQ(request.header("CONTENT-TYPE"), "a");
    EXPECT_EQ(request.header("Content-Typ"), std::nullopt);
}

}  // namespace
}  // namespace qingdan::http
