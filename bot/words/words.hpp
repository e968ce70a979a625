#pragma once
/// @file
/// Makes text of what handlers say. All words stand in locales/<tag>/messages.po.

#include "domain/calendar/time_zone.hpp"
#include "domain/language/meaning.hpp"
#include "handlers/said.hpp"

#include <memory>
#include <string>
#include <vector>

namespace qingdan {

/// For whom something is written.
struct Reader {
    language::Tongue tongue = language::Tongue::simplified;
    Day today{};  ///< their local day: `明天` hangs on it
};

/// A sentence as a plain-text platform shows it, choices as numbered lines, and the choices for
/// buttons.
struct Rendered {
    std::string text;
    std::vector<Choice> choices;
};

/// The catalogues of all languages, built into the program. Any thread.
///
/// A sentence is a mustache template: `{{name}}` is a value, `{{#name}}…{{/name}}` stands only
/// where there is one, and goes through the items of a list, which have `index` (from 1) and `last`
/// beside their own values.
class Words {
public:
    explicit Words(const calendar::TimeZone& zone);
    ~Words();
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    Rendered say(const Said& said, const Reader& reader) const;
    /// One value by itself, as it stands in a cell of a table.
    std::string value(const Value& value, const Reader& reader) const;
    /// A bare word or sentence without values; the key itself where the catalogue lacks it.
    std::string word(std::string_view key, language::Tongue tongue) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan
