#pragma once
/// @file
/// What a cadre says about the election that is going on, read by patterns that are data
/// (talk.toml).

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

/// One thing said: what it is about (`show`, `move`, `stage`, `figure.voters`, …), and its parts by
/// name, as written.
struct Saying {
    std::string what;
    std::map<std::string, std::string, std::less<>> parts;

    /// Empty where the part is not said.
    std::string part(std::string_view name) const;
    /// The part as a whole number.
    std::optional<int> number(std::string_view name) const;
};

/// A name and the number beside it (`张三 400`); no number where none is said.
struct NamedNumber {
    std::string name;
    std::optional<int> number;
    bool woman = false;  ///< `李四(女)`
    friend bool operator==(const NamedNumber&, const NamedNumber&) = default;
};

/// Reads a message as one about an election: `stage` with the part `code`, `write` and `posted`
/// with a notice's `code` (upper case) or `number`, and what else [[say]] lists. `nullopt`: it is
/// none, or a question. `folded` is `Meaning::folded`. Any thread.
std::optional<Saying> read_saying(std::string_view folded);

/// The code of a way (`household_reps`) or a post (`chair`) as people call it; empty where it is
/// none.
std::string way_code(std::string_view words);
std::string post_code(std::string_view words);
/// 2 for `二`; 1 where nothing is said.
int round_of(std::string_view words);
/// `张三400票、李四 240` and `张三、李四`: names with their numbers, in the order written.
std::vector<NamedNumber> names_in(std::string_view text);
/// `没有`, `都符合`: none of what was listed.
bool says_none(std::string_view folded);

}  // namespace qingdan::elections
