#pragma once
/// @file
/// The figures that the manual's texts name: no file of the manual holds a figure that can be set
/// elsewhere.

#include <tl/expected.hpp>

#include <map>
#include <string>
#include <string_view>

namespace qingdan {
struct Settings;
}
namespace qingdan::elections {
struct Rules;
}

namespace qingdan::guidance {

/// Named figures, and how they are put into a text.
///
/// `{{election.objection_days}}` is the figure as it is. `{{#phones.gas}}…{{/phones.gas}}` stands
/// only where the figure is set and not empty, `{{^phones.gas}}…{{/phones.gas}}` only where it is
/// empty.
class Figures {
public:
    /// What is built in: config/election.toml, the defaults of the settings, config/manual.toml as
    /// it is.
    static Figures built_in();
    /// Lays a TOML text over the figures: each value below its tables' names joined by dots, behind
    /// `prefix`. Arrays and tables in arrays hold no figures and are passed over. The error is
    /// `line: what is wrong`.
    tl::expected<void, std::string> lay_over(std::string_view toml, std::string_view prefix = {});
    /// Takes over what a person who runs the service may choose; spans and cut-offs are kept as
    /// codes
    /// (`-1d 16:00`, `5wd`) until `worded` puts them into words.
    void take(const Settings& settings);
    /// Takes over the election's parameters below `election.`, and the days of its stages without
    /// their sign
    /// (`election.list_publish.from` is 25).
    void take(const elections::Rules& rules);
    void set(std::string name, std::string value);
    bool has(std::string_view name) const { return values_.contains(name); }
    /// Empty where there is no such figure.
    std::string_view get(std::string_view name) const;
    const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

    /// The text with its placeholders filled; the error names the first that is not known.
    tl::expected<std::string, std::string> fill(std::string_view text) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// Words for those figures that are codes, each with `{n}`, `{time}` or `{yuan}` in it.
struct FigureWords {
    std::string same_day, day_before, days_before;  ///< cut-offs
    std::string hours, workdays, at_once;           ///< spans
};

/// The figures with cut-offs, spans and amounts (`…_fen` becomes `…_yuan`) put into words.
Figures worded(const Figures& figures, const FigureWords& words);

}  // namespace qingdan::guidance
