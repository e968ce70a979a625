#include "bot/channels/vendor_call.hpp"

#include "bot/channels/digest.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace qingdan::channels {
namespace {

using namespace std::chrono_literals;

std::chrono::seconds retry_after_of(const http::Response& response) {
    constexpr std::int64_t longest = 24 * 3600;
    const std::string_view text = response.header("Retry-After").value_or("");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return 0s;
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, longest)};
}

/// A file's name inside quotes: what would end them is left out.
std::string quotable(std::string name) {
    std::erase_if(name, [](char c) { return c == '"' || c == '\r' || c == '\n' || c == '\\'; });
    return name;
}

}  // namespace

tl::expected<VendorAnswer, Delivery> call_vendor(http::Client& client,
                                                 const http::ClientRequest& request) {
    auto answer = client.call(request);
    if (auto* none = std::get_if<http::NoAnswer>(&answer)) {
        if (none->refused_address) {
            return tl::unexpected(Delivery{Never{std::move(none->what), true, /*alarm=*/true}});
        }
        return tl::unexpected(Delivery{Later{1s, std::move(none->what)}});
    }
    auto& response = std::get<http::Response>(answer);
    const auto retry_after = retry_after_of(response);
    if (response.status >= 500) {
        return tl::unexpected(Delivery{
            Later{std::max(retry_after, 1s), "status " + std::to_string(response.status)}});
    }
    return VendorAnswer{
        response.status, std::move(response.body), retry_after, std::move(response.headers)};
}

Multipart multipart_file(const std::string& field,
                         const File& file,
                         const std::vector<std::pair<std::string, std::string>>& texts) {
    const std::string boundary = "qingdan-" + hex(random_bytes(16));
    const std::string begin = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
    std::string body;
    for (const auto& [name, value] : texts) body += begin + name + "\"\r\n\r\n" + value + "\r\n";
    body += begin + field + "\"; filename=\"" + quotable(file.name) +
            "\"; filelength=" + std::to_string(file.bytes.size()) +
            "\r\nContent-Type: " + quotable(file.media_type) + "\r\n\r\n" + file.bytes + "\r\n--" +
            boundary + "--\r\n";
    return {"multipart/form-data; boundary=" + boundary, std::move(body)};
}

}  // namespace qingdan::channels
