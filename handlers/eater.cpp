#include "handlers/eater.hpp"

#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan {
namespace {

using people::Person;
using people::Role;

/// The entry of the register that the sender is.
std::optional<Person> own_entry(const Message& message, store::Transaction& tx) {
    if (!message.user) return std::nullopt;
    if (message.user->person_id) return people::person_of_id(tx, *message.user->person_id);
    if (!message.user->imported) return std::nullopt;  // a claim that nobody has agreed to yet
    return people::find_person(tx, message.community, message.user->name);
}

EaterFacts one_of_the_bound(const Message& message, store::Transaction& tx) {
    EaterFacts facts;
    if (message.user->persons.size() > 1) {
        facts.which = message.user->persons;
        return facts;
    }
    facts.name = message.user->persons.front();
    facts.person = people::find_person(tx, message.community, *facts.name);
    return facts;
}

/// For family: the bound person of that name; words like `我妈` name nobody and mean the one that
/// is bound.
EaterFacts of_family(const std::optional<std::string>& named,
                     const Message& message,
                     store::Transaction& tx) {
    if (!named) return one_of_the_bound(message, tx);
    const std::string key = people::name_key(*named);
    for (const std::string& bound : message.user->persons) {
        const std::string bound_key = people::name_key(bound);
        if (bound_key == key ||
            (key == people::surname(key) && people::surname(bound_key) == key)) {
            EaterFacts facts;
            facts.name = bound;
            facts.person = people::find_person(tx, message.community, bound);
            return facts;
        }
    }
    if (key.empty()) return one_of_the_bound(message, tx);
    EaterFacts facts;
    facts.name = named;
    facts.not_bound = true;
    return facts;
}

bool means_sender(const std::string& named, const Message& message) {
    const std::string key = people::name_key(named);
    const std::string own = people::name_key(message.user->name);
    return key.empty() || key == own ||
           (key == people::surname(key) && people::surname(own) == key);
}

}  // namespace

EaterFacts find_eater(const std::optional<std::string>& named,
                      const std::optional<std::string>& address,
                      const std::optional<std::string>& phone,
                      const Message& message,
                      store::Transaction& tx) {
    const bool for_others = message.user && message.user->orders_for_others();
    if (!for_others && message.has_role(Role::family) && !message.user->persons.empty()) {
        return of_family(named, message, tx);
    }
    EaterFacts facts;
    if (!named || (!for_others && message.user && means_sender(*named, message))) {
        facts.person = own_entry(message, tx);
        facts.name = message.user ? std::optional{message.user->name} : named;
        if (!facts.name) facts.name = message.inbound.sender.name;
        return facts;
    }
    facts.name = named;
    const auto alike = people::matches(tx, message.community, {named, address, phone});
    if (alike.size() == 1) facts.person = alike.front();
    if (alike.size() > 1) {
        for (const Person& person : alike) facts.which.push_back(person.name);
    }
    return facts;
}

meals::Eater eater_key(const EaterFacts& facts, const Message& message) {
    meals::Eater eater;
    if (facts.person) eater.person_id = facts.person->id;
    eater.platform = message.inbound.platform;
    eater.orderer = message.inbound.sender.id;
    eater.name = facts.name;
    return eater;
}

}  // namespace qingdan
