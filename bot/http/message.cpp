#include "bot/http/message.hpp"

#include <algorithm>

namespace qingdan::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    const char l = lower(c);
    if (l >= 'a' && l <= 'f') return static_cast<unsigned>(l - 'a') + 10;
    return std::nullopt;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string_view> header_of(const std::vector<Header>& headers,
                                          std::string_view name) {
    for (const Header& each : headers) {
        if (same_name(each.name, name)) return each.value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    return header_of(headers, name);
}

std::optional<std::string_view> Response::header(std::string_view name) const {
    return header_of(headers, name);
}

Response Response::text(int status, std::string body) {
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

Response Response::json(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
        if (!high || !low) return std::nullopt;
        decoded += static_cast<char>(*high << 4 | *low);
        i += 2;
    }
    return decoded;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(
    std::string_view query) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        if (part.empty()) continue;
        const std::size_t equals = std::min(part.find('='), part.size());
        auto key = percent_decoded(part.substr(0, equals));
        auto value = percent_decoded(part.substr(std::min(part.size(), equals + 1)));
        if (!key || !value) return std::nullopt;
        const auto earlier =
            std::ranges::find(pairs, *key, &std::pair<std::string, std::string>::first);
        if (earlier != pairs.end()) {
            earlier->second = *std::move(value);
        } else {
            pairs.emplace_back(*std::move(key), *std::move(value));
        }
    }
    return pairs;
}

}  // namespace qingdan::http
