#pragma once
/// @file
/// Who eats: the sender, a person bound to them, or somebody of the community's register.

#include "domain/meals/order.hpp"
#include "domain/people/person.hpp"
#include "handlers/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan {

/// Whom a meal is for, as far as it is known.
struct EaterFacts {
    std::optional<people::Person> person;  ///< of the register
    std::optional<std::string> name;       ///< as written, where the register has nobody
    std::vector<std::string> which;        ///< several can be meant: their names
    bool not_bound = false;                ///< family wrote for somebody who is not bound to them
};

/// Source: meals facts, section 2; simulation contract, roster: "a resident is the person of that
/// name in the register of the same community".
EaterFacts find_eater(const std::optional<std::string>& named,
                      const std::optional<std::string>& address,
                      const std::optional<std::string>& phone,
                      const Message& message,
                      store::Transaction& tx);

/// The same as a key for what is ordered already.
meals::Eater eater_key(const EaterFacts& facts, const Message& message);

}  // namespace qingdan
