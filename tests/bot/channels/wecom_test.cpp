// The self-built app: what it answers and how it sends.

#include "bot/channels/wecom/wecom.hpp"

#include "bot/channels/envelope.hpp"
#include "bot/channels/signed_query.hpp"
#include "bot/channels/xml_fields.hpp"
#include "tests/bot/channels/vectors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::channels {
namespace {

/// What the platform reads in an answer: outer and inner document.
struct Read {
    std::string to, from, type, text, timestamp, nonce;
};

Read read(const http::Response& response, const Vector& vector) {
    const auto outer = XmlFields::read(response.body).value();
    const Envelope envelope(
        {vector.config["token"]}, {vector.config["aes_key"]}, vector.config["corp_id"]);
    EXPECT_TRUE(envelope.is_signed(outer.text("MsgSignature"),
                                   outer.text("TimeStamp"),
                                   outer.text("Nonce"),
                                   outer.text("Encrypt")));
    const auto inner = XmlFields::read(envelope.decrypt(outer.text("Encrypt")).value()).value();
    return {std::string(inner.text("ToUserName")),
            std::string(inner.text("FromUserName")),
            std::string(inner.text("MsgType")),
            std::string(inner.text("Content")),
            std::string(outer.text("TimeStamp")),
            std::string(outer.text("Nonce"))};
}

class WecomAnswer : public testing::Test {
protected:
    const Vector& vector = vector_named("own-text");
    const std::unique_ptr<Channel> channel = make_channel("wecom", vector.config);

    Read answered(std::string text) const {
        Outgoing reply;
        reply.to = "WangCadre_1";
        reply.text = std::move(text);
        const http::Response response =
            channel->answer(vector.requests.front(), std::vector{reply});
        EXPECT_EQ(response.status, 200);
        return read(response, vector);
    }
};

TEST_F(WecomAnswer, IsEmptyWhereThereIsNothingToSay) {
    EXPECT_EQ(channel->answer(vector.requests.front(), {}).body, "");
}

TEST_F(WecomAnswer, SwapsSenderAndReceiver) {
    const Read read = answered("收到");
    EXPECT_EQ(read.to, "WangCadre_1");
    EXPECT_EQ(read.from, "ww00000000demo0001");
    EXPECT_EQ(read.type, "text");
    EXPECT_EQ(read.text, "收到");
}

TEST_F(WecomAnswer, CarriesTheTimeAndNonceOfThePush) {
    const auto query = signed_query(vector.requests.front()).value();
    const Read read = answered("收到");
    EXPECT_EQ(read.timestamp, query.timestamp);
    EXPECT_EQ(read.nonce, query.nonce);
}

TEST_F(WecomAnswer, KeepsEveryCharacterOfItsText) {
    for (const std::string text :
         {"]]>", "a & b < c", "第一行\n第二行", "<!DOCTYPE x>", "]]]]>>"}) {
        EXPECT_EQ(answered(text).text, text);
    }
}

TEST_F(WecomAnswer, IsCutBetweenCharactersWhereThePlatformWouldCutItAnywhere) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "字";
    EXPECT_EQ(answered(text).text, text.substr(0, 2046));
}

TEST(WecomOptions, NameTheSettingThatIsWrongButNotItsValue) {
    wecom::Options options;
    options.tokens = {"t"};
    options.aes_keys = {"very-secret"};
    options.corp_id = "ww0";
    try {
        wecom::make_wecom(options);
        FAIL();
    } catch (const std::invalid_argument& wrong) {
        EXPECT_THAT(wrong.what(), testing::HasSubstr("aes_key"));
        EXPECT_THAT(wrong.what(), testing::Not(testing::HasSubstr("very-secret")));
    }
}

}  // namespace
}  // namespace qingdan::channels
