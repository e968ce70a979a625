#pragma once
/// @file
/// What is said about an election in one language (locales/<tag>/election.toml).

#include "domain/clock.hpp"
#include "domain/elections/plan.hpp"
#include "domain/elections/rules.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace qingdan::elections {

/// Names and sentences of one language. Any thread.
class Wording {
public:
    /// Those built in; the Chinese ones where there are none of `tag`.
    static const Wording& built_in(std::string_view tag = "zh-CN");

    /// The sentence of a key with `{name}`s filled in; the key itself where there is none, so that
    /// a gap is seen.
    std::string say(
        std::string_view key,
        std::initializer_list<std::pair<std::string_view, std::string>> values = {}) const;
    bool knows(std::string_view key) const { return sentences_.contains(key); }
    /// `2026年6月28日（星期日）`.
    std::string day(Day day) const;
    std::string stage_name(std::string_view code) const;
    /// What the stage's days rest on: law, rule, or our own default.
    std::string basis(std::string_view code, const Rules& rules) const;
    std::string caution(const Caution& caution) const;

private:
    explicit Wording(std::string_view toml);
    std::map<std::string, std::string, std::less<>> sentences_;
};

}  // namespace qingdan::elections
