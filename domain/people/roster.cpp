#include "domain/people/roster.hpp"

#include <algorithm>
#include <array>

namespace qingdan::people {
namespace {

constexpr std::array<std::string_view, 8> roles{
    "resident", "family", "group_leader", "cadre", "meal_manager", "carrier", "official", "admin"};
constexpr std::array<std::string_view, 8> duties{
    "secretary", "duty", "deputy", "civil_affairs", "child", "mediation", "safety", "facility"};
constexpr std::array<std::string_view, 2> kinds{"committee", "village"};

/// The enumerator that stands in `codes` at its own place.
template <class Enum, std::size_t N>
std::optional<Enum> enumerator(const std::array<std::string_view, N>& codes,
                               std::string_view text) {
    const auto found = std::ranges::find(codes, text);
    if (found == codes.end()) return std::nullopt;
    return static_cast<Enum>(found - codes.begin());
}

}  // namespace

bool RosterEntry::has(Role role) const { return std::ranges::find(roles, role) != roles.end(); }
bool RosterEntry::has(Duty duty) const { return std::ranges::find(duties, duty) != duties.end(); }

std::string_view to_text(Role role) { return roles[static_cast<std::size_t>(role)]; }
std::string_view to_text(Duty duty) { return duties[static_cast<std::size_t>(duty)]; }
std::string_view to_text(CommunityKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<Role> role_from(std::string_view text) { return enumerator<Role>(roles, text); }
std::optional<Duty> duty_from(std::string_view text) { return enumerator<Duty>(duties, text); }
std::optional<CommunityKind> community_kind_from(std::string_view text) {
    return enumerator<CommunityKind>(kinds, text);
}

std::span<const std::string_view> role_codes() { return roles; }
std::span<const std::string_view> duty_codes() { return duties; }
std::span<const std::string_view> platform_codes() {
    // The roster names every platform; nothing is decided here by which one it is.
    static constexpr std::array<std::string_view, 7> platforms{
        "wecom", "wechat", "feishu", "dingtalk", "telegram", "webhook", "sim"};
    return platforms;
}

}  // namespace qingdan::people
