#include "domain/elections/plan.hpp"

#include <algorithm>
#include <utility>

namespace qingdan::elections {
namespace {

using calendar::Calendar;

bool before(Day a, Day b) { return days_between(a, b) > 0; }

/// The last workday that is not after `day`.
Day workday_before(Day day, const Calendar& calendar) {
    while (calendar.is_rest_day(day)) day = add_days(day, -1);
    return day;
}

void note_rest_days(PlannedStage& stage, const Calendar& calendar) {
    bool weekend = false;
    for (Day day = stage.from; !before(stage.until, day); day = add_days(day, 1)) {
        if (calendar.is_workday(day)) continue;
        const auto name = calendar.name(day);
        if (!name) {
            weekend = true;
            continue;
        }
        auto& cautions = stage.cautions;
        if (!cautions.empty() && cautions.back().kind == Caution::Kind::holiday &&
            cautions.back().name == *name)
            cautions.back().to = day;
        else
            cautions.push_back({Caution::Kind::holiday, std::string{*name}, day, day});
    }
    if (weekend) stage.cautions.push_back({Caution::Kind::weekend, {}, stage.from, stage.until});
    if (calendar.is_rest_day(stage.until) && stage.code != "vote_day")
        stage.cautions.push_back(
            {Caution::Kind::deadline, {}, workday_before(stage.until, calendar), stage.until});
}

void note_missing_years(PlannedStage& stage, const Calendar& calendar) {
    for (auto year = stage.from.year(); year <= stage.until.year(); ++year)
        if (!calendar.covers(static_cast<int>(year)))
            stage.cautions.push_back({Caution::Kind::no_calendar,
                                      std::to_string(static_cast<int>(year)),
                                      stage.from,
                                      stage.until});
}

std::vector<Posting> postings(Day day, const Rules& rules) {
    std::vector<Posting> all;
    for (const auto& notice : rules.notices)
        if (notice.post) all.push_back({notice.code, add_days(day, *notice.post)});
    std::ranges::stable_sort(
        all, {}, [](const Posting& posting) { return std::chrono::sys_days{posting.day}; });
    int number = 0;
    for (auto& posting : all) posting.number = ++number;
    return all;
}

}  // namespace

tl::expected<Plan, TooEarly> plan(
    Day day, std::string_view way, Day today, const Rules& rules, const Calendar& calendar) {
    int first = 0;
    for (const auto& stage : rules.stages) first = std::min(first, stage.from);
    if (before(add_days(day, first), today))
        return tl::unexpected{TooEarly{add_days(today, -first)}};

    Plan plan{day, std::string{way}, {}, postings(day, rules)};
    for (const auto& stage : rules.stages) {
        PlannedStage planned{stage.code,
                             add_days(day, stage.from),
                             add_days(day, stage.to),
                             stage.actors,
                             stage.notices,
                             {}};
        note_rest_days(planned, calendar);
        for (const auto& posting : plan.postings) {
            const bool of_this = std::ranges::count(stage.notices, posting.code) > 0;
            if (of_this && calendar.is_rest_day(posting.day))
                planned.cautions.push_back({Caution::Kind::posting,
                                            posting.code,
                                            workday_before(posting.day, calendar),
                                            posting.day});
        }
        if (stage.latest && stage.to > *stage.latest)
            planned.cautions.push_back(
                {Caution::Kind::out_of_bound, {}, planned.from, add_days(day, *stage.latest)});
        note_missing_years(planned, calendar);
        plan.stages.push_back(std::move(planned));
    }
    return plan;
}

}  // namespace qingdan::elections
