// Vendor's pages: "全局错误码" (developer.work.weixin.qq.com/document/path/90313) and
// "上传临时素材" (90253), as of 2025.

#include "bot/channels/wecom/api.hpp"

#include "bot/channels/json_object.hpp"
#include "bot/channels/vendor_call.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace qingdan::channels::wecom {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

enum class Then { later, never, renew_token };

struct ErrorRule {
    std::int64_t code;
    Then then;
    std::chrono::seconds wait;
    bool whole_account;
    bool alarm;
};

// clang-format off
constexpr std::array error_rules = {
    ErrorRule{-1,     Then::later,       1s,   false, false},  // system busy
    ErrorRule{40001,  Then::renew_token, 60s,  true,  true},   // invalid credential
    ErrorRule{40014,  Then::renew_token, 60s,  true,  true},   // invalid token; means expired, as 42001 does
    ErrorRule{42001,  Then::renew_token, 60s,  true,  true},   // token expired
    ErrorRule{45009,  Then::later,       60s,  true,  false},  // too many calls a minute
    ErrorRule{45033,  Then::later,       5s,   true,  false},  // too many calls at once
    ErrorRule{60020,  Then::later,       600s, true,  true},   // our address is not on the app's trusted list
    ErrorRule{81013,  Then::never,       0s,   false, false},  // nobody of the receivers can be reached
    ErrorRule{93000,  Then::never,       0s,   false, true},   // group robot removed, or its key wrong
    ErrorRule{40013,  Then::never,       0s,   false, true},   // corp id
    ErrorRule{40056,  Then::never,       0s,   false, true},   // agent id
    ErrorRule{40058,  Then::never,       0s,   false, true},   // a parameter
    ErrorRule{41011,  Then::never,       0s,   false, true},   // agent id missing
    ErrorRule{301002, Then::never,       0s,   false, true},   // not this app's agent
};
// clang-format on

/// What no table lists will not pass by waiting.
constexpr ErrorRule unknown_error{0, Then::never, 0s, false, true};

Failure failure_of(std::int64_t code) {
    const auto* const found = std::ranges::find(error_rules, code, &ErrorRule::code);
    const ErrorRule& rule = found == error_rules.end() ? unknown_error : *found;
    std::string why = "errcode " + std::to_string(code);
    switch (rule.then) {
        case Then::later:
            return {Later{rule.wait, std::move(why), rule.whole_account, rule.alarm}};
        case Then::never:
            return {Never{std::move(why), /*unreachable=*/true, rule.alarm}};
        case Then::renew_token:
            return {Later{rule.wait, std::move(why), rule.whole_account, rule.alarm}, true};
    }
    std::abort();
}

}  // namespace

tl::expected<json, Failure> call_api(http::Client& client, const http::ClientRequest& request) {
    auto answer = call_vendor(client, request);
    if (!answer) return tl::unexpected(Failure{std::move(answer.error())});
    auto body = read_json_object(answer->body);
    if (!answer->is_success() || !body) {
        // Not the vendor's API: a proxy in between, or a wrong api_base. It holds for every
        // message.
        return tl::unexpected(Failure{Later{std::max(answer->retry_after, 60s),
                                            "status " + std::to_string(answer->status),
                                            /*whole_account=*/true,
                                            /*alarm=*/true}});
    }
    const auto code = integer_at(*body, {"errcode"}).value_or(0);
    if (code != 0) return tl::unexpected(failure_of(code));
    return std::move(*body);
}

tl::expected<json, Failure> post_json(http::Client& client, std::string url, const json& body) {
    return call_api(client,
                    {.method = "POST",
                     .url = std::move(url),
                     .headers = {{"Content-Type", "application/json"}},
                     .body = json_text(body)});
}

tl::expected<std::vector<std::string>, Failure> upload(http::Client& client,
                                                       const std::string& url,
                                                       const std::vector<File>& files) {
    std::vector<std::string> ids;
    for (const File& file : files) {
        Multipart form = multipart_file("media", file);
        const auto answer = call_api(client,
                                     {.method = "POST",
                                      .url = url,
                                      .headers = {{"Content-Type", form.content_type}},
                                      .body = std::move(form.body),
                                      .timeout = 60s});
        if (!answer) return tl::unexpected(answer.error());
        auto id = string_at(*answer, {"media_id"});
        if (!id) return tl::unexpected(Failure{Later{1s, "an upload was answered without an id"}});
        ids.push_back(std::move(*id));
    }
    return ids;
}

json file_message(const std::string& media_id) {
    return {{"msgtype", "file"}, {"file", {{"media_id", media_id}}}};
}

json text_message(const std::string& text) {
    return {{"msgtype", "text"}, {"text", {{"content", text}}}};
}

}  // namespace qingdan::channels::wecom
