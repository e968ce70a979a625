#pragma once
/// @file
/// The numbers that people type: `V-1001`.

#include "domain/store/store.hpp"

#include <cstdint>
#include <string_view>

namespace qingdan::store {

/// The next number of `letter` (`V` `M` `W` `R` `T`), from 1001 on; never given twice.
std::int64_t next_number(Transaction& tx, std::string_view letter);

}  // namespace qingdan::store
