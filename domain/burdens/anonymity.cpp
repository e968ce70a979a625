#include "domain/burdens/anonymity.hpp"

#include "domain/burdens/counting.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace qingdan::burdens {
namespace {

using CellKey = std::tuple<std::string, int, std::string>;

CellKey cell_of(const Burden& report) {
    return {report.community,
            static_cast<int>(report.told.kind.value_or(language::BurdenKind::other)),
            report.told.organizer ? "=" + text_key(*report.told.organizer) : std::string{}};
}

}  // namespace

std::vector<Burden> countable(std::vector<Burden> reports, int k) {
    // A voice comes with its first day; its number (a random one) only settles an equal day.
    std::map<CellKey, std::map<std::string, std::pair<Day, std::int64_t>>> first_said;
    for (const Burden& report : reports) {
        if (!report.told.anonymous || !report.voice || report.status == Status::withdrawn) continue;
        const std::pair said{report.day, report.number.digits};
        const auto [at, fresh] = first_said[cell_of(report)].try_emplace(*report.voice, said);
        if (!fresh) at->second = std::min(at->second, said);
    }
    std::map<CellKey, std::set<std::string>> let_out;
    for (const auto& [cell, of_voice] : first_said) {
        std::vector<std::pair<std::pair<Day, std::int64_t>, std::string>> in_order;
        for (const auto& [voice, said] : of_voice) in_order.emplace_back(said, voice);
        std::sort(in_order.begin(), in_order.end());
        in_order.resize(in_order.size() / static_cast<std::size_t>(k) *
                        static_cast<std::size_t>(k));
        for (auto& [said, voice] : in_order) let_out[cell].insert(voice);
    }
    std::erase_if(reports, [&](const Burden& report) {
        if (!report.told.anonymous) return false;
        return !report.voice || !let_out[cell_of(report)].contains(*report.voice);
    });
    return reports;
}

int rounded(int figure) {
    if (figure >= 20) return figure;
    if (figure >= 5) return figure / 5 * 5;
    return figure >= 3 ? 3 : 0;
}

std::vector<Cell> shown(std::vector<Cell> cells, int k) {
    int hidden = 0;
    for (const Cell& cell : cells) hidden += cell.people < k ? cell.people : 0;
    std::erase_if(cells, [&](const Cell& cell) { return cell.people < k; });
    if (hidden > 0 && hidden < k && !cells.empty()) {
        cells.erase(std::min_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
            return a.people < b.people;
        }));
    }
    return cells;
}

}  // namespace qingdan::burdens
