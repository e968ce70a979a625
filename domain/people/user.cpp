#include "domain/people/user.hpp"

#include "domain/people/person.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan::people {
namespace {

constexpr std::string_view user_columns =
    "platform, user_id, name, roles, community, town, unit, phone, persons, duties, superior, "
    "away, kind, imported, person_id, address";

/// The codes of `joined` that `from` knows.
template <class T>
std::vector<T> read_codes(const std::string& joined, std::optional<T> (*from)(std::string_view)) {
    std::vector<T> values;
    for (const std::string& code : split_codes(joined)) {
        if (const auto value = from(code)) values.push_back(*value);
    }
    return values;
}

template <class T>
std::string write_codes(const std::vector<T>& values) {
    std::vector<std::string> codes;
    for (const T value : values) codes.emplace_back(to_text(value));
    return join_codes(codes);
}

std::vector<Absence> read_absences(const std::string& joined) {
    std::vector<Absence> absences;
    for (const std::string& text : split_codes(joined)) {
        const std::string_view view = text;
        const auto from = parse_day(view.substr(0, 10));
        const auto until = parse_day(view.substr(11, 10));
        if (from && until) absences.push_back({*from, *until, std::string{view.substr(22)}});
    }
    return absences;
}

std::string write_absences(const std::vector<Absence>& absences) {
    std::vector<std::string> texts;
    for (const Absence& absence : absences) {
        texts.push_back(qingdan::to_text(absence.from) + "/" + qingdan::to_text(absence.until) +
                        "/" + absence.stand_in);
    }
    return join_codes(texts);
}

User read_user(const store::Statement& row) {
    User user;
    user.platform = row.text(0);
    user.user_id = row.text(1);
    user.name = row.text(2);
    user.roles = read_codes(row.text(3), role_from);
    user.community = row.text(4);
    user.town = row.text(5);
    user.unit = row.text(6);
    if (std::string phone = row.text(7); !phone.empty()) user.phone = std::move(phone);
    user.persons = split_codes(row.text(8));
    user.duties = read_codes(row.text(9), duty_from);
    user.superior = row.text(10);
    user.away = read_absences(row.text(11));
    user.kind = community_kind_from(row.text(12)).value_or(CommunityKind::committee);
    user.imported = row.integer(13) != 0;
    user.person_id = row.integer_or_null(14);
    user.address = row.text(15);
    return user;
}

std::vector<User> read_users(store::Statement rows) {
    std::vector<User> users;
    while (rows.step()) users.push_back(read_user(rows));
    return users;
}

}  // namespace

bool User::may_report_visits() const {
    return has(Role::cadre) || has(Role::group_leader) || has(Role::admin);
}
bool User::may_report_burdens() const {
    return has(Role::cadre) || has(Role::group_leader) || has(Role::meal_manager) ||
           has(Role::official) || has(Role::admin);
}
bool User::orders_for_others() const {
    return has(Role::cadre) || has(Role::group_leader) || has(Role::meal_manager) ||
           has(Role::admin);
}
bool User::is_staff() const {
    return has(Role::cadre) || has(Role::meal_manager) || has(Role::official) || has(Role::admin);
}
std::optional<std::string> User::stand_in_on(Day day) const {
    for (const Absence& absence : away) {
        if (absence.from <= day && day <= absence.until) return absence.stand_in;
    }
    return std::nullopt;
}

std::optional<User> find_user(store::Transaction& tx,
                              std::string_view platform,
                              std::string_view user_id) {
    auto row = tx.prepare("SELECT " + std::string{user_columns} +
                          " FROM users WHERE platform = $1 AND user_id = $2 AND active = 1");
    row.with(platform, user_id);
    if (!row.step()) return std::nullopt;
    return read_user(row);
}

std::optional<User> find_user_by_id(store::Transaction& tx, std::string_view user_id) {
    auto row =
        tx.prepare("SELECT " + std::string{user_columns} +
                   " FROM users WHERE user_id = $1 AND active = 1 ORDER BY platform LIMIT 1");
    row.bind(1, user_id);
    if (!row.step()) return std::nullopt;
    return read_user(row);
}

std::vector<User> users_of_community(store::Transaction& tx, std::string_view community) {
    auto rows = tx.prepare("SELECT " + std::string{user_columns} +
                           " FROM users WHERE community = $1 AND active = 1 ORDER BY user_id");
    rows.bind(1, community);
    return read_users(std::move(rows));
}

std::vector<User> staff_of_community(store::Transaction& tx, std::string_view community) {
    // The condition of the index users_staff, word for word.
    auto rows = tx.prepare("SELECT " + std::string{user_columns} +
                           " FROM users WHERE community = $1 AND active = 1 AND roles NOT IN ('', "
                           "';resident;', ';family;') ORDER BY user_id");
    rows.bind(1, community);
    return read_users(std::move(rows));
}

std::vector<User> users_of_community_ever(store::Transaction& tx, std::string_view community) {
    auto rows = tx.prepare("SELECT " + std::string{user_columns} +
                           " FROM users WHERE community = $1 ORDER BY active DESC, user_id");
    rows.bind(1, community);
    return read_users(std::move(rows));
}

std::vector<User> colleagues_named(store::Transaction& tx,
                                   std::string_view community,
                                   std::string_view name) {
    std::vector<User> same, alike;
    const std::string key = name_key(name);
    for (User& user : staff_of_community(tx, community)) {
        if (!user.is_staff() && !user.has(Role::group_leader) && !user.has(Role::carrier)) continue;
        if (user.name == name || name_key(user.name) == key) {
            same.push_back(std::move(user));
        } else if (!key.empty() && surname(user.name) == key) {
            alike.push_back(std::move(user));
        }
    }
    return same.empty() ? alike : same;
}

