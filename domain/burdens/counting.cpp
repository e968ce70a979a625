#include "domain/burdens/counting.hpp"

#include "domain/language/fold/fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace qingdan::burdens {
namespace {

using language::Period;
using std::chrono::months;

Period length_of(const Burden& report) { return report.told.period.value_or(Period::day); }

std::string key_of(const std::optional<std::string>& text) {
    // Nothing said is another thing than anything said.
    return text ? "=" + text_key(*text) : std::string{};
}

std::string padded(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

Term Term::around(Period length, Day day) {
    const std::chrono::year_month month{day.year(), day.month()};
    switch (length) {
        case Period::day:
            return {length, day};
        case Period::week:
            return {length, add_days(day, 1 - iso_weekday(day))};
        case Period::month:
            return {length, Day{month / std::chrono::day{1}}};
        case Period::quarter: {
            const int into = static_cast<int>((static_cast<unsigned>(day.month()) - 1) % 3);
            return {length, Day{(month - months{into}) / std::chrono::day{1}}};
        }
        case Period::year:
            return {length, Day{day.year() / std::chrono::January / 1}};
    }
    return {length, day};
}

Day Term::last() const {
    const std::chrono::year_month month{first.year(), first.month()};
    switch (length) {
        case Period::day:
            return first;
        case Period::week:
            return add_days(first, 6);
        case Period::month:
            return Day{month / std::chrono::last};
        case Period::quarter:
            return Day{(month + months{2}) / std::chrono::last};
        case Period::year:
            return Day{(month + months{11}) / std::chrono::last};
    }
    return first;
}

Term Term::before() const { return around(length, add_days(first, -1)); }

std::string to_text(const Term& term) {
    const std::string day = qingdan::to_text(term.first);
    switch (term.length) {
        case Period::day:
            return day;
        case Period::week: {
            const Day thursday = add_days(term.first, 3);
            const Day new_year{thursday.year() / std::chrono::January / 1};
            return std::to_string(static_cast<int>(thursday.year())) + "-W" +
                   padded(days_between(new_year, thursday) / 7 + 1);
        }
        case Period::month:
            return day.substr(0, 7);
        case Period::quarter:
            return day.substr(0, 4) + "-Q" +
                   std::to_string((static_cast<unsigned>(term.first.month()) - 1) / 3 + 1);
        case Period::year:
            return day.substr(0, 4);
    }
    return day;
}

Span span_of(const Burden& report) {
    const Term term = Term::around(length_of(report), report.day);
    return {term.first, term.last()};
}

Day counted_on(const Burden& report) {
    const Day first = span_of(report).from;
    return length_of(report) == Period::week ? add_days(first, 3) : first;
}

bool belongs(const Burden& report, const Term& term) {
    return length_of(report) <= term.length && term.holds(counted_on(report));
}

std::string text_key(std::string_view text) {
    std::u32string key = language::fold(text).shadow;
    std::erase(key, U' ');
    return language::to_utf8(key);
}

std::vector<Group> groups_of(const std::vector<Burden>& reports) {
    // Inside one organizer and topic spans that touch one another make one group, so sorting by
    // their first days and looking at the last day so far is enough.
    using Key = std::tuple<std::string, int, std::string, std::string>;
    std::map<Key, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const Burden& report = reports[i];
        if (report.status == Status::withdrawn) continue;
        alike[{report.community,
               static_cast<int>(report.told.kind.value_or(language::BurdenKind::other)),
               key_of(report.told.organizer),
               key_of(report.told.topic)}]
            .push_back(i);
    }
    std::vector<std::vector<std::size_t>> joined;
    for (auto& [key, members] : alike) {
        std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
            return span_of(reports[a]).from < span_of(reports[b]).from;
        });
        std::optional<Day> until;
        for (const std::size_t i : members) {
            const Span span = span_of(reports[i]);
            if (!until || *until < span.from) joined.emplace_back();
            joined.back().push_back(i);
            until = until && *until > span.until ? *until : span.until;
        }
    }
    for (auto& members : joined) std::sort(members.begin(), members.end());
    std::sort(joined.begin(), joined.end());
    std::vector<Group> groups;
    for (const auto& members : joined) {
        Group group;
        for (const std::size_t i : members) {
            group.reports.push_back(&reports[i]);
            group.count = std::max(group.count, reports[i].told.count.value_or(1));
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

int how_many(const std::vector<Burden>& reports) {
    int sum = 0;
    for (const Group& group : groups_of(reports)) sum += group.count;
    return sum;
}

int stock(const std::vector<Burden>& reports, Day today, int days) {
    struct Latest {
        std::optional<int> number;
        std::tuple<Day, Instant, std::int64_t> told{};
    };
    std::map<std::string, Latest> of_organizer;
    for (const Burden& report : reports) {
        const int age = days_between(report.day, today);
        if (report.status == Status::withdrawn || age < 0 || age >= days) continue;
        Latest& latest = of_organizer[key_of(report.told.organizer)];
        const std::tuple told{report.day, report.created_at, report.number.digits};
        if (report.told.count && (!latest.number || latest.told < told)) {
            latest = {report.told.count, told};
        }
    }
    int sum = 0;
    for (const auto& [organizer, latest] : of_organizer) sum += latest.number.value_or(1);
    return sum;
}

int voices(const std::vector<Burden>& reports) {
    std::set<std::string> people;
    for (const Burden& report : reports) {
        if (report.status == Status::withdrawn) continue;
        if (report.reporter) people.insert(report.platform.value_or("") + " " + *report.reporter);
        if (report.voice) people.insert("?" + *report.voice);
    }
    return static_cast<int>(people.size());
}

}  // namespace qingdan::burdens
