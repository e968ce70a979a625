#pragma once
/// @file
/// Lists of visits that are posted again and again in a group (接龙): which entry of a new posting
/// is which entry of the one before.

#include "domain/ids.hpp"
#include "domain/language/meaning.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::visits {

/// An entry of a list that has become a visit.
struct ListEntry {
    RecordNumber number{RecordKind::visit, 0};
    std::string head;      ///< the line above the entries, as compared
    Day day{};             ///< of the first posting
    std::string reporter;  ///< user id
    int position = 0;      ///< in the latest posting that had it, from 0
    std::vector<language::Visit>
        told;  ///< as written, the latest first; older ones are stale copies
    std::optional<std::int64_t> person_id;  ///< only where a cadre or an import vouches for it
    bool gone = false;                      ///< its reporter left it out
};

/// What one entry of a posting is.
struct ListMatch {
    enum class What { same, changed, fresh };
    What what = What::fresh;
    std::size_t entry = 0;  ///< which of the known ones; only where it is not fresh
    friend bool operator==(const ListMatch&, const ListMatch&) = default;
};

/// One entry of a posting: what it says, and whom of the register it means where that is one.
struct Posted {
    language::Visit told;
    std::optional<std::int64_t> person_id;
};

/// Finds each entry of a posting among the known ones, whatever its place and number. The same
/// words (or words that it had before: somebody copied an older posting) are the same; the same
/// person, or a name or address with a typing error in it, is the same entry changed; all else is
/// fresh. Pure.
std::vector<ListMatch> compare(std::span<const ListEntry> known, std::span<const Posted> posting);

/// The entries of `chat` of which a posting with that head on that day is the next: those of the
/// same head and day, or of yesterday's list where the posting repeats most of it word by word.
std::vector<ListEntry> entries_of(store::Transaction& tx,
                                  std::string_view platform,
                                  std::string_view chat,
                                  std::string_view head,
                                  Day day,
                                  std::span<const Posted> posting);

/// Keeps a new entry.
void add_entry(store::Transaction& tx,
               std::string_view platform,
               std::string_view chat,
               const ListEntry& entry);
/// Writes place, words and `gone` of an entry that was seen again on `day`.
void save_entry(store::Transaction& tx, const ListEntry& entry, Day day);

/// A head for comparing: letters alone, without the digits that change with every posting.
std::string head_key(std::string_view head);

}  // namespace qingdan::visits
