/// @file
/// What burdens come to (减负数据): a cadre's own community, an official's town, the district.

#include "domain/burdens/anonymity.hpp"
#include "domain/burdens/hotline.hpp"
#include "domain/burdens/indicators.hpp"
#include "domain/language/codes.hpp"
#include "domain/people/towns.hpp"
#include "domain/store/store.hpp"
#include "handlers/conversations.hpp"

#include <algorithm>
#include <map>

namespace qingdan::conversations {
namespace {

using burdens::Burden;
using burdens::Place;
using burdens::Term;
using language::BurdenKind;
using language::Period;

constexpr BurdenKind kinds_in_order[] = {BurdenKind::meeting,
                                         BurdenKind::form,
                                         BurdenKind::proof,
                                         BurdenKind::system,
                                         BurdenKind::assessment,
                                         BurdenKind::signage,
                                         BurdenKind::other};

/// What is asked: of where, for how long, about which kind.
struct Question {
    Place place;
    Place whole;  ///< the larger place whose sum the asker sees, too; equal to `place` where none
    Period length = Period::month;
    std::optional<BurdenKind> kind;
};

/// One line of the answer.
struct Line {
    BurdenKind kind{};
    int count = 0;
    bool at_least = false;  ///< rounded down, since anonymous reports are in it
    std::optional<int> before{}, limit{};
    burdens::Light light = burdens::Light::green;
};

bool is_own_community(const Message& message) { return !message.community.empty(); }

/// The towns that the question names, of those of the roster.
std::optional<std::string> named_town(const Message& message, store::Transaction& tx) {
    const auto known = people::towns_of_roster(tx);
    for (const std::string& town : people::towns_named_in(message.meaning.folded, known))
        return town;
    return std::nullopt;
}

Question question_of(const Message& message, store::Transaction& tx) {
    Question question;
    if (is_own_community(message)) {
        question.place = question.whole = {message.town, message.community};
    } else if (!message.user->town.empty()) {
        question.place = question.whole = {message.user->town, {}};
    } else if (const auto town = named_town(message, tx)) {
        question.place = {*town, {}};
    }
    const language::Meaning said =
        language::understand_as(language::Intent::workload_report,
                                message.inbound.text,
                                message.rules.zone.at(message.inbound.sent_at));
    for (const language::Record& record : said.records) {
        const auto* burden = std::get_if<language::Burden>(&record);
        if (!burden) continue;
        if (burden->period && *burden->period != Period::day) question.length = *burden->period;
        if (burden->kind != BurdenKind::other) question.kind = burden->kind;
    }
    return question;
}

std::vector<Burden> of_kind(const std::vector<Burden>& reports, BurdenKind kind) {
    std::vector<Burden> found;
    std::copy_if(reports.begin(), reports.end(), std::back_inserter(found), [&](const auto& one) {
        return one.told.kind.value_or(BurdenKind::other) == kind;
    });
    return found;
}

/// The figure of one kind: a stock is the latest number of each community, all else is counted in
/// the term.
int count_of(const std::vector<Burden>& reports,
             BurdenKind kind,
             const Term& term,
             Day today,
             const WorkloadSettings& settings) {
    const auto indicator = burdens::indicator_of(kind);
    if (!indicator || !indicator->is_stock) {
        std::vector<Burden> within = reports;
        std::erase_if(within, [&](const Burden& one) { return !burdens::belongs(one, term); });
        return burdens::how_many(within);
    }
    std::map<std::string, std::vector<Burden>> by_community;
    for (const Burden& one : reports) by_community[one.community].push_back(one);
    int sum = 0;
    const Day last = std::min(today, term.last());
    for (const auto& [community, theirs] : by_community)
        sum += burdens::stock(theirs, last, settings.stock_days);
    return sum;
}

/// Reports that can matter to a figure of `term`: weeks reach over its ends, stocks far back.
std::vector<Burden> reports_for(const Place& place,
                                const Term& term,
                                const WorkloadSettings& settings,
                                store::Transaction& tx) {
    const Day from =
        std::min(add_days(term.first, -6), add_days(term.last(), -settings.stock_days));
    return burdens::countable(burdens::reports_in(tx, place, from, add_days(term.last(), 6)),
                              settings.anonymity_k);
}

std::vector<Burden> told_in(const std::vector<Burden>& reports,
                            BurdenKind kind,
                            const Term& term,
                            const WorkloadSettings& settings) {
    std::vector<Burden> found = of_kind(reports, kind);
    const auto indicator = burdens::indicator_of(kind);
    std::erase_if(found, [&](const Burden& one) {
        if (!indicator || !indicator->is_stock) return !burdens::belongs(one, term);
        const int age = days_between(one.day, term.last());
        return age < 0 || age >= settings.stock_days;
    });
    return found;
}

/// Whether enough people stand behind a figure that somebody other than the committee itself reads:
/// `anonymity_k` of them, and the rest of the larger sum gives nothing away.
bool is_shown(const Question& question,
              const std::vector<Burden>& of_whole,
              BurdenKind kind,
              const Term& term,
              const WorkloadSettings& settings) {
    const auto told = told_in(of_whole, kind, term, settings);
    const bool by_town = question.place.town != question.whole.town;
    if (!by_town) return burdens::voices(told) >= settings.anonymity_k;
    std::map<std::string, std::vector<Burden>> by_place;
    for (const Burden& one : told) by_place[one.town].push_back(one);
    std::vector<burdens::Cell> cells;
    for (const auto& [name, theirs] : by_place)
        cells.push_back({name, burdens::voices(theirs), burdens::how_many(theirs)});
    const auto shown = burdens::shown(std::move(cells), settings.anonymity_k);
    return std::any_of(shown.begin(), shown.end(), [&](const burdens::Cell& cell) {
        return cell.name == question.place.town;
    });
}

bool is_of(const Burden& report, const Place& place) {
    return (place.town.empty() || report.town == place.town) &&
           (place.community.empty() || report.community == place.community);
}

std::optional<Line> line_of(const Question& question,
                            const std::vector<Burden>& of_whole,
                            BurdenKind kind,
                            const Term& term,
                            const Message& message) {
    const WorkloadSettings& settings = message.rules.settings.workload;
    std::vector<Burden> here = of_kind(of_whole, kind);
    std::erase_if(here, [&](const Burden& one) { return !is_of(one, question.place); });
    Line line{.kind = kind, .count = count_of(here, kind, term, message.today(), settings)};
    if (line.count == 0) return std::nullopt;
    const bool own = is_own_community(message);
    if (!own && !is_shown(question, of_whole, kind, term, settings)) return std::nullopt;
    line.at_least =
        std::any_of(here.begin(), here.end(), [](const Burden& one) { return one.told.anonymous; });
    if (const int before = count_of(here, kind, term.before(), message.today(), settings);
        before > 0 && own && !line.at_least)
        line.before = before;
    const auto indicator = burdens::indicator_of(kind);
    if (own && indicator && indicator->base == term.length) {
        line.light = burdens::light_of(indicator->code, line.count, settings);
        const auto limit = settings.limits.find(indicator->code);
        if (limit != settings.limits.end() && limit->second >= 0) line.limit = limit->second;
    }
    if (line.at_least) line.count = burdens::rounded(line.count);
    return line;
}

Value said(const Line& line) {
    const auto indicator = burdens::indicator_of(line.kind);
    return Arguments{{"kind", Word{"burden." + std::string{language::to_text(line.kind)}}},
                     {"count", line.count},
                     {"at_least", line.at_least},
                     {"stock", indicator && indicator->is_stock},
                     {"before", line.before},
                     {"limit", line.limit},
                     {"red", line.light == burdens::Light::red},
                     {"amber", line.light == burdens::Light::amber}};
}

Outcome tell_figures(const Message& message, store::Transaction& tx) {
    const WorkloadSettings& settings = message.rules.settings.workload;
    const Question question = question_of(message, tx);
    const Term term = Term::around(question.length, message.today());
    // The term before is compared with, so its reports are read, too.
    auto reports = reports_for(question.whole, term.before(), settings, tx);
    for (Burden& later : reports_for(question.whole, term, settings, tx)) {
        const auto known = std::find_if(reports.begin(), reports.end(), [&](const Burden& one) {
            return one.number == later.number;
        });
        if (known == reports.end()) reports.push_back(std::move(later));
    }
    std::vector<Value> lines;
    bool some_hidden = false;
    for (const BurdenKind kind : kinds_in_order) {
        if (question.kind && *question.kind != kind) continue;
        if (const auto line = line_of(question, reports, kind, term, message)) {
            lines.push_back(said(*line));
        } else {
            some_hidden = some_hidden || !is_own_community(message);
        }
    }
    Outcome outcome;
    const Place& place = question.place;
    // What came by the hotline is shown apart: it is no report of the communities.
    const int tickets =
        place.community.empty()
            ? burdens::tickets_about_burdens(tx, place.town, term.first, term.last(), question.kind)
            : 0;
    outcome.say(Said{"burden.figures",
                     {{"place", place.community.empty() ? place.town : place.community},
                      {"district", place.town.empty()},
                      {"term", Word{"term." + std::string{language::to_text(term.length)}}},
                      {"lines", lines},
                      {"none", lines.empty()},
                      {"tickets", tickets > 0 ? Value{tickets} : Value{false}},
                      {"hidden", some_hidden ? Value{settings.anonymity_k} : Value{false}}}});
    return outcome;
}

}  // namespace

Outcome query_burdens(const Message& message, store::Transaction& tx) {
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (number && number->kind == RecordKind::reminder) {
            outcome.add(tell_reminder(*number, message, tx));
        } else {
            outcome.say(Said{Refusal{"record.unknown", {{"number", ref}}}});
        }
    }
    if (!outcome.replies.empty()) return outcome;
    if (!message.user || !message.user->may_report_burdens()) {
        outcome.say(Said{"burden.figures_who"});
        return outcome;
    }
    outcome = tell_figures(message, tx);
    // In a group nobody reads what is open with whom.
    if (!message.in_group()) {
        if (auto open = open_reminders_of(message, tx)) outcome.say(std::move(*open));
    }
    return outcome;
}

}  // namespace qingdan::conversations
