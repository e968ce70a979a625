#include "bot/config/problem.hpp"

namespace qingdan::config {

std::string to_text(const Problem& problem) { return problem.where + ": " + problem.what; }

std::string setting_name(std::string_view path) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return std::string{path};
    return "[" + std::string{path.substr(0, dot)} + "] " + std::string{path.substr(dot + 1)};
}

}  // namespace qingdan::config
