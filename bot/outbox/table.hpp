#pragma once
/// @file
/// The rows of what leaves.

#include "domain/store/store.hpp"
#include "handlers/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::outbox {

/// Where an outgoing message stands; `owed` is the only state that something still follows from.
enum class State { owed, answered, sent, given_up, stale, dropped };
std::string_view to_text(State state);

/// One row.
struct Row {
    Outgoing message;
    Instant due_at{};
    int attempts = 0;
    int parts_sent = 0;
    State state = State::owed;
    std::string why;
};

/// What has become of a row, to be written with the next commit.
struct Mark {
    std::int64_t number = 0;
    State state =
        State::owed;  ///< `owed`: not there yet, `attempts`, `parts_sent` and `due_at` have changed
    int attempts = 0;
    int parts_sent = 0;
    Instant due_at{};
    std::string why = {};
    bool unreachable = false;  ///< somebody has to call
};

/// Adds `message`, which has its number; it is owed from `due_at` on.
void insert(store::Transaction& tx, const Outgoing& message, Instant due_at);
/// All that is owed, in the order of the numbers.
std::vector<Row> owed(store::Transaction& tx);
std::vector<Row> given_up(store::Transaction& tx);
/// `count` rows from number `first` on, as far as they are still there.
std::vector<Row> rows(store::Transaction& tx, std::int64_t first, std::int64_t count);
/// Writes a mark; what was given up goes to the dead letters and, where nobody is reached, on the
/// call list.
void apply(store::Transaction& tx, const Mark& mark, Instant now);
/// True where there was such a row to be tried again.
bool retry(store::Transaction& tx, std::int64_t number, Instant now);
bool drop(store::Transaction& tx, std::int64_t number);
/// Where the numbers of outgoing messages stand.
std::int64_t next_number(store::Transaction& tx);
void set_next_number(store::Transaction& tx, std::int64_t next);
/// After a restore: goes well beyond the numbers that receivers may have seen since the backup,
/// because by them they tell a repeat.
void skip_numbers(store::Transaction& tx);

}  // namespace qingdan::outbox
