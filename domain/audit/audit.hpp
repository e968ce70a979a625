#pragma once
/// @file
/// Who did what to which record: a chain in which a changed or missing entry shows.

#include "domain/store/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qingdan::audit {

/// One field of a record, before and after; `nullopt` where there was or is no value.
struct Change {
    std::string field;
    std::optional<std::string> before, after;
};

/// What somebody did. `who` and `about` are ids and numbers (`u-7`, `V-1001`), never names.
struct Act {
    Instant at{};
    std::string who, action, about;
};

/// Adds an entry and gives its number.
///
/// The chain holds the names of the fields and a salted hash of each value; the values themselves
/// and the salts go into the history, which `forget` can empty.
std::int64_t append(store::Transaction& tx, const Act& act, std::span<const Change> changes = {});

/// The first entry that is not as it was written.
struct Fault {
    std::int64_t number;
    std::string what;
};

/// Reads the whole chain, and what is left of the history against it; `nullopt`: all is well.
/// `progress(done)` is called now and then with the entries read so far.
std::optional<Fault> verify(store::Transaction& tx,
                            const std::function<void(std::int64_t)>& progress = {});

/// Erasure: the values of all that happened to `about` are gone, the chain still verifies.
void forget(store::Transaction& tx, std::string_view about);
/// Retention: the values of all entries before `number` are gone.
void forget_before(store::Transaction& tx, std::int64_t number);

}  // namespace qingdan::audit
