#include "domain/guidance/figures.hpp"

#include "domain/elections/arithmetic.hpp"
#include "domain/elections/rules.hpp"
#include "domain/settings.hpp"
#include "guidance_data.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <utility>

namespace qingdan::guidance {
namespace {

void flatten(const toml::table& table, const std::string& prefix, Figures& figures) {
    for (const auto& [key, value] : table) {
        const std::string name =
            prefix.empty() ? std::string{key.str()} : prefix + "." + std::string{key.str()};
        if (const auto* inner = value.as_table()) {
            flatten(*inner, name, figures);
        } else if (const auto number = value.value_exact<std::int64_t>()) {
            figures.set(name, std::to_string(*number));
        } else if (const auto real = value.value_exact<double>()) {
            figures.set(name, fmt::format("{}", *real));
        } else if (const auto text = value.value_exact<std::string>()) {
            figures.set(name, *text);
        }
    }
}

std::string clock_time(std::chrono::minutes time) {
    return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

void take_meals(const MealSettings& meals, Figures& figures) {
    using language::MealTime;
    for (const auto& [name, meal] : {std::pair{"breakfast", MealTime::breakfast},
                                     {"lunch", MealTime::lunch},
                                     {"dinner", MealTime::dinner}}) {
        const auto& cutoff = meals.cutoff.of(meal);
        figures.set(fmt::format("meals.cutoff.{}", name),
                    fmt::format("{}d {}", cutoff.day, clock_time(cutoff.time)));
        figures.set(fmt::format("meals.delivered.{}.from", name),
                    clock_time(meals.delivered.of(meal).from));
        figures.set(fmt::format("meals.delivered.{}.until", name),
                    clock_time(meals.delivered.of(meal).until));
        figures.set(fmt::format("meals.eat_before.{}", name),
                    clock_time(meals.eat_before.of(meal)));
    }
    for (const auto& [level, fen] : meals.price_fen)
        figures.set("meals.price_fen." + level, std::to_string(fen.value));
    figures.set("meals.max_per_order", std::to_string(meals.max_per_order));
    figures.set("meals.read_back_from", std::to_string(meals.read_back_from));
    figures.set("meals.read_back_until", std::to_string(meals.max_per_order));
    figures.set("meals.days_ahead", std::to_string(meals.days_ahead));
    figures.set("meals.pause_ask_days", std::to_string(meals.pause_ask_days));
    figures.set("meals.place_kept_minutes", std::to_string(meals.place_kept.count()));
    figures.set("meals.no_answer_reply_minutes", std::to_string(meals.no_answer_reply.count()));
    figures.set("meals.unanswered_days", std::to_string(meals.unanswered_days));
    figures.set("meals.boxes_per_route", std::to_string(meals.boxes_per_route));
    figures.set("meals.warn_percent", std::to_string(meals.warn_percent));
}

void take_visits(const VisitSettings& visits, Figures& figures) {
    for (const auto& [code, days] : visits.interval_days)
        figures.set("visits.interval_days." + code, std::to_string(days));
    for (const auto& [code, days] : visits.home_days)
        figures.set("visits.home_days." + code, std::to_string(days));
    figures.set("visits.overdue_push", clock_time(visits.overdue_push));
    figures.set("visits.due_days_before", std::to_string(visits.due_days_before));
    figures.set("visits.serious_times", fmt::format("{}", visits.serious_percent / 100.0));
    figures.set("visits.new_household_days", std::to_string(visits.new_household_days));
    figures.set("visits.attempt_second_days", std::to_string(visits.attempt_second_days));
    figures.set("visits.list_shown", std::to_string(visits.list_shown));
    figures.set("visits.pause_look_days", std::to_string(visits.pause_look_days));
}

void take_workload(const WorkloadSettings& workload, Figures& figures) {
    for (const auto& [name, number] : {std::pair{"anonymity_k", workload.anonymity_k},
                                       {"acknowledge_workdays", workload.acknowledge_workdays},
                                       {"rectify_workdays", workload.rectify_workdays},
                                       {"verify_workdays", workload.verify_workdays},
                                       {"object_workdays", workload.object_workdays},
                                       {"decide_workdays", workload.decide_workdays},
                                       {"observe_workdays", workload.observe_workdays},
                                       {"late_workdays", workload.late_workdays},
                                       {"raise_workdays", workload.raise_workdays},
                                       {"again_workdays", workload.again_workdays},
                                       {"relapse_days", workload.relapse_days},
                                       {"watch_days", workload.watch_days},
                                       {"stock_days", workload.stock_days}})
        figures.set(fmt::format("workload.{}", name), std::to_string(number));
    for (const auto& [code, limit] : workload.limits)
        figures.set("workload.limits." + code, std::to_string(limit));
}

std::string span(const TaskSpan& span) {
    return fmt::format("{}{}", span.amount, span.workdays ? "wd" : "h");
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string cutoff_in_words(std::string_view code, const FigureWords& words) {
    const auto split = code.find("d ");
    const auto day = number(code.substr(0, split));
    if (split == std::string_view::npos || !day) return std::string{code};
    const auto time = code.substr(split + 2);
    const auto& pattern = *day == 0    ? words.same_day
                          : *day == -1 ? words.day_before
                                       : words.days_before;
    return replaced(replaced(pattern, "{time}", time), "{n}", std::to_string(-*day));
}

std::string span_in_words(std::string_view code, const FigureWords& words) {
    const bool workdays = code.ends_with("wd");
    const auto amount = number(code.substr(0, code.size() - (workdays ? 2 : 1)));
    if (!amount) return std::string{code};
    if (*amount == 0) return words.at_once;
    return replaced(workdays ? words.workdays : words.hours, "{n}", std::to_string(*amount));
}

std::string yuan(int fen) {
    return fen % 100 == 0 ? std::to_string(fen / 100)
                          : fmt::format("{}.{:02}", fen / 100, fen % 100);
}

}  // namespace

Figures Figures::built_in() {
    Figures figures;
    figures.take(elections::Rules::built_in());
    if (auto laid = figures.lay_over(data::config::manual_toml); !laid)
        throw std::logic_error("config/manual.toml:" + laid.error());
    figures.take(Settings{});
    return figures;
}

tl::expected<void, std::string> Figures::lay_over(std::string_view toml, std::string_view prefix) {
    try {
        flatten(toml::parse(toml), std::string{prefix}, *this);
    } catch (const toml::parse_error& wrong) {
        return tl::unexpected{
            fmt::format("{}: {}", wrong.source().begin.line, wrong.description())};
    }
    return {};
}

void Figures::take(const Settings& settings) {
    take_meals(settings.meals, *this);
    take_visits(settings.visits, *this);
    take_workload(settings.workload, *this);
    for (const auto& [kind, due] : settings.tasks.due) {
        set("tasks." + kind + ".due", span(due.due));
        set("tasks." + kind + ".urgent", span(due.urgent));
    }
    for (const auto& [code, phone] : settings.danger.numbers) set("phones." + code, phone);
    set("danger.next_after_now_minutes", std::to_string(settings.danger.next_after_now.count()));
    set("danger.next_after_today_minutes",
        std::to_string(settings.danger.next_after_today.count()));
    set("danger.today.from", clock_time(settings.danger.today.from));
    set("danger.today.until", clock_time(settings.danger.today.until));
    set("dialogue.digest_at", clock_time(settings.dialogue.digest_at));
    set("retention.record_years", std::to_string(settings.retention.record_days / 365));
}

void Figures::take(const elections::Rules& rules) {
    for (const auto& [name, number] : rules.parameters)
        set("election." + name, std::to_string(number));
    for (const auto& [name, text] : rules.texts) set("election." + name, text);
    const auto example = [&](std::string_view name, int needed) {
        set(fmt::format("election.example.{}", name), std::to_string(needed));
    };
    const auto given = [&](std::string_view name) {
        return rules.parameter(fmt::format("example.{}", name));
    };
    example("voters_quorum", elections::quorum(rules, "all_voters", given("voters")));
    example("households_quorum", elections::quorum(rules, "household_reps", given("households")));
    example("reps_quorum", elections::quorum(rules, "resident_reps", given("reps")));
    example("cast_needed", elections::votes_to_be_elected(rules, given("cast")));
    example("extra_needed", elections::votes_in_extra_vote(rules, given("extra_cast")));
    // In the words of the manual it is "25 days before", never "-25".
    const auto days = [&](const std::string& name, int from_election_day) {
        set(name, std::to_string(std::abs(from_election_day)));
    };
    for (const auto& stage : rules.stages) {
        days(fmt::format("election.{}.from", stage.code), stage.from);
        days(fmt::format("election.{}.to", stage.code), stage.to);
    }
}

void Figures::set(std::string name, std::string value) {
    values_[std::move(name)] = std::move(value);
}

std::string_view Figures::get(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string_view{} : std::string_view{found->second};
}

tl::expected<std::string, std::string> Figures::fill(std::string_view text) const {
    std::string filled;
    while (true) {
        const auto open = text.find("{{");
        filled += text.substr(0, open);
        if (open == std::string_view::npos) return filled;
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) return tl::unexpected{std::string{"{{ without }}"}};
        auto name = text.substr(open + 2, close - open - 2);
        text.remove_prefix(close + 2);
        const char mark = name.starts_with('#') || name.starts_with('^') ? name.front() : ' ';
        if (mark != ' ') name.remove_prefix(1);
        const auto value = values_.find(name);
        if (value == values_.end()) return tl::unexpected{std::string{name}};
        if (mark == ' ') {
            filled += value->second;
            continue;
        }
        const std::string end = fmt::format("{{{{/{}}}}}", name);
        const auto until = text.find(end);
        if (until == std::string_view::npos) return tl::unexpected{end};
        if (value->second.empty() == (mark == '^')) {
            auto inner = fill(text.substr(0, until));
            if (!inner) return inner;
            filled += *inner;
        }
        text.remove_prefix(until + end.size());
    }
}

Figures worded(const Figures& figures, const FigureWords& words) {
    Figures in_words = figures;
    for (const auto& [name, value] : figures.all()) {
        if (name.starts_with("meals.cutoff.")) in_words.set(name, cutoff_in_words(value, words));
        if (name.starts_with("tasks.")) in_words.set(name, span_in_words(value, words));
        if (const auto at = name.find("_fen"); at != std::string::npos)
            if (const auto fen = number(value))
                in_words.set(replaced(name, "_fen", "_yuan"), yuan(*fen));
    }
    return in_words;
}

}  // namespace qingdan::guidance
