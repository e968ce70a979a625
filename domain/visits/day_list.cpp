#include "domain/visits/day_list.hpp"

#include <algorithm>
#include <charconv>

namespace qingdan::visits {
namespace {

std::vector<long> numbers_of(std::string_view key) {
    std::vector<long> numbers;
    for (std::size_t at = 0; at < key.size();) {
        long number = 0;
        const auto [end, error] = std::from_chars(key.data() + at, key.data() + key.size(), number);
        if (error == std::errc{}) numbers.push_back(number);
        at = std::max(at + 1, static_cast<std::size_t>(end - key.data()));
    }
    return numbers;
}

Listed listed(people::Person person,
              const std::set<std::int64_t>& in_danger,
              Day day,
              Day rest_until) {
    Listed entry;
    entry.again = person.attempt_on && *person.attempt_on <= rest_until;
    entry.promised = person.promised_on && person.visit_due_on == person.promised_on;
    if (person.visit_due_on && *person.visit_due_on < day) {
        entry.reason = Reason::overdue;
        entry.overdue_days = days_between(*person.visit_due_on, day);
    } else if (entry.again || (person.visit_due_on && *person.visit_due_on <= rest_until)) {
        entry.reason = Reason::today;
    }
    if (in_danger.contains(person.id)) entry.reason = Reason::danger;
    entry.person = std::move(person);
    return entry;
}

}  // namespace

bool stands_before(std::string_view one_address_key, std::string_view other_address_key) {
    return numbers_of(one_address_key) < numbers_of(other_address_key);
}

std::vector<Listed> day_list(std::vector<people::Person> due,
                             const std::set<std::int64_t>& in_danger,
                             Day day,
                             Day rest_until) {
    struct Placed {
        Listed entry;
        std::vector<long> place;
    };
    std::vector<Placed> placed;
    for (people::Person& person : due) {
        std::vector<long> place = numbers_of(people::address_key(person.address));
        placed.push_back({listed(std::move(person), in_danger, day, rest_until), std::move(place)});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& one, const Placed& other) {
        if (one.entry.reason != other.entry.reason) return one.entry.reason < other.entry.reason;
        if (one.place != other.place) return one.place < other.place;
        return one.entry.person.id < other.entry.person.id;
    });
    std::vector<Listed> list;
    for (Placed& each : placed) list.push_back(std::move(each.entry));
    return list;
}

Day week_until(Day day, int days_before) {
    return std::max(add_days(day, 7 - iso_weekday(day)), add_days(day, days_before));
}

}  // namespace qingdan::visits
