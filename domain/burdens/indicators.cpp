#include "domain/burdens/indicators.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace qingdan::burdens {
namespace {

using language::BurdenKind;
using language::Period;

constexpr std::array<Indicator, 8> all_indicators{{
    {"meeting_per_month", BurdenKind::meeting, Period::month},
    {"form_per_month", BurdenKind::form, Period::month},
    {"proof_per_month", BurdenKind::proof, Period::month},
    {"system_total", BurdenKind::system, Period::month, true},
    {"assessment_per_year", BurdenKind::assessment, Period::year},
    {"signage_total", BurdenKind::signage, Period::month, true},
    {"same_topic", BurdenKind::meeting, Period::month, false, true},
    {"twice_entered", BurdenKind::system, Period::month, false, true},
}};

bool is_above(const ByCode& limits, std::string_view code, int value) {
    const auto limit = limits.find(code);
    return limit != limits.end() && limit->second >= 0 && value > limit->second;
}

/// `same_topic` is about meetings and forms alike.
bool is_of(const Indicator& indicator, const Burden& report) {
    const BurdenKind kind = report.told.kind.value_or(BurdenKind::other);
    if (indicator.duplicates_alone && !report.told.duplicate) return false;
    return kind == indicator.kind || (indicator.code == "same_topic" && kind == BurdenKind::form);
}

int value_of(const Indicator& indicator,
             const std::vector<Burden>& reports,
             Day today,
             int stock_days) {
    return indicator.is_stock ? stock(reports, today, stock_days) : how_many(reports);
}

std::string organizer_key(const Burden& report) {
    return report.told.organizer ? "=" + text_key(*report.told.organizer) : std::string{};
}

/// When an organizer's part first was what it is now.
Instant reached(
    const Indicator& indicator, std::vector<Burden> reports, int count, Day today, int stock_days) {
    std::stable_sort(reports.begin(), reports.end(), [](const Burden& a, const Burden& b) {
        return a.created_at < b.created_at;
    });
    std::vector<Burden> so_far;
    for (Burden& report : reports) {
        const Instant at = report.created_at;
        so_far.push_back(std::move(report));
        if (value_of(indicator, so_far, today, stock_days) == count) return at;
    }
    return {};
}

}  // namespace

std::span<const Indicator> indicators() { return all_indicators; }

std::optional<Indicator> indicator_from(std::string_view code) {
    for (const Indicator& indicator : all_indicators) {
        if (indicator.code == code) return indicator;
    }
    return std::nullopt;
}

std::optional<Indicator> indicator_of(BurdenKind kind) {
    for (const Indicator& indicator : all_indicators) {
        if (indicator.kind == kind && !indicator.duplicates_alone) return indicator;
    }
    return std::nullopt;
}

Light light_of(std::string_view code, int value, const WorkloadSettings& settings) {
    if (is_above(settings.limits, code, value)) return Light::red;
    return is_above(settings.amber, code, value) ? Light::amber : Light::green;
}

std::optional<Term> term_for(const Indicator& indicator, const Burden& report) {
    if (!is_of(indicator, report)) return std::nullopt;
    if (indicator.is_stock) return Term::around(indicator.base, report.day);
    const Term term = Term::around(indicator.base, counted_on(report));
    if (!belongs(report, term)) return std::nullopt;
    return term;
}

Figure figure_of(const Indicator& indicator,
                 const std::vector<Burden>& reports,
                 const Term& term,
                 Day today,
                 int stock_days) {
    std::map<std::string, std::vector<Burden>> of_organizer;
    Figure figure;
    for (const Burden& report : reports) {
        if (report.status == Status::withdrawn || !is_of(indicator, report)) continue;
        if (!indicator.is_stock && !belongs(report, term)) continue;
        of_organizer[organizer_key(report)].push_back(report);
    }
    for (auto& [key, theirs] : of_organizer) {
        Share share;
        share.organizer = theirs.front().told.organizer;
        share.count = value_of(indicator, theirs, today, stock_days);
        if (share.count == 0) continue;
        share.reached = reached(indicator, theirs, share.count, today, stock_days);
        figure.value += share.count;
        figure.shares.push_back(std::move(share));
    }
    std::stable_sort(
        figure.shares.begin(), figure.shares.end(), [](const Share& a, const Share& b) {
            return a.count != b.count ? a.count > b.count : a.reached < b.reached;
        });
    return figure;
}

}  // namespace qingdan::burdens
