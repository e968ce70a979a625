#include "handlers/colleagues.hpp"

#include "domain/language/questions/persons_named.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"

#include <algorithm>

namespace qingdan {
namespace {

/// Those who have left the roster and can be meant by a name.
std::vector<people::User> who_have_left(const std::string& name,
                                        const Message& message,
                                        store::Transaction& tx) {
    std::vector<people::User> users;
    const std::string key = people::name_key(name);
    for (people::User& user : people::users_of_community_ever(tx, message.community)) {
        const bool alike = user.name == name || people::name_key(user.name) == key ||
                           people::surname(user.name) == key;
        if (alike && user.is_staff()) users.push_back(std::move(user));
    }
    return users;
}

}  // namespace

std::vector<NamedColleague> colleagues_in(const Message& message,
                                          store::Transaction& tx,
                                          bool ever) {
    struct Placed {
        std::size_t place;
        NamedColleague named;
    };
    std::vector<Placed> found;
    const std::string& text = message.meaning.folded;
    const auto is_inside = [&](std::size_t place, std::size_t size) {
        return std::any_of(found.begin(), found.end(), [&](const Placed& other) {
            return place < other.place + other.named.name.size() && other.place < place + size;
        });
    };
    const auto everybody = ever ? people::users_of_community_ever(tx, message.community)
                                : people::staff_of_community(tx, message.community);
    for (const people::User& user : everybody) {
        const auto place = user.name.empty() ? std::string::npos : text.find(user.name);
        if (place == std::string::npos || is_inside(place, user.name.size())) continue;
        found.push_back({place, {user.name, {user}}});
    }
    for (const std::string& name : language::persons_named(text, message.today())) {
        const auto place = text.find(name);
        if (place == std::string::npos || is_inside(place, name.size())) continue;
        auto users = people::colleagues_named(tx, message.community, name);
        if (users.empty() && ever) users = who_have_left(name, message, tx);
        found.push_back({place, {name, std::move(users)}});
    }
    std::sort(found.begin(), found.end(), [](const Placed& one, const Placed& other) {
        return one.place < other.place;
    });
    std::vector<NamedColleague> named;
    for (Placed& each : found) named.push_back(std::move(each.named));
    return named;
}

}  // namespace qingdan
