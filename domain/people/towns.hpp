#pragma once
/// @file
/// Streets and towns (街道、镇) by their names: those of the district stand in config/towns.toml,
/// those that are served in the roster.

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::people {

/// A street or town with what it is called for short.
struct Town {
    std::string code, division, name;
    std::vector<std::string> also;
};
/// The 36 monitoring points of the district, in the order of their division codes.
const std::vector<Town>& towns();

/// The name of an office as it is compared: folded, without blanks, 办公室 as 办.
std::string office_key(std::string_view name);

/// The towns that somebody of the roster belongs to, by name.
std::vector<std::string> towns_of_roster(store::Transaction& tx);

/// Which of `known` a text names, by their full names or what they are called for short; the one
/// with the longest name in the text first.
std::vector<std::string> towns_named_in(std::string_view text,
                                        const std::vector<std::string>& known);

}  // namespace qingdan::people
