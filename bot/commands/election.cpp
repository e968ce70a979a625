#include "bot/commands/command.hpp"
#include "bot/notices/docx.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/elections/notice.hpp"
#include "domain/elections/plan.hpp"
#include "domain/elections/wording.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qingdan::commands {
namespace {

using elections::Rules;
using elections::Wording;
using Json = nlohmann::ordered_json;

struct PlanOptions {
    std::string day, way = "all_voters", today;
    bool json = false;
};

struct NoticeOptions {
    std::string code, format = "text", out;
    std::vector<std::string> settings;
};

/// Today in Shanghai, where the day ends eight hours before it does in Greenwich.
Day system_day() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return calendar::TimeZone::open("Asia/Shanghai").value().at(now).day();
}

std::string codes_of_ways(const Rules& rules) {
    std::string all;
    for (const auto& way : rules.ways) all += (all.empty() ? "" : ", ") + way.code;
    return all;
}

Json object(const elections::Plan& plan, const Rules& rules, const Wording& wording) {
    Json stages = Json::array();
    for (const auto& stage : plan.stages) {
        Json warnings = Json::array();
        for (const auto& caution : stage.cautions) warnings.push_back(wording.caution(caution));
        stages.push_back({{"code", stage.code},
                          {"name", wording.stage_name(stage.code)},
                          {"from", to_text(stage.from)},
                          {"until", to_text(stage.until)},
                          {"actor", stage.actors},
                          {"notices", stage.notices},
                          {"basis", wording.basis(stage.code, rules)},
                          {"warnings", std::move(warnings)}});
    }
    return {{"day", to_text(plan.day)}, {"way", plan.way}, {"stages", std::move(stages)}};
}

void print(const elections::Plan& plan, const Wording& wording) {
    std::cout << wording.say(
                     "plan_title",
                     {{"day", wording.day(plan.day)}, {"way", wording.say("way." + plan.way)}})
              << "\n\n";
    for (const auto& stage : plan.stages) {
        std::cout << to_text(stage.from);
        if (stage.until != stage.from) std::cout << " – " << to_text(stage.until);
        std::cout << "  " << wording.stage_name(stage.code);
        for (const auto& notice : stage.notices) std::cout << "  " << notice;
        std::cout << '\n';
        for (const auto& caution : stage.cautions)
            std::cout << "    ! " << wording.caution(caution) << '\n';
    }
    std::cout << '\n' << wording.say("posting_title") << '\n';
    for (const auto& posting : plan.postings)
        std::cout << wording.say("posting_line",
                                 {{"number", std::to_string(posting.number)},
                                  {"code", posting.code},
                                  {"title", wording.say("notice." + posting.code + ".title")},
                                  {"day", wording.day(posting.day)}})
                  << '\n';
}

int make_plan(const PlanOptions& options) {
    const auto& wording = Wording::built_in();
    const auto& rules = Rules::built_in();
    const auto day = parse_day(options.day);
    const auto today = options.today.empty() ? system_day() : parse_day(options.today);
    if (!day || !today) {
        std::cerr << wording.say("no_such_day", {{"day", day ? options.today : options.day}})
                  << '\n';
        return unusable;
    }
    if (!rules.way(options.way)) {
        std::cerr << wording.say("no_such_way",
                                 {{"way", options.way}, {"ways", codes_of_ways(rules)}})
                  << '\n';
        return unusable;
    }
    const auto made =
        elections::plan(*day, options.way, *today, rules, calendar::Calendar::built_in());
    if (!made) {
        const auto& earliest = made.error().earliest;
        const auto why = wording.say("not_possible",
                                     {{"day", wording.day(*day)},
                                      {"days", std::to_string(days_between(*today, earliest))},
                                      {"earliest", wording.day(earliest)}});
        if (options.json)
            std::cout << Json{{"error", why}, {"earliest", to_text(earliest)}} << '\n';
        else
            std::cout << why << '\n';
        return answer_no;
    }
    if (options.json)
        std::cout << object(*made, rules, wording) << '\n';
    else
        print(*made, wording);
    return done;
}

