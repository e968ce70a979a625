#include "handlers/election.hpp"

#include "domain/elections/arithmetic.hpp"
#include "domain/language/days_named.hpp"
#include "domain/store/jobs.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/election_jobs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace qingdan {
namespace election {

const elections::Rules& election_rules(const Rules&) { return elections::Rules::built_in(); }

std::optional<int> Running::number(std::string_view name) const {
    const auto found = facts.find(name);
    if (found == facts.end()) return std::nullopt;
    int value = 0;
    const auto& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string Running::text(std::string_view name) const {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string{} : found->second;
}

std::optional<int> Running::entitled() const {
    if (election.way == "household_reps") return number("households");
    if (election.way == "resident_reps") return number("reps");
    if (const auto after = number("total_after")) return after;
    return number("voters");
}

std::optional<Running> running_of(std::string_view community, store::Transaction& tx) {
    auto election = elections::running_in(tx, community);
    if (!election) return std::nullopt;
    Running running{*std::move(election), {}, {}};
    running.facts = elections::facts_of(tx, running.election.id);
    running.posted = elections::posted_notices(tx, running.election.id);
    return running;
}

const elections::Wording& wording_of(language::Tongue tongue) {
    return elections::Wording::built_in(tongue == language::Tongue::english ? "en" : "zh-CN");
}

const elections::Wording& wording_for(std::string_view platform,
                                      std::string_view user_id,
                                      const Rules& rules,
                                      store::Transaction& tx) {
    if (const auto tongue = people::tongue_of(tx, platform, user_id)) return wording_of(*tongue);
    return elections::Wording::built_in(rules.settings.locale == "en" ? "en" : "zh-CN");
}

void plan_morning(const elections::Election& election,
                  Day after,
                  const Rules& rules,
                  store::Transaction& tx) {
    const Day day = add_days(after, 1);
    const std::string payload = std::to_string(election.id) + " " + to_text(day);
    store::add_job(tx,
                   "election.morning",
                   "election.morning " + payload,
                   rules.zone.instant(day, rules.settings.dialogue.digest_at),
                   payload);
}

Arguments shown(const elections::StageState& stage, const elections::Wording& wording) {
    return {{"code", stage.code},
            {"name", wording.stage_name(stage.code)},
            {"from", stage.from},
            {"until", stage.until},
            {"several", stage.from != stage.until},
            {"done", stage.done_on}};
}

}  // namespace election

namespace conversations {
namespace {

using election::Running;
using elections::Election;
using elections::Saying;
using elections::StageState;
using elections::Wording;
using nlohmann::json;

bool may_run(const Message& message) {
    return message.user && !message.user->community.empty() &&
           (message.has_role(people::Role::cadre) || message.has_role(people::Role::admin));
}

bool is_later(Day a, Day b) { return days_between(b, a) > 0; }

Outcome only(Said said) {
    Outcome outcome;
    outcome.say(std::move(said));
    return outcome;
}

/// What to look out for in a timetable, shortest first: postings and last days on a day of rest,
/// years whose holidays are not known.
std::vector<Value> cautions_of(const elections::Plan& plan, const Wording& wording) {
    using Kind = elections::Caution::Kind;
    constexpr std::size_t at_most = 6;
    std::vector<Value> lines;
    std::vector<std::string> said;
    const auto add = [&](const std::string& line) {
        if (lines.size() == at_most || std::ranges::find(said, line) != said.end()) return;
        said.push_back(line);
        lines.emplace_back(Arguments{{"line", line}});
    };
    for (const auto& stage : plan.stages)
        for (const auto& caution : stage.cautions)
            if ((caution.kind == Kind::posting && caution.to != plan.day) ||
                caution.kind == Kind::out_of_bound)
                add(wording.caution(caution));
    for (const auto& stage : plan.stages)
        for (const auto& caution : stage.cautions) {
            if (caution.kind == Kind::deadline)
                add(wording.say("caution_of_stage",
                                {{"stage", wording.stage_name(stage.code)},
                                 {"caution", wording.caution(caution)}}));
            if (caution.kind == Kind::no_calendar) add(wording.caution(caution));
        }
    return lines;
}

Outcome refuse_day(Day day, Day earliest, Day today) {
    return only(
        Said{"election.too_early",
             {{"day", day}, {"earliest", earliest}, {"days", days_between(today, earliest)}}});
}

/// A plan on `day`: kept, or refused with the earliest day that works.
Outcome make_plan(Day day,
                  std::string way,
                  elections::Kind kind,
                  const Message& message,
                  store::Transaction& tx) {
    const auto& rules = message.rules;
    const Day today = message.today();
    const bool way_said = !way.empty();
    if (!way_said) way = "all_voters";
    const auto plan =
        elections::plan(day, way, today, election::election_rules(rules), rules.calendar);
    if (!plan) return refuse_day(day, plan.error().earliest, today);
    Election election = elections::begin(*plan, message.community, message.town, kind);
    election.made_on = today;
    election.platform = message.inbound.platform;
    election.made_by = message.inbound.sender.id;
    election.id = elections::add(tx, election);
    election::plan_morning(election, today, rules, tx);
    const auto& wording = election::wording_of(message.meaning.tongue);
    Outcome outcome;
    outcome.say(Said{"election.planned",
                     {{"day", day},
                      {"way", wording.say("way." + way)},
                      {"way_default", !way_said},
                      {"kind_by", kind == elections::Kind::by},
                      {"stages", static_cast<int>(election.stages.size())},
                      {"first", wording.stage_name(plan->stages.front().code)},
                      {"first_day", plan->stages.front().from},
                      {"rest", rules.calendar.is_rest_day(day)},
                      {"cautions", cautions_of(*plan, wording)}}});
    if (way == "resident_reps") {
        conversation::ask(message, tx, "election.opinion", json::object());
        outcome.say(Said{"election.opinion"});
    }
    return outcome;
}

std::optional<Day> day_in(std::string_view text, const Message& message) {
    const auto days = language::days_named(text, message.rules.zone.at(message.inbound.sent_at));
    if (days.empty() || is_later(message.today(), days.front())) return std::nullopt;
    return days.front();
}

Outcome move_day(Running& running,
                 Day day,
                 const std::string& reason,
                 const Message& message,
                 store::Transaction& tx) {
    auto& election = running.election;
    const Day old = election.day;
    if (old == day) return only(Said{"election.same_day", {{"day", day}}});
    const auto moved =
        elections::move(election, day, message.today(), election::election_rules(message.rules));
    if (!moved) return refuse_day(day, moved.error().earliest, message.today());
    elections::save(tx, election);
    if (!reason.empty()) elections::set_fact(tx, election.id, "move_reason", reason);
    const auto& wording = election::wording_of(message.meaning.tongue);
    int kept = 0, shifted = 0;
    for (const StageState& stage : election.stages) ++(stage.done_on ? kept : shifted);
    std::vector<Value> again;
    for (const auto& posted : running.posted)
        if (posted.code == "T02" || posted.code == "T10" || posted.code == "T03")
            again.emplace_back(
                Arguments{{"number", posted.number},
                          {"title", wording.say("notice." + posted.code + ".title")}});
    // Drawn up anew for what it says of days of rest; the stages themselves are those that moved.
    const auto drawn = elections::plan(day,
                                       election.way,
                                       add_days(day, -3650),
                                       election::election_rules(message.rules),
                                       message.rules.calendar);
    return only(Said{"election.moved",
                     {{"old", old},
                      {"day", day},
                      {"kept", kept},
                      {"shifted", shifted},
                      {"later", is_later(day, old)},
                      {"no_reason", reason.empty()},
                      {"again", again},
                      {"rest", message.rules.calendar.is_rest_day(day)},
                      {"cautions", drawn ? cautions_of(*drawn, wording) : std::vector<Value>{}}}});
}

Outcome plan_or_move(const Saying& saying, const Message& message, store::Transaction& tx) {
    const auto day = day_in(message.inbound.text, message);
    const std::string way = elections::way_code(saying.part("way"));
    auto running = election::running_of(message.community, tx);
    if (!running) return make_plan(*day, way, elections::Kind::term, message, tx);
    if (running->election.day == *day) {
        if (!way.empty() && way != running->election.way) {
            running->election.way = way;
            elections::save(tx, running->election);
            return only(
                Said{"election.way_changed",
                     {{"way", election::wording_of(message.meaning.tongue).say("way." + way)}}});
        }
        return only(Said{"election.same_day", {{"day", *day}}});
    }
    return move_day(*running, *day, "", message, tx);
}

Outcome show_plan(const Running& running, const Message& message, store::Transaction& tx) {
    const auto& wording = election::wording_of(message.meaning.tongue);
    const auto evidence = elections::evidence_of(tx, running.election.id);
    std::vector<Value> lines;
    int done = 0;
    for (const StageState& stage : running.election.stages) {
        if (stage.done_on) {
            ++done;
            continue;
        }
        if (stage.code == "extra_vote" && running.text("extra_needed").empty()) continue;
        Arguments line = election::shown(stage, wording);
        const bool gone =
            elections::passes_by_itself(stage.code, election::election_rules(message.rules));
        if (gone && is_later(message.today(), stage.until)) continue;
        line.push_back({"late", is_later(message.today(), stage.until)});
        std::string notices;
        if (const auto* rule = election::election_rules(message.rules).stage(stage.code))
            for (const auto& notice : rule->notices)
                if (std::ranges::find(running.posted, notice, &elections::PostedNotice::code) ==
                    running.posted.end())
                    notices += (notices.empty() ? "" : " ") + notice;
        line.push_back({"notices", notices});
        lines.emplace_back(std::move(line));
    }
    return only(Said{"election.plan",
                     {{"day", running.election.day},
                      {"way", wording.say("way." + running.election.way)},
                      {"done", done},
                      {"some_done", done > 0},
                      {"photos", static_cast<int>(evidence.size())},
                      {"lines", lines}}});
}

Outcome tick_off(const Saying& saying,
                 Running& running,
                 const Message& message,
                 store::Transaction& tx) {
    auto& election = running.election;
    const auto& rules = election::election_rules(message.rules);
    const auto& wording = election::wording_of(message.meaning.tongue);
    const std::string code = saying.part("code");
    StageState* stage = election.stage(code);
    if (stage->done_on)
        return only(Said{"election.ticked_already",
                         {{"name", wording.stage_name(code)}, {"day", *stage->done_on}}});
    Day done_on = message.today();
    const auto named = language::days_named(
        message.inbound.text, message.rules.zone.at(message.inbound.sent_at), true);
    if (!named.empty() && !is_later(named.front(), done_on)) done_on = named.front();

    const auto* rule = rules.stage(code);
    const std::optional<Day> bound =
        rule->latest ? std::optional{add_days(election.day, *rule->latest)} : std::nullopt;
    const bool over = bound && is_later(done_on, *bound);
    const int late = std::max(0, days_between(stage->until, done_on));
    const auto moved = elections::tick(election, code, done_on, message.inbound.sender.id, rules);
    elections::save(tx, election);

    std::optional<int> number;
    std::string title;
    if (elections::is_posting(code, rules)) {
        const std::string& notice = rule->notices.front();
        const std::string places =
            saying.part("places").empty() ? running.text("posted_places") : saying.part("places");
        number = elections::post_notice(
            tx, election.id, notice, done_on, places, message.inbound.sender.id);
        title = wording.say("notice." + notice + ".title");
    }
    std::vector<Value> moved_lines;
    for (const StageState* each : moved) moved_lines.emplace_back(election::shown(*each, wording));
    const StageState* next = nullptr;
    for (const StageState& each : election.stages) {
        if (each.done_on || each.code == "extra_vote" || is_later(message.today(), each.until))
            continue;
        if (!next || is_later(next->until, each.until)) next = &each;
    }
    conversation::ask(message, tx, "election.ticked", {{"stage", code}});
    Arguments arguments{
        {"name", wording.stage_name(code)},
        {"day", done_on},
        {"late", late > 0 ? Value{late} : Value{false}},
        {"over", over},
        {"bound", bound},
        {"earliest",
         over && *rule->latest < 0 ? Value{add_days(done_on, -*rule->latest)} : Value{false}},
        {"number", number ? Value{*number} : Value{false}},
        {"title", title},
        {"photo", number.has_value()},
        {"moved", moved_lines},
        {"election_day", election.day}};
    if (next) {
        arguments.push_back({"next", wording.stage_name(next->code)});
        arguments.push_back({"next_from", next->from});
        arguments.push_back({"next_until", next->until});
        arguments.push_back({"next_several", next->from != next->until});
    }
    return only(Said{"election.ticked", std::move(arguments)});
}

/// A figure that was told: voters, households, representatives, objections.
std::optional<Outcome> take_figure(const Saying& saying,
                                   Running& running,
                                   const Message& message,
                                   store::Transaction& tx) {
    const auto keep = [&](std::string_view name, int value) {
        elections::set_fact(tx, running.election.id, name, std::to_string(value));
        running.facts[std::string{name}] = std::to_string(value);
    };
    if (saying.what == "seats") {
        const int chair = saying.number("chair").value_or(1);
        const int vice = saying.number("vice").value_or(0);
        const int member = saying.number("member").value_or(0);
        const int all = chair + vice + member;
        const auto& rules = election::election_rules(message.rules);
        if (all < rules.parameter("seats_min") || all > rules.parameter("seats_max"))
            return only(Said{"election.seats_range",
                             {{"all", all},
                              {"least", rules.parameter("seats_min")},
                              {"most", rules.parameter("seats_max")}}});
        keep("seats_chair", chair);
        keep("seats_vice", vice);
        keep("seats_member", member);
        return only(Said{"election.seats",
                         {{"all", all}, {"chair", chair}, {"vice", vice}, {"member", member}}});
    }
    const auto count = saying.number("n");
    if (!saying.what.starts_with("figure.") || !count) return std::nullopt;
    const std::string what = saying.what.substr(7);
    if (what == "objections") {
        keep("objections_received", *count);
        keep("objections_granted", saying.number("m").value_or(0));
        return only(Said{"election.objections",
                         {{"received", *count}, {"granted", saying.number("m").value_or(0)}}});
    }
    keep(what == "after" ? "total_after" : what, *count);
    const auto entitled = running.entitled();
    const auto& wording = election::wording_of(message.meaning.tongue);
    Arguments arguments{{"voters", what == "voters" || what == "after"},
                        {"households", what == "households"},
                        {"reps", what == "reps"},
                        {"count", *count},
                        {"way", wording.say("way." + running.election.way)}};
    if (entitled) {
        arguments.push_back(
            {"quorum",
             elections::quorum(
                 election::election_rules(message.rules), running.election.way, *entitled)});
        arguments.push_back({"entitled", *entitled});
    }
    return only(Said{"election.figure", std::move(arguments)});
}

std::optional<Outcome> without_running(const Saying& saying,
                                       const Message& message,
                                       store::Transaction& tx) {
    static constexpr std::string_view sure[] = {
        "show", "due", "move", "write", "register", "posted", "drop", "again", "stage"};
    if (auto removal = election::take_removal(saying, message, tx)) return removal;
    if (std::ranges::find(sure, saying.what) == std::end(sure)) return std::nullopt;
    if (saying.what == "stage" && message.meaning.intent != language::Intent::service_election_step)
        return std::nullopt;
    return only(Said{"election.none"});
}

Outcome ask_drop(const Running& running, const Message& message, store::Transaction& tx) {
    conversation::ask(message, tx, "election.drop", json::object());
    return only(Said{"election.drop", {{"day", running.election.day}}, yes_or_no()});
}

Outcome finish(const Running& running, store::Transaction& tx) {
    elections::end(tx, running.election.id, true);
    int open = 0;
    for (const StageState& stage : running.election.stages)
        if (!stage.done_on && stage.code != "extra_vote") ++open;
    return only(Said{"election.finished",
                     {{"open", open > 0 ? Value{open} : Value{false}},
                      {"notices", static_cast<int>(running.posted.size())}}});
}

std::optional<Outcome> take_running(const Saying& saying,
                                    Running& running,
                                    const Message& message,
                                    store::Transaction& tx) {
    constexpr int early_days = 12;
    const std::string& what = saying.what;
    if (what == "show") return show_plan(running, message, tx);
    if (what == "due") return jobs::election_today(running.election, message, tx);
    if (what == "move") {
        const auto day = day_in(saying.part("when"), message);
        if (!day) return only(Said{"election.which_day"});
        return move_day(running, *day, saying.part("reason"), message, tx);
    }
    if (what == "drop") return ask_drop(running, message, tx);
    if (what == "finish") return finish(running, tx);
    if (what == "register") return election::show_register(running, message);
    if (what == "posted") return election::enter_posted(saying, running, message, tx);
    if (what == "write") return election::write_notice(saying.part("code"), running, message, tx);
    if (what == "places") {
        elections::set_fact(tx, running.election.id, "posted_places", saying.part("places"));
        return only(Said{"election.places", {{"places", saying.part("places")}}});
    }
    if (what == "stage") {
        // Long before its time the words are about something else (`材料整理好了`).
        const StageState* stage = running.election.stage(saying.part("code"));
        if (!stage || days_between(message.today(), stage->from) > early_days) return std::nullopt;
        return tick_off(saying, running, message, tx);
    }
    if (auto figure = take_figure(saying, running, message, tx)) return figure;
    if (auto candidates = election::take_candidates(saying, running, message, tx))
        return candidates;
    if (auto count = election::take_count(saying, running, message, tx)) return count;
    return election::take_removal(saying, message, tx);
}

bool is_plan(const Saying& saying) { return saying.what == "plan" || saying.what == "by_election"; }

}  // namespace

std::optional<Outcome> take_election(const Message& message, store::Transaction& tx) {
    if (message.in_group() && !message.inbound.mentions_bot) return std::nullopt;
    if (!may_run(message)) return std::nullopt;
    const auto saying = elections::read_saying(message.meaning.folded);
    if (!saying) return std::nullopt;
    const auto day = is_plan(*saying) ? day_in(message.inbound.text, message) : std::nullopt;
    if (is_plan(*saying) && !day) return std::nullopt;
    if (message.user->kind == people::CommunityKind::village) return only(Said{"election.village"});
    if (saying->what == "plan") return plan_or_move(*saying, message, tx);
    auto running = election::running_of(message.community, tx);
    if (saying->what == "by_election" && !running)
        return make_plan(
            *day, elections::way_code(saying->part("way")), elections::Kind::by, message, tx);
    if (!running) return without_running(*saying, message, tx);
    return take_running(*saying, *running, message, tx);
}

Outcome refuse_election(const Message& message, store::Transaction&) {
    if (message.user && message.user->kind == people::CommunityKind::village)
        return only(Said{"election.village"});
    return only(Said{may_run(message) ? "election.how" : "election.only_cadres"});
}

std::optional<Outcome> answer_election(std::string_view topic,
                                       const json& state,
                                       const Message& message,
                                       store::Transaction& tx) {
    auto running = election::running_of(message.community, tx);
    if (!running || topic == "election.ticked") {
        conversation::close(message, tx);
        return std::nullopt;
    }
    if (topic == "election.field") return election::answer_field(state, *running, message, tx);
    if (topic == "election.check") return election::answer_check(state, *running, message, tx);
    if (topic == "election.opinion") {
        conversation::close(message, tx);
        elections::set_fact(tx, running->election.id, "opinion", message.meaning.folded);
        return only(Said{"election.opinion_kept"});
    }
    if (topic == "election.drop") {
        const auto yes = yes_or_no_of(message);
        if (!yes) return std::nullopt;
        conversation::close(message, tx);
        if (!*yes) return only(Said{"election.kept"});
        elections::end(tx, running->election.id, false);
        return only(Said{"election.dropped"});
    }
    return std::nullopt;
}

std::optional<Outcome> keep_election_photo(const Message& message, store::Transaction& tx) {
    const auto open = conversation::open_question(message, tx);
    if (!open || open->topic != "election.ticked") return std::nullopt;
    const auto running = election::running_of(message.community, tx);
    if (!running) return std::nullopt;
    const auto stage = json::parse(open->state).at("stage").get<std::string>();
    elections::keep_evidence(tx,
                             running->election.id,
                             stage,
                             message.inbound.sent_at,
                             message.inbound.platform,
                             message.inbound.message_id);
    return only(Said{"election.photo",
                     {{"name", election::wording_of(message.meaning.tongue).stage_name(stage)}}});
}

}  // namespace conversations
}  // namespace qingdan
