#include "domain/store/counters.hpp"

#include "domain/store/queries.hpp"

namespace qingdan::store {

std::int64_t next_number(Transaction& tx, std::string_view letter) {
    auto statement = tx.prepare(queries::counters::take_sql);
    statement.with(letter).step();
    const std::int64_t number = statement.integer(0);
    // To its end, or the insert is not finished.
    statement.step();
    return number;
}

}  // namespace qingdan::store
