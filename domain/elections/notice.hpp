#pragma once
/// @file
/// Notices of an election (选举公告), filled in from what is told and what the plan knows.

#include "domain/clock.hpp"
#include "domain/elections/rules.hpp"
#include "domain/elections/wording.hpp"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::elections {

/// What is told of a notice, by field: as typed, and not yet checked.
using Told = std::map<std::string, std::string, std::less<>>;

struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// One part of a notice: a paragraph, or a table.
struct Block {
    std::string text;
    std::optional<Table> table;
};

/// A notice ready to be shown, printed or written to a document.
struct Notice {
    std::string code, head, number, title;
    std::vector<Block> blocks;
    std::string signer, date, contact;
};

/// What keeps a notice from being made.
struct Gaps {
    std::vector<std::string> missing;  ///< names of fields that are not told, in their order
    std::vector<std::string> wrong;  ///< `field: what it must be`, of fields that are told wrongly
};

/// Fills in the notice `code`. Fields that follow from others are worked out where they are not
/// told: days from `election_day`, the signer from the community, figures from the rules. Every gap
/// is named, not only the first. `code` is one of the rules'.
tl::expected<Notice, Gaps> fill(std::string_view code,
                                Told told,
                                const Rules& rules,
                                const Wording& wording);

/// The notice as plain text, tables as lines.
std::string to_text(const Notice& notice);
/// The notice as a page to print: A4, large type, room for the seal.
std::string to_html(const Notice& notice);

}  // namespace qingdan::elections
