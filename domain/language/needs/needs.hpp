#pragma once
/// @file
/// What a need of a visit report (需求) is a follow-up of.

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::language {

/// The kind of follow-up that a need as written makes, and whether it cannot wait.
struct NeedKind {
    std::string kind;  ///< code of the work-methods facts: `repair`, `subsidy`, …; `other`
    bool urgent = false;
    friend bool operator==(const NeedKind&, const NeedKind&) = default;
};

/// `楼道灯坏了` is a repair, `停水两天了` an urgent one. Pure, any thread.
/// Source: work-methods facts, section 5; the words are in needs.toml.
NeedKind kind_of_need(std::string_view need);

/// Whether what was done has settled the matter on the spot (`已换好`).
bool is_settled(const std::vector<std::string>& actions);

/// Whether a condition says that nobody was met (`不在家`, `没接电话`) and nothing else. The words
/// of knocking that are signs of danger are not among them.
bool says_nobody_was_met(std::string_view condition);

}  // namespace qingdan::language
