#pragma once
/// @file
/// Recorded callbacks with what must come of them: our own in data/, and those of ../shared where
/// it is there.

#include "bot/channels/channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::channels {

struct Vector {
    std::string id, channel, why;
    bool valid = false;
    nlohmann::json config;
    Instant now;
    std::vector<http::Request> requests;
    std::vector<std::vector<int>> statuses;  ///< allowed ones, for each request
    std::optional<std::string> reply_body, reason;
    nlohmann::json reply_json, events;
};

std::ostream& operator<<(std::ostream& out, const Vector& vector);

/// Every vector of ours, then those of ../shared; only of channels that `make_channel` knows.
const std::vector<Vector>& all_vectors();
/// The one of that id; throws std::out_of_range where there is none.
const Vector& vector_named(std::string_view id);
/// Those that are valid and carry a message.
std::vector<Vector> valid_messages();

/// Every channel, by its path under /callback/.
inline constexpr std::array<std::string_view, 7> channel_names = {
    "dingtalk", "feishu", "telegram", "webhook", "wechat", "wecom", "wecom/robot"};

/// The channel that a vector was made for; null where there is none.
std::unique_ptr<Channel> make_channel(const std::string& channel, const nlohmann::json& config);

/// The HTTP status that a sender of this gets, before any reply is added.
int status_of(const Received& received);
/// Every field, one after the other: equal messages have equal texts.
std::string text_of(const std::vector<Inbound>& messages);

inline std::string vector_name(const testing::TestParamInfo<Vector>& info) {
    std::string name = info.param.id;
    for (char& c : name) {
        if (c == '-') c = '_';
    }
    return name;
}

}  // namespace qingdan::channels
