#include "domain/calendar/calendar.hpp"

#include "calendar_data.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <stdexcept>
#include <utility>

namespace qingdan::calendar {
namespace {

std::string at(const toml::node& node, std::string_view what) {
    return fmt::format("{}: {}", node.source().begin.line, what);
}

}  // namespace

tl::expected<void, std::string> Calendar::lay_over(std::string_view toml) {
    toml::table file;
    try {
        file = toml::parse(toml);
    } catch (const toml::parse_error& wrong) {
        return tl::unexpected{
            fmt::format("{}: {}", wrong.source().begin.line, wrong.description())};
    }
    Calendar laid = *this;
    if (const auto* years = file["years"].as_array()) {
        for (const auto& year : *years) {
            const auto number = year.value<int>();
            if (!number) return tl::unexpected{at(year, "a year is a whole number")};
            laid.years_.insert(*number);
        }
    }
    if (const auto* days = file["day"].as_array()) {
        for (const auto& each : *days) {
            const auto* entry = each.as_table();
            if (!entry) return tl::unexpected{at(each, "[[day]] is a table")};
            const auto date = (*entry)["date"].value<toml::date>();
            const auto kind = (*entry)["kind"].value<std::string_view>();
            if (!date) return tl::unexpected{at(each, "date is missing or no date")};
            if (!kind || (*kind != "holiday" && *kind != "workday"))
                return tl::unexpected{at(each, "kind is \"holiday\" or \"workday\"")};
            const Day day{std::chrono::year{date->year},
                          std::chrono::month{date->month},
                          std::chrono::day{date->day}};
            laid.entries_[std::chrono::sys_days{day}] = {*kind == "holiday",
                                                         (*entry)["name"].value_or(std::string{}),
                                                         (*entry)["statutory"].value_or(false)};
        }
    }
    *this = std::move(laid);
    return {};
}

tl::expected<Calendar, std::string> Calendar::read(std::string_view toml) {
    Calendar calendar;
    if (auto laid = calendar.lay_over(toml); !laid) return tl::unexpected{laid.error()};
    return calendar;
}

const Calendar& Calendar::built_in() {
    static const Calendar calendar = [] {
        auto read = Calendar::read(data::calendar_cn_toml);
        if (!read) throw std::logic_error("config/calendar-cn.toml:" + read.error());
        return *std::move(read);
    }();
    return calendar;
}

void Calendar::set(Day day, bool rest, std::string name, bool statutory) {
    entries_[std::chrono::sys_days{day}] = {rest, std::move(name), statutory};
}

bool Calendar::is_statutory(Day day) const {
    const auto entry = entries_.find(std::chrono::sys_days{day});
    return entry != entries_.end() && entry->second.statutory;
}

bool Calendar::is_workday(Day day) const {
    const auto entry = entries_.find(std::chrono::sys_days{day});
    if (entry != entries_.end()) return !entry->second.rest;
    return iso_weekday(day) <= 5;
}

std::optional<std::string_view> Calendar::name(Day day) const {
    const auto entry = entries_.find(std::chrono::sys_days{day});
    if (entry == entries_.end() || !entry->second.rest || entry->second.name.empty())
        return std::nullopt;
    return entry->second.name;
}

Day Calendar::add_workdays(Day day, int n) const {
    const int step = n < 0 ? -1 : 1;
    for (int left = n; left != 0;) {
        day = add_days(day, step);
        if (is_workday(day)) left -= step;
    }
    return day;
}

int Calendar::workdays_between(Day from, Day to) const {
    if (std::chrono::sys_days{to} < std::chrono::sys_days{from}) return -workdays_between(to, from);
    int workdays = 0;
    for (Day day = from; day != to;) {
        day = add_days(day, 1);
        if (is_workday(day)) ++workdays;
    }
    return workdays;
}

}  // namespace qingdan::calendar
