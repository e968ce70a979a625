#include "tests/bot/channels/vectors.hpp"

#include <algorithm>
#include <set>

namespace qingdan::channels {
namespace {

using nlohmann::json;

constexpr std::size_t server_limit = 1 << 20;

json normal_form(const Inbound& message) {
    const auto or_null = [](const std::optional<std::string>& value) {
        return value ? json(*value) : json(nullptr);
    };
    return {{"platform", message.platform},
            {"message_id", message.message_id},
            {"chat",
             {{"id", message.chat.id},
              {"kind", message.chat.kind == ChatKind::group ? "group" : "private"}}},
            {"sender", {{"id", message.sender.id}, {"name", or_null(message.sender.name)}}},
            {"kind", message.kind},
            {"text", message.text},
            {"key", message.key},
            {"mentions_bot", message.mentions_bot},
            {"sent_at", to_text(message.sent_at)},
            {"edits", or_null(message.edits)},
            {"quotes", or_null(message.quotes)}};
}

/// Looks at the fields that `expected` lists, and at no other.
void expect_fields(const json& actual, const json& expected) {
    for (const auto& [field, value] : expected.items()) {
        if (value.is_object()) {
            expect_fields(actual.value(field, json::object()), value);
        } else if (field == "sent_at") {
            EXPECT_EQ(instant_from_text(actual.at(field).get<std::string>()),
                      instant_from_text(value.get<std::string>()));
        } else if (field == "text" && value.is_array()) {
            EXPECT_NE(std::find(value.begin(), value.end(), actual.at(field)), value.end())
                << actual.at(field);
        } else if (actual.contains(field)) {
            EXPECT_EQ(actual.at(field), value) << field;
        }
    }
}

class RecordedCallback : public testing::TestWithParam<Vector> {};

TEST_P(RecordedCallback, GetsItsStatusAndBecomesItsMessages) {
    const Vector& vector = GetParam();
    const auto channel = make_channel(vector.channel, vector.config);
    std::vector<Inbound> messages;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < vector.requests.size(); ++i) {
        const http::Request& request = vector.requests[i];
        if (request.body.size() > server_limit) {
            EXPECT_EQ(vector.reason,
                      "size");  // the server's own limit refuses it before any channel
            continue;
        }
        const Received received = channel->receive(request, vector.now);
        const int status = status_of(received);
        EXPECT_NE(std::ranges::find(vector.statuses[i], status), vector.statuses[i].end())
            << status;
        if (const auto* rejected = std::get_if<Rejected>(&received)) {
            EXPECT_EQ(vector.reason, rejected->reason);
        } else if (const auto* response = std::get_if<http::Response>(&received)) {
            EXPECT_EQ(response->body, vector.reply_body.value_or(response->body));
            if (!vector.reply_json.is_null()) {
                EXPECT_EQ(json::parse(response->body), vector.reply_json);
            }
        } else {
            for (const Inbound& message : std::get<std::vector<Inbound>>(received)) {
                if (seen.insert(message.chat.id + "\n" + message.message_id).second)
                    messages.push_back(message);
            }
        }
    }
    ASSERT_EQ(messages.size(), vector.events.size());
    for (std::size_t i = 0; i < messages.size(); ++i)
        expect_fields(normal_form(messages[i]), vector.events[i]);
}
INSTANTIATE_TEST_SUITE_P(Vectors, RecordedCallback, testing::ValuesIn(all_vectors()), vector_name);

}  // namespace
}  // namespace qingdan::channels
