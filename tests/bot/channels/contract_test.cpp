// What holds for every channel, tried on every recorded message of its.

#include "tests/bot/channels/vectors.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace qingdan::channels {
namespace {

/// The headers in which some channel's senders prove themselves; others do it in the query.
constexpr std::array<std::string_view, 6> proving_headers = {"webhook-signature",
                                                             "webhook-id",
                                                             "webhook-timestamp",
                                                             "X-Lark-Signature",
                                                             "sign",
                                                             "X-Telegram-Bot-Api-Secret-Token"};

std::vector<Vector> messages_of_channel(std::string_view channel) {
    std::vector<Vector> messages = valid_messages();
    std::erase_if(messages, [&](const Vector& vector) { return vector.channel != channel; });
    return messages;
}

/// What comes of the first request of a vector.
Received received(const Vector& vector, const http::Request& request) {
    return make_channel(vector.channel, vector.config)->receive(request, vector.now);
}
std::vector<Inbound> messages_in(const Vector& vector) {
    return std::get<std::vector<Inbound>>(received(vector, vector.requests.front()));
}

class EveryChannel : public testing::TestWithParam<std::string_view> {
protected:
    const std::vector<Vector> recorded = messages_of_channel(GetParam());
};

TEST_P(EveryChannel, HasRecordedMessages) { EXPECT_FALSE(recorded.empty()); }

TEST_P(EveryChannel, NamesItsPlatformAccountAndPath) {
    for (const Vector& vector : recorded) {
        const auto channel = make_channel(vector.channel, vector.config);
        EXPECT_FALSE(channel->account().empty());
        EXPECT_EQ("/callback/" + std::string(channel->path()), vector.requests.front().path);
        for (const Inbound& message : messages_in(vector)) {
            EXPECT_EQ(message.platform, channel->platform()) << vector;
            EXPECT_EQ(message.account, channel->account()) << vector;
            EXPECT_FALSE(message.message_id.empty()) << vector;
            EXPECT_FALSE(message.chat.id.empty()) << vector;
        }
    }
}

TEST_P(EveryChannel, TakesTheSameBytesTwiceForTheSameMessage) {
    for (const Vector& vector : recorded) {
        EXPECT_EQ(text_of(messages_in(vector)), text_of(messages_in(vector))) << vector;
    }
}

TEST_P(EveryChannel, RefusesWhatIsNotSigned) {
    for (const Vector& vector : recorded) {
        http::Request request = vector.requests.front();
        request.query.clear();
        std::erase_if(request.headers, [](const http::Header& header) {
            return std::ranges::find(proving_headers, header.name) != proving_headers.end();
        });
        EXPECT_THAT(status_of(received(vector, request)), testing::AnyOf(401, 403)) << vector;
    }
}

TEST_P(EveryChannel, RefusesOtherMethods) {
    const Vector& vector = recorded.front();
    for (const char* method : {"PUT", "DELETE", "HEAD", "OPTIONS", "post", ""}) {
        http::Request request = vector.requests.front();
        request.method = method;
        EXPECT_EQ(status_of(received(vector, request)), 405) << method;
    }
}

TEST_P(EveryChannel, RefusesABodyThatIsCutOff) {
    for (const Vector& vector : recorded) {
        http::Request request = vector.requests.front();
        request.body.resize(request.body.size() / 2);
        EXPECT_THAT(status_of(received(vector, request)), testing::AnyOf(400, 401, 403)) << vector;
    }
}

TEST_P(EveryChannel, AnswersWithSuccessWhereThereIsNothingToSay) {
    for (const Vector& vector : recorded) {
        const auto channel = make_channel(vector.channel, vector.config);
        EXPECT_EQ(channel->answer(vector.requests.front(), {}).status, 200);
    }
}

TEST_P(EveryChannel, SaysWhatItCanCarry) {
    const Vector& vector = recorded.front();
    const Limits limits = make_channel(vector.channel, vector.config)->limits();
    EXPECT_GT(limits.text_bytes, 0U);
    EXPECT_GT(limits.per_minute, 0);
    EXPECT_LE(limits.answer_within, std::chrono::milliseconds{3500});
    EXPECT_EQ(limits.passive_reply, limits.passive_messages > 0);
}

INSTANTIATE_TEST_SUITE_P(Channels,
                         EveryChannel,
                         testing::ValuesIn(channel_names),
                         [](const auto& info) {
                             std::string name(info.param);
                             std::ranges::replace(name, '/', '_');
                             return name;
                         });

/// Those whose signature covers the whole message. DingTalk signs the time alone, Telegram sends a
/// constant secret, WeChat's plain mode covers the query alone: their bodies are protected by TLS
/// and nothing else.
std::vector<Vector> covered_messages() {
    std::vector<Vector> covered = valid_messages();
    std::erase_if(covered, [](const Vector& vector) {
        return vector.channel == "dingtalk" || vector.channel == "telegram" ||
               vector.config.value("mode", "") == "plain";
    });
    return covered;
}

RC_GTEST_PROP(Signature, MakesEveryChangedByteBeNoticedOrMeaningless, ()) {
    static const std::vector<Vector> vectors = covered_messages();
    const Vector& vector = *rc::gen::elementOf(vectors);
    http::Request request = vector.requests.front();
    std::vector<std::string*> places = {&request.body, &request.query};
    for (http::Header& header : request.headers) places.push_back(&header.value);
    std::erase_if(places, [](const std::string* place) { return place->empty(); });
    std::string& place = **rc::gen::elementOf(places);
    const auto at = *rc::gen::inRange<std::size_t>(0, place.size());
    const auto bits = *rc::gen::inRange(1U, 256U);
    place[at] = static_cast<char>(static_cast<unsigned char>(place[at]) ^ bits);
    const Received changed = received(vector, request);
    if (const auto* messages = std::get_if<std::vector<Inbound>>(&changed)) {
        RC_ASSERT(text_of(*messages) == text_of(messages_in(vector)));
    } else {
        RC_ASSERT(std::holds_alternative<Rejected>(changed));
    }
}

}  // namespace
}  // namespace qingdan::channels
