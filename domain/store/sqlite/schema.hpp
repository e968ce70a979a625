#pragma once
/// @file
/// Which migrations a file has had, and those it still needs.

#include "domain/store/sqlite/connection.hpp"

namespace qingdan::store::sqlite {

/// The number of the last migration that this program knows.
int newest_schema();
/// The number of the last one that the file has had; 0 for an empty file.
/// Throws StoreError where it is no file of ours (`other`) or from a newer program (`newer`).
int schema_of(Connection& connection);
/// Brings the file up to date, in one transaction.
void migrate(Connection& connection);

}  // namespace qingdan::store::sqlite
