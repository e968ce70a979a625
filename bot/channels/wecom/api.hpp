#pragma once
/// @file
/// WeCom's API as both senders use it, the app and the group robots: its errcodes and its uploads.

#include "bot/channels/channel.hpp"

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace qingdan::channels::wecom {

struct Failure {
    Delivery delivery;
    bool token_refused =
        false;  ///< the access token, early as it may be: worth one more try with a new one
};

/// The answer where its errcode is 0. The platform's HTTP status is 200 for errors, too.
tl::expected<nlohmann::json, Failure> call_api(http::Client& client,
                                               const http::ClientRequest& request);
/// Likewise, with a JSON body.
tl::expected<nlohmann::json, Failure> post_json(http::Client& client,
                                                std::string url,
                                                const nlohmann::json& body);

/// Uploads files to `url` (the app's or a robot's own); the media ids in their order.
tl::expected<std::vector<std::string>, Failure> upload(http::Client& client,
                                                       const std::string& url,
                                                       const std::vector<File>& files);

/// The message of one uploaded file.
nlohmann::json file_message(const std::string& media_id);
/// The message of a text.
nlohmann::json text_message(const std::string& text);

}  // namespace qingdan::channels::wecom
