#pragma once
/// @file
/// SHA-256 over fields that cannot run into one another. The only file of the domain that includes
/// libcrypto.

#include <initializer_list>
#include <string>
#include <string_view>

namespace qingdan::audit {

/// 32 bytes over `fields`, each preceded by its length, so that `ab`+`c` and `a`+`bc` differ.
std::string digest(std::initializer_list<std::string_view> fields);
/// 16 bytes that nobody can guess. Throws std::runtime_error where the system has none.
std::string make_salt();
std::string to_hex(std::string_view bytes);

}  // namespace qingdan::audit