std::string phone_to_call(store::Transaction& tx, std::string_view community) {
    std::string cadres;
    for (const User& user : staff_of_community(tx, community)) {
        if (user.phone.value_or("").empty()) continue;
        if (user.has(Role::meal_manager)) return *user.phone;
        if (cadres.empty() && user.has(Role::cadre)) cadres = *user.phone;
    }
    return cadres;
}

std::vector<User> users_of_platform(store::Transaction& tx, std::string_view platform) {
    auto rows =
        tx.prepare("SELECT " + std::string{user_columns} +
                   " FROM users WHERE platform = $1 AND active = 1 ORDER BY community = '', "
                   "community, user_id");
    rows.bind(1, platform);
    return read_users(std::move(rows));
}

std::vector<User> cadres(store::Transaction& tx) {
    return read_users(tx.prepare("SELECT " + std::string{user_columns} +
                                 " FROM users WHERE active = 1 AND roles LIKE '%;cadre;%' ORDER BY "
                                 "community, user_id"));
}

std::vector<User> officials_of_town(store::Transaction& tx, std::string_view town) {
    auto rows = tx.prepare("SELECT " + std::string{user_columns} +
                           " FROM users WHERE town = $1 AND active = 1 AND community = '' AND "
                           "roles LIKE '%;official;%' ORDER BY user_id");
    rows.bind(1, town);
    return read_users(std::move(rows));
}

void save_user(store::Transaction& tx, const User& user) {
    tx.prepare(
          "INSERT INTO users (platform, user_id, name, roles, community, town, unit, phone, "
          "persons, duties, superior, away, kind, imported, person_id, address) VALUES "
          "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
          "ON CONFLICT (platform, user_id) DO UPDATE SET name = $3, roles = $4, community = $5, "
          "town = $6, unit = $7, phone = $8, persons = $9, duties = $10, superior = $11, "
          "away = $12, kind = $13, imported = $14, person_id = COALESCE($15, person_id), "
          "address = $16, active = 1")
        .with(user.platform,
              user.user_id,
              user.name,
              write_codes(user.roles),
              user.community,
              user.town,
              user.unit,
              user.phone.value_or(""),
              join_codes(user.persons),
              write_codes(user.duties),
              user.superior,
              write_absences(user.away),
              std::string{to_text(user.kind)},
              user.imported,
              user.person_id,
              user.address)
        .run();
}

void forget_user(store::Transaction& tx, std::string_view platform, std::string_view user_id) {
    tx.prepare(
          "UPDATE users SET phone = '', address = '', person_id = NULL WHERE platform = $1 AND "
          "user_id = $2")
        .with(platform, user_id)
        .run();
    tx.prepare("DELETE FROM users WHERE platform = $1 AND user_id = $2 AND imported = 0")
        .with(platform, user_id)
        .run();
    tx.prepare("DELETE FROM claims WHERE platform = $1 AND user_id = $2")
        .with(platform, user_id)
        .run();
}

std::vector<User> switch_off_absent(store::Transaction& tx,
                                    std::string_view community,
                                    const std::set<std::pair<std::string, std::string>>& keep) {
    std::vector<User> switched_off;
    for (const User& user : users_of_community(tx, community)) {
        if (!user.imported || keep.contains({user.platform, user.user_id})) continue;
        tx.prepare("UPDATE users SET active = 0 WHERE platform = $1 AND user_id = $2")
            .with(user.platform, user.user_id)
            .run();
        switched_off.push_back(user);
    }
    return switched_off;
}

std::optional<language::Tongue> tongue_of(store::Transaction& tx,
                                          std::string_view platform,
                                          std::string_view user_id) {
    auto row = tx.prepare("SELECT tongue FROM senders WHERE platform = $1 AND user_id = $2");
    row.with(platform, user_id);
    if (!row.step()) return std::nullopt;
    const std::string tongue = row.text(0);
    if (tongue == "traditional") return language::Tongue::traditional;
    if (tongue == "english") return language::Tongue::english;
    return language::Tongue::simplified;
}

void note_tongue(store::Transaction& tx,
                 std::string_view platform,
                 std::string_view account,
                 std::string_view user_id,
                 language::Tongue tongue) {
    constexpr std::string_view names[] = {"simplified", "traditional", "english"};
    tx.prepare(
          "INSERT INTO senders (platform, account, user_id, tongue) VALUES ($1, $2, $3, $4) "
          "ON CONFLICT (platform, user_id) DO UPDATE SET account = $2, tongue = $4 "
          "WHERE account <> $2 OR tongue <> $4")
        .with(platform, account, user_id, names[static_cast<std::size_t>(tongue)])
        .run();
}

std::string join_codes(const std::vector<std::string>& codes) {
    if (codes.empty()) return {};
    std::string joined = ";";
    for (const std::string& code : codes) joined += code + ";";
    return joined;
}

std::vector<std::string> split_codes(std::string_view joined) {
    std::vector<std::string> codes;
    while (!joined.empty()) {
        const std::size_t end = joined.find(';');
        if (const auto code = joined.substr(0, end); !code.empty()) codes.emplace_back(code);
        joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
    }
    return codes;
}

}  // namespace qingdan::people
