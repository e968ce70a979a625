#include "handlers/burden_figures.hpp"

#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/hotline.hpp"
#include "domain/burdens/indicators.hpp"
#include "domain/language/codes.hpp"
#include "domain/store/store.hpp"

#include <algorithm>
#include <map>

namespace qingdan::figures {
namespace {

using burdens::Burden;
using burdens::Term;
using language::BurdenKind;

constexpr BurdenKind kinds_in_order[] = {BurdenKind::meeting,
                                         BurdenKind::form,
                                         BurdenKind::proof,
                                         BurdenKind::system,
                                         BurdenKind::assessment,
                                         BurdenKind::signage,
                                         BurdenKind::other};

bool is_stock(BurdenKind kind) {
    const auto indicator = burdens::indicator_of(kind);
    return indicator && indicator->is_stock;
}

/// What a figure of one kind and period rests on: a stock on all that was told long enough before
/// `today`, all else on what belongs to the period; of anonymous voices on whole batches.
std::vector<Burden> behind(const std::vector<Burden>& reports,
                           BurdenKind kind,
                           const Term& term,
                           Day today,
                           const WorkloadSettings& settings) {
    const Day last = std::min(today, term.last());
    std::vector<Burden> told;
    for (const Burden& one : reports) {
        if (one.told.kind.value_or(BurdenKind::other) != kind) continue;
        const int age = days_between(one.day, last);
        const bool counts =
            is_stock(kind) ? age >= 0 && age < settings.stock_days : burdens::belongs(one, term);
        if (counts) told.push_back(one);
    }
    return burdens::countable(std::move(told), settings.anonymity_k);
}

int count_of(const std::vector<Burden>& told,
             BurdenKind kind,
             const Term& term,
             Day today,
             const WorkloadSettings& settings) {
    if (!is_stock(kind)) return burdens::how_many(told);
    std::map<std::string, std::vector<Burden>> by_community;
    for (const Burden& one : told) by_community[one.community].push_back(one);
    int sum = 0;
    for (const auto& [community, theirs] : by_community)
        sum += burdens::stock(theirs, std::min(today, term.last()), settings.stock_days);
    return sum;
}

/// Whether enough people stand behind a figure that somebody other than the committee itself reads,
/// and the rest of the larger sum gives nothing away.
bool is_shown(const Asked& asked,
              const std::vector<Burden>& told_in_whole,
              const std::vector<Burden>& told_here,
              const WorkloadSettings& settings) {
    if (asked.place.town == asked.whole.town)
        return burdens::voices(told_here) >= settings.anonymity_k;
    std::map<std::string, std::vector<Burden>> by_town;
    for (const Burden& one : told_in_whole) by_town[one.town].push_back(one);
    std::vector<burdens::Cell> cells;
    for (const auto& [name, theirs] : by_town)
        cells.push_back({name, burdens::voices(theirs), burdens::how_many(theirs)});
    const auto shown = burdens::shown(std::move(cells), settings.anonymity_k);
    return std::any_of(shown.begin(), shown.end(), [&](const burdens::Cell& cell) {
        return cell.name == asked.place.town;
    });
}

std::vector<Burden> here(std::vector<Burden> told, const burdens::Place& place) {
    std::erase_if(told, [&](const Burden& one) {
        return (!place.town.empty() && one.town != place.town) ||
               (!place.community.empty() && one.community != place.community);
    });
    return told;
}

/// One line: nothing where there is nothing, or nothing that may be shown.
std::optional<Value> line_of(const Asked& asked,
                             const std::vector<Burden>& reports,
                             BurdenKind kind,
                             Day today,
                             const WorkloadSettings& settings,
                             bool& hidden) {
    const auto told_in_whole = behind(reports, kind, asked.term, today, settings);
    const auto told = here(told_in_whole, asked.place);
    const int count = count_of(told, kind, asked.term, today, settings);
    hidden = !asked.own && !is_shown(asked, told_in_whole, told, settings);
    if (count == 0 || hidden) return std::nullopt;
    const bool at_least =
        std::any_of(told.begin(), told.end(), [](const Burden& one) { return one.told.anonymous; });
    Arguments line{{"kind", Word{"burden." + std::string{language::to_text(kind)}}},
                   {"count", at_least ? burdens::rounded(count) : count},
                   {"at_least", at_least},
                   {"stock", is_stock(kind)}};
    if (!asked.own) return line;
    const Term before = asked.term.before();
    const auto told_before = here(behind(reports, kind, before, today, settings), asked.place);
    const bool is_open = std::none_of(told_before.begin(),
                                      told_before.end(),
                                      [](const Burden& one) { return one.told.anonymous; });
    if (const int earlier = count_of(told_before, kind, before, today, settings);
        earlier > 0 && is_open && !at_least)
        line.push_back({"before", earlier});
    const auto indicator = burdens::indicator_of(kind);
    if (indicator && indicator->base == asked.term.length) {
        const auto light = burdens::light_of(indicator->code, count, settings);
        line.push_back({"red", light == burdens::Light::red});
        line.push_back({"amber", light == burdens::Light::amber});
        const auto limit = settings.limits.find(indicator->code);
        if (limit != settings.limits.end() && limit->second >= 0)
            line.push_back({"limit", limit->second});
    }
    return line;
}

}  // namespace

Figures figures_of(const Asked& asked, const Rules& rules, Day today, store::Transaction& tx) {
    const WorkloadSettings& settings = rules.settings.workload;
    const Term before = asked.term.before();
    // Weeks reach over the ends of a period, stocks far back.
    const Day from =
        std::min(add_days(before.first, -6), add_days(before.last(), -settings.stock_days));
    const auto reports = burdens::reports_in(tx, asked.whole, from, add_days(asked.term.last(), 6));
    Figures figures;
    for (const BurdenKind kind : kinds_in_order) {
        if (asked.kind && *asked.kind != kind) continue;
        bool hidden = false;
        if (auto line = line_of(asked, reports, kind, today, settings, hidden))
            figures.lines.push_back(std::move(*line));
        figures.some_hidden = figures.some_hidden || hidden;
    }
    // What came by the hotline is shown apart: it is no report of the communities.
    if (asked.place.community.empty())
        figures.tickets = burdens::tickets_about_burdens(
            tx, asked.place.town, asked.term.first, asked.term.last(), asked.kind);
    return figures;
}

Arguments arguments_of(const Asked& asked, const Figures& figures, Word term, const Rules& rules) {
    const burdens::Place& place = asked.place;
    return {{"place", place.community.empty() ? place.town : place.community},
            {"district", place.town.empty()},
            {"term", std::move(term)},
            {"lines", figures.lines},
            {"none", figures.lines.empty()},
            {"tickets", figures.tickets > 0 ? Value{figures.tickets} : Value{false}},
            {"hidden",
             figures.some_hidden ? Value{rules.settings.workload.anonymity_k} : Value{false}}};
}

}  // namespace qingdan::figures
