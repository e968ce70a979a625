#pragma once
/// @file
/// What burdens come to for a community, a town or the district, as it may be told to its reader.

#include "domain/burdens/burden.hpp"
#include "domain/burdens/counting.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>

namespace qingdan::figures {

/// Of where, for how long, about which kind; read by whom.
struct Asked {
    burdens::Place place;
    burdens::Place
        whole;  ///< the larger place whose sum the reader sees, too; else equal to `place`
    burdens::Term term;
    std::optional<language::BurdenKind> kind;
    /// The committee itself reads: its named reports are its own; others read only what enough
    /// people stand behind.
    bool own = false;
};

/// The values of `burden.figures`: place, lines by kind with limits and the period before, what
/// came by the hotline apart, and from how many people on a figure is shown where some may be
/// hidden. `lines` is empty where there is nothing that can be shown.
struct Figures {
    std::vector<Value> lines;
    int tickets = 0;
    bool some_hidden = false;
};
Figures figures_of(const Asked& asked, const Rules& rules, Day today, store::Transaction& tx);

/// As arguments of the sentence; `term` is how the period is called there (`term.month`).
Arguments arguments_of(const Asked& asked, const Figures& figures, Word term, const Rules& rules);

}  // namespace qingdan::figures
