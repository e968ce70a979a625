#include "bot/channels/json_object.hpp"

#include "bot/channels/text.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <utility>

namespace qingdan::channels {
namespace {

using nlohmann::json;

constexpr int max_levels = 32;

/// Counts brackets outside strings, before the parser spends memory on them.
bool is_shallow(std::string_view document) {
    int levels = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < document.size(); ++i) {
        const char c = document[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++levels > max_levels) return false;
        } else if (c == '}' || c == ']') {
            --levels;
        }
    }
    return true;
}

}  // namespace

Checked<json> read_json_object(std::string_view document) {
    if (!is_utf8(document)) return tl::unexpected(Rejected{400, "utf8"});
    if (!is_shallow(document)) return tl::unexpected(Rejected{400, "json"});
    json parsed = json::parse(document, nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object()) return tl::unexpected(Rejected{400, "json"});
    return parsed;
}

const json* json_at(const json& root, std::initializer_list<std::string_view> path) {
    const json* at = &root;
    for (const std::string_view step : path) {
        if (!at->is_object()) return nullptr;
        const auto found = at->find(std::string(step));
        if (found == at->end()) return nullptr;
        at = &*found;
    }
    return at;
}

std::optional<std::string> string_at(const json& root,
                                     std::initializer_list<std::string_view> path) {
    const json* at = json_at(root, path);
    if (at == nullptr || !at->is_string()) return std::nullopt;
    return at->get<std::string>();
}

std::optional<std::int64_t> integer_at(const json& root,
                                       std::initializer_list<std::string_view> path) {
    const json* at = json_at(root, path);
    if (at == nullptr || !at->is_number_integer()) return std::nullopt;
    if (at->is_number_unsigned() &&
        at->get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return at->get<std::int64_t>();
}

std::string json_text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace qingdan::channels
