#pragma once
/// @file
/// Which colleagues a message names, in whatever way people speak of each other.

#include "domain/people/user.hpp"
#include "handlers/context.hpp"

#include <string>
#include <vector>

namespace qingdan {

/// Somebody named in a message, and who of the community can be meant.
struct NamedColleague {
    std::string name;  ///< as written
    std::vector<people::User> users;
};

/// Everybody whom the message names, in its order: by their name in the roster (`林干部`), or as
/// people call each other (`小林`). `ever`: those who have left too, where nobody else is meant.
std::vector<NamedColleague> colleagues_in(const Message& message,
                                          store::Transaction& tx,
                                          bool ever);

}  // namespace qingdan
