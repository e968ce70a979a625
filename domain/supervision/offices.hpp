#pragma once
/// @file
/// Which office a reminder goes to, who supervises it, and who sits there today.
/// Source: workload facts, section 5, "who supervises".

#include "domain/people/user.hpp"
#include "domain/settings.hpp"
#include "domain/supervision/reminder.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::supervision {

/// An office (单位) of the roster.
struct Office {
    std::string name;
    std::string town;  ///< empty: of the district
    friend bool operator==(const Office&, const Office&) = default;
};

/// Whether two names mean one office: equal as they are compared, or one with its place before it
/// (`安全办`, `镇安全办`, `临塘镇安全办`).
bool same_office(std::string_view a, std::string_view b);
/// Whether an office supervises: its name ends in one of `supervisors`, 公室 dropped.
bool supervises(std::string_view office, const WorkloadSettings& settings);

/// The office of the roster that reports of `town` mean by `organizer`: of the town, else of the
/// district; `nullopt` where none or several can be meant.
std::optional<Office> office_of(store::Transaction& tx,
                                std::string_view organizer,
                                std::string_view town);
/// The office whose name stands in a text, the longest; of the town or the district.
std::optional<Office> office_named_in(store::Transaction& tx,
                                      std::string_view text,
                                      std::string_view town);

/// Who sits where a reminder has to go. Whoever is away on `day` is replaced by who stands in; the
/// same person once.
class Desk {
public:
    Desk(store::Transaction& tx, const WorkloadSettings& settings, Day day)
        : tx_(tx), settings_(settings), day_(day) {}

    /// The officials of the unit; empty where the unit is not known or has nobody.
    std::vector<people::User> unit(const Reminder& reminder) const;
    /// Whoever supervises the unit: its town or the district; where it is itself the supervisor,
    /// the level above; the admins where there is nobody. `above`: one level more.
    std::vector<people::User> supervisors(const Reminder& reminder, bool above = false) const;
    /// The unit's superior after it was raised: the roster's `superior`, else the town's
    /// supervisor; the second time the district's.
    std::vector<people::User> superior(const Reminder& reminder) const;
    /// The district's supervisors; who supervises the unit where the district has none.
    std::vector<people::User> district(const Reminder& reminder) const;
    /// Whoever supervises a town; the district where it is empty.
    std::vector<people::User> supervising(std::string_view town) const;
    /// Who speaks for a community: its secretary, else all its cadres.
    std::vector<people::User> community(std::string_view community) const;

private:
    std::vector<people::User> present(std::vector<people::User> users) const;
    std::vector<people::User> supervisors_of(std::string_view town) const;
    std::vector<people::User> admins() const;

    store::Transaction& tx_;
    const WorkloadSettings& settings_;
    Day day_;
};

/// Whether `user` is among `users`.
bool is_among(const people::User& user, const std::vector<people::User>& users);

}  // namespace qingdan::supervision
