#pragma once
/// @file
/// A sender as the service knows them: who they are, and what they may do.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"
#include "domain/people/roster.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::people {

/// Somebody who writes to the bot: their line of the roster, or what they told when they
/// registered.
struct User : RosterEntry {
    bool imported = true;  ///< false: made known by a message of their own
    std::optional<std::int64_t>
        person_id;        ///< the entry of the register that they are, once agreed
    std::string address;  ///< told at registration, where meals go until then

    /// May report visits: cadres, group leaders, admins.
    bool may_report_visits() const;
    /// May tell of burdens: everybody who works for a committee or with one.
    bool may_report_burdens() const;
    /// May order for others of the community.
    bool orders_for_others() const;
    /// Works here: sees lists, is pushed tasks.
    bool is_staff() const;
    /// Who stands in on `day`; empty where the user is there.
    std::optional<std::string> stand_in_on(Day day) const;
};

/// The active user of that id, or nobody.
std::optional<User> find_user(store::Transaction& tx,
                              std::string_view platform,
                              std::string_view user_id);
/// The first active user of that id on any platform: how `responsible` and stand-ins are named.
std::optional<User> find_user_by_id(store::Transaction& tx, std::string_view user_id);

/// All active users of a community, by user id.
std::vector<User> users_of_community(store::Transaction& tx, std::string_view community);
/// Those of them who are more than residents and their families, by user id. However many residents
/// a community has, this reads only who has a function there.
std::vector<User> staff_of_community(store::Transaction& tx, std::string_view community);
/// Likewise, with those whom a later roster has switched off.
std::vector<User> users_of_community_ever(store::Transaction& tx, std::string_view community);
/// Those of a community who work here (staff, group leaders, carriers) and can be meant by a name
/// as it is said: `小李`, `李师傅`, `李明`. The same name before the same surname.
std::vector<User> colleagues_named(store::Transaction& tx,
                                   std::string_view community,
                                   std::string_view name);
/// Whom a resident can call: the meal manager, else a cadre, who has a telephone; empty where there
/// is none.
std::string phone_to_call(store::Transaction& tx, std::string_view community);
/// All active users of a platform, by community and user id.
std::vector<User> users_of_platform(store::Transaction& tx, std::string_view platform);
/// All active cadres of every community, by community and user id.
std::vector<User> cadres(store::Transaction& tx);
/// All active officials of a town (of the district where `town` is empty), by user id.
std::vector<User> officials_of_town(store::Transaction& tx, std::string_view town);

/// Adds or replaces a user as given, and switches them on.
void save_user(store::Transaction& tx, const User& user);
/// Erases what a sender made known of themselves; an entry of the roster stays, without phone,
/// address and binding.
void forget_user(store::Transaction& tx, std::string_view platform, std::string_view user_id);
/// Switches off the imported users of `community` whose platform and id are not in `keep`; gives
/// them.
std::vector<User> switch_off_absent(store::Transaction& tx,
                                    std::string_view community,
                                    const std::set<std::pair<std::string, std::string>>& keep);

/// The language that a user last wrote, if any.
std::optional<language::Tongue> tongue_of(store::Transaction& tx,
                                          std::string_view platform,
                                          std::string_view user_id);
/// Notes the language that a user writes now.
void note_tongue(store::Transaction& tx,
                 std::string_view platform,
                 std::string_view account,
                 std::string_view user_id,
                 language::Tongue tongue);

/// `;a;b;` and back: how short lists of codes stand in a column.
std::string join_codes(const std::vector<std::string>& codes);
std::vector<std::string> split_codes(std::string_view joined);

}  // namespace qingdan::people
