#include "domain/people/person.hpp"

#include "domain/people/user.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <stdexcept>

namespace qingdan::people {
namespace {

const std::string columns =
    "id, community, name, address, phone, birth, categories, responsible, diet, meal_level, "
    "emergency_contact, emergency_phone, entered_on, confirmed, last_contact_on, visit_due_on, "
    "promised_on, died_on, name_key, address_key, attempt_on, joined_into";

struct Keyed {
    Person person;
    std::string name_key, address_key;
};

Keyed read_person(const store::Statement& row) {
    Person person;
    person.id = row.integer(0);
    person.community = row.text(1);
    person.name = row.text(2);
    person.address = row.text(3);
    person.phone = row.text(4);
    person.birth = row.day_or_null(5);
    person.categories = split_codes(row.text(6));
    person.responsible = row.text(7);
    person.diet = split_codes(row.text(8));
    person.meal_level = row.text(9);
    person.emergency_contact = row.text(10);
    person.emergency_phone = row.text(11);
    person.entered_on = row.day(12);
    person.confirmed = row.integer(13) != 0;
    person.last_contact_on = row.day_or_null(14);
    person.visit_due_on = row.day_or_null(15);
    person.promised_on = row.day_or_null(16);
    person.died_on = row.day_or_null(17);
    person.attempt_on = row.day_or_null(20);
    person.joined_into = row.integer_or_null(21);
    return {std::move(person), row.text(18), row.text(19)};
}

std::vector<Keyed> read_all(store::Statement rows) {
    std::vector<Keyed> found;
    while (rows.step()) found.push_back(read_person(rows));
    return found;
}

std::vector<Person> persons(std::vector<Keyed> found) {
    std::vector<Person> all;
    for (Keyed& keyed : found) all.push_back(std::move(keyed.person));
    return all;
}

/// Those of `found` at the address, where one was told.
std::vector<Keyed> narrowed(std::vector<Keyed> found, const std::optional<std::string>& told_key) {
    if (!told_key || told_key->empty()) return found;
    std::erase_if(found, [&](const Keyed& keyed) {
        return !keyed.address_key.empty() && !same_address(*told_key, keyed.address_key);
    });
    return found;
}

/// With those joined into another, which stand for that other.
std::vector<Keyed> select(store::Transaction& tx,
                          const char* where,
                          std::string_view community,
                          std::string_view value,
                          std::string_view second = {}) {
    auto rows =
        tx.prepare("SELECT " + columns + " FROM people WHERE " + where + " ORDER BY id LIMIT 200");
    rows.bind(1, community).bind(2, value);
    if (!second.empty()) rows.bind(3, second);
    return read_all(std::move(rows));
}

/// Each entry once, a joined one as the one that it was joined into.
std::vector<Person> resolved(store::Transaction& tx, std::vector<Keyed> found) {
    std::vector<Person> all;
    for (Keyed& keyed : found) {
        Person person = std::move(keyed.person);
        if (person.joined_into) person = person_of_id(tx, *person.joined_into);
        const bool known =
            std::any_of(all.begin(), all.end(), [&](const Person& p) { return p.id == person.id; });
        if (!known) all.push_back(std::move(person));
    }
    return all;
}

/// Those of a surname, at an address where one was told: by the address itself first, which is
/// found at once in the largest register.
std::vector<Keyed> family_of(store::Transaction& tx,
                             std::string_view community,
                             std::string_view surname,
                             const std::optional<std::string>& told_address) {
    if (!told_address || told_address->empty())
        return select(tx, "community = $1 AND surname = $2", community, surname);
    auto here = select(tx,
                       "community = $1 AND address_key = $2 AND surname = $3",
                       community,
                       *told_address,
                       surname);
    if (!here.empty()) return here;
    return select(
        tx,
        "community = $1 AND surname = $2 AND (address_key = '' OR instr(address_key, $3) > "
        "0)",
        community,
        surname,
        *told_address);
}

}  // namespace

bool Person::has_category(std::string_view code) const {
    return std::find(categories.begin(), categories.end(), code) != categories.end();
}

std::optional<int> Person::age_on(Day day) const {
    if (!birth) return std::nullopt;
    const int years = static_cast<int>(day.year()) - static_cast<int>(birth->year());
    const bool had_birthday =
        std::pair{day.month(), day.day()} >= std::pair{birth->month(), birth->day()};
    return years - (had_birthday ? 0 : 1);
}

std::vector<Person> matches(store::Transaction& tx, std::string_view community, const Told& told) {
    const auto told_address =
        told.address ? std::optional{address_key(*told.address)} : std::nullopt;
    if (told.phone) {
        auto found = select(tx, "community = $1 AND phone = $2", community, *told.phone);
        if (!found.empty()) return resolved(tx, std::move(found));
    }
    if (!told.name) {
        if (!told_address || told_address->empty()) return {};
        return resolved(
            tx, select(tx, "community = $1 AND address_key = $2", community, *told_address));
    }
    const std::string key = name_key(*told.name);
    if (key.empty()) return {};
    auto named = select(tx, "community = $1 AND name_key = $2", community, key);
    const bool is_full = key != surname(key);
    if (auto here = narrowed(named, told_address); !here.empty())
        return resolved(tx, std::move(here));
    if (!is_full) return resolved(tx, family_of(tx, community, key, told_address));
    // The full name at another address is somebody else who happens to be called so.
    if (!named.empty() || !told_address || told_address->empty()) return {};
    // `王秀英` where the register has `王阿婆` at that very address.
    auto there = family_of(tx, community, surname(key), told_address);
    std::erase_if(there, [&](const Keyed& keyed) {
        return keyed.name_key != surname(key) || keyed.address_key.empty();
    });
    return resolved(tx, std::move(there));
}

Person person_of_id(store::Transaction& tx, std::int64_t id) {
    auto row = tx.prepare("SELECT " + columns + " FROM people WHERE id = $1");
    row.bind(1, id);
    if (!row.step()) throw std::out_of_range("no such entry of the register");
    return read_person(row).person;
}

std::optional<Person> find_person(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view name,
                                  std::optional<std::string_view> address) {
    auto row = tx.prepare("SELECT " + columns +
                          " FROM people WHERE community = $1 AND name = $2 AND ($3 IS NULL OR "
                          "address = $3) AND joined_into IS NULL ORDER BY id LIMIT 1");
    row.with(community, name, address);
    if (!row.step()) return std::nullopt;
    return read_person(row).person;
}

std::int64_t add_person(store::Transaction& tx, const Person& entry) {
    auto insert = tx.prepare(
        "INSERT INTO people (community, name, address, phone, name_key, surname, entered_on) "
        "VALUES ($1, $2, $3, $4, '', '', $5) RETURNING id");
    insert.with(entry.community, entry.name, entry.address, entry.phone, entry.entered_on);
    insert.step();
    Person added = entry;
    added.id = insert.integer(0);
    save_person(tx, added);
    return added.id;
}

void save_person(store::Transaction& tx, const Person& entry) {
    const std::string key = name_key(entry.name);
    tx.prepare(
          "UPDATE people SET community = $2, name = $3, address = $4, phone = $5, birth = $6, "
          "categories = $7, responsible = $8, diet = $9, meal_level = $10, emergency_contact = "
          "$11, "
          "emergency_phone = $12, entered_on = $13, confirmed = $14, last_contact_on = $15, "
          "visit_due_on = $16, promised_on = $17, died_on = $18, name_key = $19, surname = $20, "
          "address_key = $21, attempt_on = $22, joined_into = $23 WHERE id = $1")
        .with(entry.id,
              entry.community,
              entry.name,
              entry.address,
              entry.phone,
              entry.birth,
              join_codes(entry.categories),
              entry.responsible,
              join_codes(entry.diet),
              entry.meal_level,
              entry.emergency_contact,
              entry.emergency_phone,
              entry.entered_on,
              entry.confirmed,
              entry.last_contact_on,
              entry.visit_due_on,
              entry.promised_on,
              entry.died_on,
              key,
              surname(key),
              address_key(entry.address),
              entry.attempt_on,
              entry.joined_into)
        .run();
}

std::vector<Person> on_the_list(store::Transaction& tx, std::string_view community, Day until) {
    // Two questions, each of which an index answers.
    const std::string select = "SELECT " + columns + " FROM people WHERE community = $1 AND ";
    const std::string alive = " AND died_on IS NULL AND joined_into IS NULL";
    auto due = tx.prepare(select + "visit_due_on <= $2" + alive);
    due.with(community, until);
    auto found = persons(read_all(std::move(due)));
    auto again =
        tx.prepare(select +
                   "attempt_on IS NOT NULL AND attempt_on <= $2 AND (visit_due_on IS NULL OR "
                   "visit_due_on > $2)" +
                   alive);
    again.with(community, until);
    for (Person& person : persons(read_all(std::move(again)))) found.push_back(std::move(person));
    return found;
}

std::vector<Person> households_at(store::Transaction& tx,
                                  std::string_view community,
                                  std::string_view address) {
    const std::string key = address_key(address);
    if (key.empty()) return {};
    const auto listed = [&](const char* where, std::string_view second, std::string_view third) {
        auto rows = tx.prepare(
            "SELECT " + columns + " FROM people WHERE community = $1 AND " + where +
            " AND (categories <> '' OR visit_due_on IS NOT NULL) AND died_on IS NULL AND "
            "joined_into IS NULL ORDER BY length(address_key), address_key, id");
        rows.with(community, second, third);
        return persons(read_all(std::move(rows)));
    };
    // `/3/` begins `/3/201/`; behind all that begin so comes `/30`, since `0` follows `/`.
    auto here =
        listed("address_key >= $2 AND address_key < $3", key, key.substr(0, key.size() - 1) + '0');
    // Where the register has a road or a lane in front.
    if (here.empty()) here = listed("instr(address_key, $2) > 1 AND $3 <> ''", key, key);
    return here;
}

std::vector<std::string> communities(store::Transaction& tx) {
    auto rows = tx.prepare("SELECT DISTINCT community FROM people ORDER BY community");
    std::vector<std::string> found;
    while (rows.step()) found.push_back(rows.text(0));
    return found;
}

std::vector<std::int64_t> hand_over(store::Transaction& tx,
                                    std::string_view community,
                                    std::string_view from,
                                    std::string_view to) {
    auto rows = tx.prepare(
        "UPDATE people SET responsible = $3 WHERE community = $1 AND responsible = $2 RETURNING "
        "id");
    rows.with(community, from, to);
    std::vector<std::int64_t> ids;
    while (rows.step()) ids.push_back(rows.integer(0));
    return ids;
}

int count_of(store::Transaction& tx, std::string_view community, std::string_view user_id) {
    auto row = tx.prepare(
        "SELECT count(*) FROM people WHERE community = $1 AND responsible = $2 AND joined_into IS "
        "NULL");
    row.with(community, user_id);
    row.step();
    return static_cast<int>(row.integer(0));
}

std::vector<Person> joined_into(store::Transaction& tx, std::int64_t person_id) {
    auto rows = tx.prepare("SELECT " + columns + " FROM people WHERE joined_into = $1 ORDER BY id");
    rows.bind(1, person_id);
    return persons(read_all(std::move(rows)));
}

std::vector<Person> due_visits_in(store::Transaction& tx,
                                  std::string_view community,
                                  Day until,
                                  int limit) {
    auto rows = tx.prepare("SELECT " + columns +
                           " FROM people WHERE community = $1 AND visit_due_on <= $2 AND "
                           "died_on IS NULL AND joined_into IS NULL ORDER BY visit_due_on, "
                           "id LIMIT $3");
    rows.with(community, until, limit);
    return persons(read_all(std::move(rows)));
}

}  // namespace qingdan::people
