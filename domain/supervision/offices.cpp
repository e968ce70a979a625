#include "domain/supervision/offices.hpp"

#include "domain/people/towns.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <functional>

namespace qingdan::supervision {
namespace {

using people::Role;
using people::User;

/// Shorter endings (`办`) say nothing about an office.
constexpr std::size_t least_bytes_of_a_name = 9;  // three ideographs

std::vector<Office> offices_within_reach(store::Transaction& tx, std::string_view town) {
    std::vector<Office> offices;
    for (const std::string_view place : {town, std::string_view{}}) {
        for (const User& official : people::officials_of_town(tx, place)) {
            const Office office{official.unit, official.town};
            if (office.name.empty() || std::ranges::find(offices, office) != offices.end())
                continue;
            offices.push_back(office);
        }
        if (place.empty()) break;
    }
    return offices;
}

std::vector<User> officials_where(store::Transaction& tx,
                                  std::string_view town,
                                  const std::function<bool(const User&)>& is_meant) {
    std::vector<User> users = people::officials_of_town(tx, town);
    std::erase_if(users, [&](const User& user) { return !is_meant(user); });
    return users;
}

}  // namespace

bool same_office(std::string_view a, std::string_view b) {
    const std::string one = people::office_key(a);
    const std::string other = people::office_key(b);
    if (one.empty() || other.empty()) return false;
    if (one == other) return true;
    const auto& [shorter, longer] =
        std::minmax(one, other, [](const auto& x, const auto& y) { return x.size() < y.size(); });
    return shorter.size() >= least_bytes_of_a_name && longer.ends_with(shorter);
}

bool supervises(std::string_view office, const WorkloadSettings& settings) {
    const std::string name = people::office_key(office);
    return std::any_of(
        settings.supervisors.begin(), settings.supervisors.end(), [&](const std::string& ending) {
            const std::string key = people::office_key(ending);
            return !key.empty() && name.ends_with(key);
        });
}

std::optional<Office> office_of(store::Transaction& tx,
                                std::string_view organizer,
                                std::string_view town) {
    std::vector<Office> exact, alike;
    const std::string told = people::office_key(organizer);
    for (const Office& office : offices_within_reach(tx, town)) {
        if (people::office_key(office.name) == told) exact.push_back(office);
        if (same_office(office.name, organizer)) alike.push_back(office);
    }
    // Of the town first: what a community calls `民政办` is its own town's.
    if (!exact.empty()) return exact.front();
    if (alike.size() == 1) return alike.front();
    std::erase_if(alike, [&](const Office& office) { return office.town != town; });
    if (alike.size() == 1) return alike.front();
    return std::nullopt;
}

std::optional<Office> office_named_in(store::Transaction& tx,
                                      std::string_view text,
                                      std::string_view town) {
    const std::string said = people::office_key(text);
    std::optional<Office> found;
    for (const Office& office : offices_within_reach(tx, town)) {
        if (said.find(people::office_key(office.name)) == std::string::npos) continue;
        if (!found || office.name.size() > found->name.size()) found = office;
    }
    return found;
}

std::vector<User> Desk::present(std::vector<User> users) const {
    std::vector<User> there;
    for (User& user : users) {
        // A deputy who is away, too, has a deputy; the roster may even go round in a circle.
        std::optional<User> stands = std::move(user);
        for (int hop = 0; hop < 3 && stands; ++hop) {
            const auto stand_in = stands->stand_in_on(day_);
            if (!stand_in || stand_in->empty()) break;
            auto deputy = people::find_user_by_id(tx_, *stand_in);
            if (!deputy) break;
            stands = std::move(deputy);
        }
        if (stands && !is_among(*stands, there)) there.push_back(std::move(*stands));
    }
    return there;
}

std::vector<User> Desk::supervisors_of(std::string_view town) const {
    return officials_where(
        tx_, town, [&](const User& user) { return supervises(user.unit, settings_); });
}

std::vector<User> Desk::admins() const {
    auto rows = tx_.prepare(
        "SELECT platform, user_id FROM users WHERE active = 1 AND roles LIKE '%;admin;%' ORDER BY "
        "user_id");
    std::vector<std::pair<std::string, std::string>> ids;
    while (rows.step()) ids.emplace_back(rows.text(0), rows.text(1));
    std::vector<User> users;
    for (const auto& [platform, id] : ids) {
        if (auto user = people::find_user(tx_, platform, id)) users.push_back(std::move(*user));
    }
    return users;
}

std::vector<User> Desk::unit(const Reminder& reminder) const {
    if (reminder.unit.empty()) return {};
    const auto is_of_unit = [&](const User& user) { return user.unit == reminder.unit; };
    auto users = officials_where(tx_, reminder.town, is_of_unit);
    if (users.empty()) users = officials_where(tx_, "", is_of_unit);
    return present(std::move(users));
}

std::vector<User> Desk::supervisors(const Reminder& reminder, bool above) const {
    const auto is_of_unit = [&](const User& user) { return user.unit == reminder.unit; };
    const bool of_town =
        reminder.unit.empty() || !officials_where(tx_, reminder.town, is_of_unit).empty();
    const bool itself = !reminder.unit.empty() && supervises(reminder.unit, settings_);
    std::vector<User> users;
    if (of_town && !itself && !above) users = supervisors_of(reminder.town);
    if (users.empty()) {
        users = supervisors_of("");
        std::erase_if(users, is_of_unit);
    }
    if (users.empty() && !itself) users = supervisors_of(reminder.town);
    if (users.empty()) users = admins();
    return present(std::move(users));
}

std::vector<User> Desk::superior(const Reminder& reminder) const {
    if (reminder.progress.level >= 2) return supervisors(reminder, true);
    for (const User& official : unit(reminder)) {
        if (official.superior.empty()) continue;
        const auto is_superior = [&](const User& user) {
            return same_office(user.unit, official.superior);
        };
        auto users = officials_where(tx_, reminder.town, is_superior);
        if (users.empty()) users = officials_where(tx_, "", is_superior);
        if (!users.empty()) return present(std::move(users));
    }
    return supervisors(reminder);
}

std::vector<User> Desk::district(const Reminder& reminder) const {
    std::vector<User> users = supervisors_of("");
    if (users.empty()) return supervisors(reminder, true);
    return present(std::move(users));
}

std::vector<User> Desk::supervising(std::string_view town) const {
    return present(supervisors_of(town));
}

std::vector<User> Desk::community(std::string_view community) const {
    std::vector<User> all = people::staff_of_community(tx_, community);
    std::erase_if(all, [](const User& user) { return !user.has(Role::cadre); });
    std::vector<User> secretaries = all;
    std::erase_if(secretaries, [](const User& user) { return !user.has(people::Duty::secretary); });
    return present(secretaries.empty() ? std::move(all) : std::move(secretaries));
}

bool is_among(const User& user, const std::vector<User>& users) {
    return std::any_of(users.begin(), users.end(), [&](const User& one) {
        return one.platform == user.platform && one.user_id == user.user_id;
    });
}

}  // namespace qingdan::supervision
