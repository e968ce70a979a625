#pragma once
/// @file
/// Entries of the register that reports make, and what is done with them.

#include "domain/ids.hpp"
#include "domain/people/person.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

namespace qingdan::households {

/// Shows an entry that a report has made to the responsible cadre, unless they have just written it
/// in private and read it in the receipt.
Outcome show_new(const people::Person& person,
                 RecordNumber number,
                 const Message& message,
                 store::Transaction& tx);

}  // namespace qingdan::households
