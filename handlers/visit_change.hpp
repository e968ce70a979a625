#pragma once
/// @file
/// A visit that is changed, and all that follows from it: due days, tasks, figures.

#include "domain/audit/audit.hpp"
#include "domain/visits/visit.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <vector>

namespace qingdan {

/// What a change came to.
struct VisitChange {
    std::vector<audit::Change> changes;  ///< empty: nothing is different
    std::vector<Value> tasks;            ///< new tasks, as `follow_ups` words them
    Outcome outcome;                     ///< pushes and numbers, no replies
};

/// The differences of two visits field by field, as the audit keeps them.
std::vector<audit::Change> differences(const language::Visit& before, const language::Visit& after);

/// Puts `after` in the place of what was told of the visit: matches the person anew where name,
/// address or phone are different, works out the due days, gives its tasks to the right person,
/// takes back those of needs that are gone and makes those of needs that are new. Noted in the
/// audit.
VisitChange change_visit(visits::Visit visit,
                         const language::Visit& after,
                         const Message& message,
                         store::Transaction& tx);

/// Takes a visit back with all that it made; the numbers that changed.
std::vector<std::string> take_back(visits::Visit visit,
                                   const Message& message,
                                   store::Transaction& tx);

/// What a receipt says of changed fields: name of the field, new value.
std::vector<Value> changed_fields(const std::vector<audit::Change>& changes);

}  // namespace qingdan
