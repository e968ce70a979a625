#include "domain/visits/list_entries.hpp"

#include "domain/language/codes.hpp"
#include "domain/language/fold/fold.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::visits {
namespace {

using nlohmann::json;

/// The day stands in the head or is that of the posting: no part of an entry's own words.
language::Visit without_day(language::Visit visit) {
    visit.date.reset();
    return visit;
}

bool same_words(const language::Visit& one, const language::Visit& other) {
    return without_day(one) == without_day(other);
}

/// How many characters have to be put in, left out or changed; counted up to `at_most` + 1.
std::size_t edits_between(std::u32string_view one, std::u32string_view other, std::size_t at_most) {
    if (one.size() > other.size() + at_most || other.size() > one.size() + at_most)
        return at_most + 1;
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::size_t before = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t kept = before + (one[i - 1] == other[j - 1] ? 0 : 1);
            before = row[j];
            row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[other.size()];
}

std::string key_of(const std::optional<std::string>& address) {
    return address ? people::address_key(*address) : std::string{};
}

/// A slip of the hand: one character of two or three, two of more.
bool nearly_same(const std::string& one, const std::string& other) {
    const std::u32string a = language::fold(one).shadow, b = language::fold(other).shadow;
    const std::size_t allowed = std::min(a.size(), b.size()) > 4 ? 2 : 1;
    return edits_between(a, b, allowed) <= allowed;
}

/// The same household for both, or as good as: one of name and address is the same and the other
/// has a typing error.
bool same_household(const ListEntry& entry, const Posted& posted) {
    if (entry.person_id && posted.person_id) return entry.person_id == posted.person_id;
    const language::Visit& before = entry.told.front();
    const language::Visit& now = posted.told;
    const std::string address = key_of(before.address), told_address = key_of(now.address);
    if (before.person && now.person) {
        const bool same_name = people::name_key(*before.person) == people::name_key(*now.person);
        const bool same_place = address == told_address || address.empty() || told_address.empty();
        if (same_name && same_place) return true;
        // The register knows both, or neither name nor address holds: two households.
        if (same_name) return nearly_same(address, told_address);
        return !address.empty() && address == told_address &&
               nearly_same(*before.person, *now.person);
    }
    return !before.person && !now.person && !address.empty() && address == told_address;
}

json to_json(const std::vector<language::Visit>& told) {
    json versions = json::array();
    for (const language::Visit& visit : told)
        versions.push_back(json(language::to_json(language::Record{visit})));
    return versions;
}

std::vector<language::Visit> from_json(const std::string& text) {
    std::vector<language::Visit> told;
    for (const json& one : json::parse(text))
        told.push_back(std::get<language::Visit>(language::record_from_json(one)));
    return told;
}

}  // namespace

std::vector<ListMatch> compare(std::span<const ListEntry> known, std::span<const Posted> posting) {
    std::vector<ListMatch> matches(posting.size());
    std::vector<bool> found(posting.size()), taken(known.size());
    const auto pass = [&](ListMatch::What what, auto&& fits) {
        for (std::size_t i = 0; i < posting.size(); ++i) {
            for (std::size_t k = 0; k < known.size() && !found[i]; ++k) {
                if (taken[k] || !fits(known[k], posting[i])) continue;
                matches[i] = {what, k};
                found[i] = taken[k] = true;
            }
        }
    };
    pass(ListMatch::What::same, [](const ListEntry& entry, const Posted& posted) {
        return same_words(entry.told.front(), posted.told);
    });
    pass(ListMatch::What::same, [](const ListEntry& entry, const Posted& posted) {
        return std::any_of(
            entry.told.begin(), entry.told.end(), [&](const language::Visit& version) {
                return same_words(version, posted.told);
            });
    });
    pass(ListMatch::What::changed, same_household);
    return matches;
}

std::vector<ListEntry> entries_of(store::Transaction& tx,
                                  std::string_view platform,
                                  std::string_view chat,
                                  std::string_view head,
                                  Day day,
                                  std::span<const Posted> posting) {
    auto rows = tx.prepare(
        "SELECT e.number, e.head, e.day, e.reporter, e.position, e.told, e.gone, p.id, e.seen_on "
        "FROM list_entries e JOIN visits v ON v.number = e.number LEFT JOIN people p ON p.id = "
        "v.person_id AND p.confirmed = 1 WHERE e.platform = $1 AND e.chat_id = $2 AND e.seen_on >= "
        "$3 ORDER BY e.day, e.position, e.number");
    rows.with(platform, chat, add_days(day, -1));
    std::vector<ListEntry> todays, yesterdays;
    while (rows.step()) {
        ListEntry entry;
        entry.number.digits = rows.integer(0);
        entry.head = rows.text(1);
        entry.day = rows.day(2);
        entry.reporter = rows.text(3);
        entry.position = static_cast<int>(rows.integer(4));
        entry.told = from_json(rows.text(5));
        entry.gone = rows.integer(6) != 0;
        entry.person_id = rows.integer_or_null(7);
        if (entry.head != head) continue;
        (rows.day(8) == day ? todays : yesterdays).push_back(std::move(entry));
    }
    if (!todays.empty()) {
        // What nobody has posted again today belongs to it all the same.
        for (ListEntry& entry : yesterdays) {
            if (entry.day == todays.front().day) todays.push_back(std::move(entry));
        }
        return todays;
    }
    std::size_t repeated = 0;
    for (const ListEntry& entry : yesterdays) {
        for (const Posted& posted : posting)
            repeated += same_words(entry.told.front(), posted.told) ? 1 : 0;
    }
    constexpr std::size_t at_least = 2;
    if (repeated >= at_least && repeated * 2 >= yesterdays.size()) return yesterdays;
    return {};
}

void add_entry(store::Transaction& tx,
               std::string_view platform,
               std::string_view chat,
               const ListEntry& entry) {
    tx.prepare(
          "INSERT INTO list_entries (number, platform, chat_id, head, day, seen_on, reporter, "
          "position, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .with(entry.number.digits,
              platform,
              chat,
              entry.head,
              entry.day,
              entry.day,
              entry.reporter,
              entry.position,
              to_json(entry.told).dump())
        .run();
}

void save_entry(store::Transaction& tx, const ListEntry& entry, Day day) {
    tx.prepare(
          "UPDATE list_entries SET seen_on = $2, position = $3, told = $4, gone = $5 WHERE number "
          "= "
          "$1")
        .with(entry.number.digits, day, entry.position, to_json(entry.told).dump(), entry.gone)
        .run();
}

std::string head_key(std::string_view head) {
    std::u32string key;
    for (const char32_t c : language::fold(head).shadow) {
        const bool is_mark = c < 0x80 && !((c >= U'a' && c <= U'z'));
        if (!is_mark && c != U'\u3000') key += c;
    }
    return language::to_utf8(key);
}

}  // namespace qingdan::visits
