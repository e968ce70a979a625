#pragma once
/// @file
/// Who may do what: one entry of the roster (花名册), as the roster contract of `simulate` and
/// `import` has it.

#include "domain/clock.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::people {

/// What somebody is to the community; one person can be several.
enum class Role {
    resident,      ///< 居民
    family,        ///< 家属, orders for the elders named in `persons`
    group_leader,  ///< 楼组长, a volunteer: reports and orders for others, sees nothing of the
                   ///< register
    cadre,         ///< 居村干部
    meal_manager,  ///< 助餐点负责人
    carrier,       ///< 送餐员
    official,      ///< of a town or district
    admin,         ///< 管理员
};

/// What a cadre answers for; decides who is told first.
enum class Duty { secretary, duty, deputy, civil_affairs, child, mediation, safety, facility };

/// What kind of body a community is: a residents' committee (居委会) or a village (村委会).
enum class CommunityKind { committee, village };

/// Days on which somebody is away, both inclusive, and the user id of who stands in.
struct Absence {
    Day from, until;
    std::string stand_in{};
    friend bool operator==(const Absence&, const Absence&) = default;
};

/// One line of the roster. Known by platform and user id; texts are trimmed and empty where nothing
/// is said.
struct RosterEntry {
    std::string platform{};  ///< `wecom` `wechat` `feishu` `dingtalk` `telegram` `webhook` `sim`
    std::string user_id{};   ///< as the platform gives it
    std::string name{};
    std::vector<Role> roles{};  ///< at least one, each once, in the order written
    std::string community{};    ///< empty for a town's or district's official
    std::string town{};         ///< empty for a district's official
    std::string unit{};         ///< an official's unit, which reminders about its demands go to
    std::optional<std::string> phone{};  ///< digits only
    std::vector<std::string> persons{};  ///< for `family`: the elders they order for
    std::vector<Duty> duties{};          ///< each once, in the order written
    std::string superior{};              ///< the unit above `unit`
    std::vector<Absence> away{};
    CommunityKind kind = CommunityKind::committee;

    bool has(Role role) const;
    bool has(Duty duty) const;
    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

/// The contract's words: `group_leader`, `civil_affairs`, `village`.
std::string_view to_text(Role role);
std::string_view to_text(Duty duty);
std::string_view to_text(CommunityKind kind);
/// Reads the contract's words; `nullopt` for anything else.
std::optional<Role> role_from(std::string_view text);
std::optional<Duty> duty_from(std::string_view text);
std::optional<CommunityKind> community_kind_from(std::string_view text);

/// All codes in the contract's order, to name them where one is wrong.
std::span<const std::string_view> role_codes();
std::span<const std::string_view> duty_codes();
std::span<const std::string_view> platform_codes();

}  // namespace qingdan::people
