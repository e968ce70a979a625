#pragma once
/// @file
/// The register of households that are visited and fed, and whom a message means.

#include "domain/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::people {

/// One entry of the register (重点户, 助餐对象).
struct Person {
    std::int64_t id = 0;
    std::string community, name, address, phone;
    std::optional<Day> birth;
    std::vector<std::string> categories;  ///< codes of the parse contract
    std::string responsible;              ///< the cadre's user id
    std::vector<std::string> diet;
    std::string meal_level;  ///< a price level's code; empty: by age
    std::string emergency_contact, emergency_phone;
    Day entered_on{};
    bool confirmed = true;  ///< false: known from a report alone, waits for a cadre's yes
    std::optional<Day> last_contact_on, visit_due_on, promised_on, died_on;
    std::optional<Day> attempt_on;            ///< nobody answered last time: when to try again
    std::optional<std::int64_t> joined_into;  ///< another entry is the same person

    bool has_category(std::string_view code) const;
    /// Lives alone (独居): danger signs weigh more.
    bool lives_alone() const { return has_category("elder_alone"); }
    /// Whole years on `day`; empty where the birth date is not known.
    std::optional<int> age_on(Day day) const;
};

/// Whom a message means, as it was written.
struct Told {
    std::optional<std::string> name, address, phone;
};

/// The entries of `community` that `told` can mean, the best kind of match alone: the phone number,
/// else the full name, else the surname with its form of address (`王阿婆`); an address narrows
/// each of them, and is enough where no name was told. None: nobody of the register. Several: the
/// sender has to choose.
std::vector<Person> matches(store::Transaction& tx, std::string_view community, const Told& told);

/// The entry of that id; throws where there is none.
Person person_of_id(store::Transaction& tx, std::int64_t id);
/// The entry of exactly that name (and address where given) in the community.
std::optional<Person> find_person(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view name,
                                  std::optional<std::string_view> address = std::nullopt);

/// Adds an entry and gives its id; `entry.id` is ignored.
std::int64_t add_person(store::Transaction& tx, const Person& entry);
/// Writes all of the entry but its id.
void save_person(store::Transaction& tx, const Person& entry);

/// The entries of a community that the day's list can name: due or to be tried again on or before
/// `until`.
std::vector<Person> on_the_list(store::Transaction& tx, std::string_view community, Day until);
/// The households on a list (with a category or a day) of `community` whose address begins with the
/// numbers of `address`: `3号楼` is all of its rooms. By address.
std::vector<Person> households_at(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view address);
/// All communities that have a register.
std::vector<std::string> communities(store::Transaction& tx);

/// Gives all entries of `community` that `from` is responsible for to `to`; their ids.
std::vector<std::int64_t> hand_over(store::Transaction& tx,
                                    std::string_view community,
                                    std::string_view from,
                                    std::string_view to);
/// How many entries of `community` `user_id` is responsible for.
int count_of(store::Transaction& tx, std::string_view community, std::string_view user_id);
/// The entries that were joined into `person_id`.
std::vector<Person> joined_into(store::Transaction& tx, std::int64_t person_id);
/// Erases what names an entry or says how somebody is, in the register, in visits, tasks and meals,
/// and in the history of the audit; numbers, days and kinds stay for the figures. The entry is on
/// no list from then on. Source: issue "Visits that lead to something", rights of the person.
void erase(store::Transaction& tx, std::int64_t person_id, Day today);
/// Retention: does the same to the texts of records that are older than `before`; how many. Open
/// tasks keep theirs.
int forget_texts(store::Transaction& tx, Day before);

/// The entries of a community whose visit is due on or before `until`, first due first.
std::vector<Person> due_visits_in(store::Transaction& tx,
                                  std::string_view community,
                                  Day until,
                                  int limit);

/// A name for comparing: forms of address and `家` taken off its end, blanks gone, simplified
/// characters.
std::string name_key(std::string_view name);
/// Surname of a name as compared: one character, or two of a compound surname.
std::string surname(std::string_view name);
/// The numbers of an address in order, `/3/201/`, whatever its units and numerals: `3号楼201室`,
/// `三号楼二零一`.
std::string address_key(std::string_view address);
/// The stairwell of an address, `3号楼` of `3号楼201`: what may be said in a group; empty where the
/// address has nothing but a room.
std::string stairwell(std::string_view address);
/// Whether what was told can be the address of the register: the same numbers, or a part of them.
bool same_address(std::string_view told_key, std::string_view register_key);

}  // namespace qingdan::people