/// `FIELD=VALUE` each; what is no setting or no field of the notice is said, and nothing is made.
std::optional<elections::Told> told(const NoticeOptions& options,
                                    const Rules& rules,
                                    const Wording& wording) {
    elections::Told told;
    bool good = true;
    const auto& kind = *rules.notice(options.code);
    const auto known = [&](const std::string& name) {
        const auto named = [&](const elections::Field& field) { return field.name == name; };
        return std::ranges::any_of(rules.common, named) || std::ranges::any_of(kind.fields, named);
    };
    for (const auto& setting : options.settings) {
        const auto equals = setting.find('=');
        const auto name = setting.substr(0, equals);
        if (equals == std::string::npos) {
            std::cerr << wording.say("notice.not_a_setting", {{"setting", setting}}) << '\n';
            good = false;
        } else if (!known(name)) {
            std::cerr << wording.say("notice.unknown_field",
                                     {{"code", options.code}, {"field", name}})
                      << '\n';
            good = false;
        } else {
            told[name] = setting.substr(equals + 1);
        }
    }
    if (!good) return std::nullopt;
    return told;
}

int write_notice(const elections::Notice& notice, const NoticeOptions& options) {
    const std::string bytes = options.format == "html"   ? elections::to_html(notice)
                              : options.format == "docx" ? notices::to_docx(notice)
                                                         : elections::to_text(notice);
    if (options.out.empty()) {
        std::cout << bytes << std::flush;
        return std::cout ? done : no_data;
    }
    std::ofstream file{options.out, std::ios::binary};
    file << bytes;
    file.close();
    if (file) return done;
    std::cerr << options.out << ": cannot be written\n";
    return no_data;
}

int make_notice(const NoticeOptions& options) {
    const auto& wording = Wording::built_in();
    const auto& rules = Rules::built_in();
    if (!rules.notice(options.code)) {
        std::cerr << wording.say("notice.unknown_code", {{"code", options.code}}) << '\n';
        return unusable;
    }
    auto settings = told(options, rules, wording);
    if (!settings) return unusable;
    const auto notice = elections::fill(options.code, *std::move(settings), rules, wording);
    if (notice) return write_notice(*notice, options);
    std::string missing;
    for (const auto& field : notice.error().missing)
        missing += (missing.empty() ? "" : ", ") + field;
    if (!missing.empty()) std::cerr << wording.say("notice.missing", {{"fields", missing}}) << '\n';
    for (const auto& wrong : notice.error().wrong) std::cerr << wrong << '\n';
    return answer_no;
}

}  // namespace

void add_election(CLI::App& app, int& status) {
    auto* election = app.add_subcommand("election", "timetable and notices of an election");
    election->require_subcommand(1);

    auto* plan = election->add_subcommand("plan", "the timetable counted from the election day");
    const auto planned = std::make_shared<PlanOptions>();
    plan->add_option("--day", planned->day, "election day, like 2026-06-28")->required();
    plan->add_option("--way", planned->way, "all_voters, household_reps or resident_reps");
    plan->add_option(
        "--today", planned->today, "the day from which on there is time; default: today");
    plan->add_flag("--json", planned->json, "as one JSON object");
    plan->callback([planned, &status] { status = make_plan(*planned); });

    auto* notice =
        election->add_subcommand("notice", "one filled-in notice, or what is missing by name");
    const auto filled = std::make_shared<NoticeOptions>();
    notice->add_option("CODE", filled->code, "T01 to T14")->required();
    notice
        ->add_option(
            "--set", filled->settings, "FIELD=VALUE; lists and rows with ';', cells with ','")
        ->allow_extra_args(false);
    notice->add_option("--format", filled->format, "text, html or docx")
        ->check(CLI::IsMember({"text", "html", "docx"}));
    notice->add_option("--out", filled->out, "file to write; default: standard output");
    notice->callback([filled, &status] { status = make_notice(*filled); });
}

}  // namespace qingdan::commands
