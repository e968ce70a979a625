#pragma once
/// @file
/// The rules by which residents' committees are elected, as data: parameters, stages, notices
/// (config/election.toml).

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

/// One stage of an election (阶段). Days are counted from the election day: -25 is 25 days before
/// it.
struct Stage {
    std::string code;
    int from = 0, to = 0;
    std::optional<int> latest;  ///< a checked bound: nothing of it may happen later
    std::vector<std::string> actors, notices;
    std::string follows;  ///< the stage from which its days count: where that is late, so is this
};

/// One thing that a notice has to be told.
struct Field {
    std::string name;
    std::string type;                ///< text int bool date time phone person place list enum table
    std::vector<std::string> parts;  ///< values of an enum, columns of a table
    bool optional = false;
};

/// One kind of notice (公告), T01 to T14.
struct NoticeKind {
    std::string code;
    std::optional<int>
        post;  ///< day of posting, from the election day; empty where it follows an event
    std::vector<Field> fields;  ///< besides those of every notice
};

/// A way of election, and of how many more than which part have to vote for it to count.
struct Way {
    std::string code;
    int order = 0;
    int quorum_numerator = 1, quorum_denominator = 2;
    bool proxy = false;  ///< whether somebody may be given a mandate
};

/// Everything that config/election.toml says.
struct Rules {
    std::map<std::string, int, std::less<>>
        parameters;  ///< by name, those in tables as `majority.elected_numerator`
    std::map<std::string, std::string, std::less<>> texts;  ///< likewise, for what is no number
    std::vector<Stage> stages;  ///< in the order in which they are printed
    std::vector<NoticeKind> notices;
    std::vector<Field> common;  ///< fields of every notice
    std::vector<Way> ways;

    /// Those built into the program.
    static const Rules& built_in();
    /// Reads a file; `over`, if given, is a file whose parameters replace those of the first before
    /// stages are computed from them. The error is `line: what is wrong with it`.
    static tl::expected<Rules, std::string> read(std::string_view toml, std::string_view over = {});
    /// The built-in rules with some parameters changed.
    static tl::expected<Rules, std::string> with(std::string_view over);

    /// A parameter that must be there; throws std::out_of_range where it is not.
    int parameter(std::string_view name) const;
    const Stage* stage(std::string_view code) const;
    const NoticeKind* notice(std::string_view code) const;
    const Way* way(std::string_view code) const;
};

}  // namespace qingdan::elections
