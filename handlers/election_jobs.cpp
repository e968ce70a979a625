#include "handlers/election_jobs.hpp"

#include "domain/store/store.hpp"
#include "handlers/election.hpp"

#include <algorithm>
#include <charconv>

namespace qingdan::jobs {
namespace {

using election::Running;
using elections::Wording;

std::vector<Value> lines_of(const std::vector<const elections::StageState*>& stages,
                            const Wording& wording,
                            const Rules& rules) {
    std::vector<Value> lines;
    for (const auto* stage : stages) {
        Arguments line = election::shown(*stage, wording);
        std::vector<Value> who;
        if (const auto* rule = election::election_rules(rules).stage(stage->code))
            for (const auto& actor : rule->actors) who.emplace_back(wording.say("actor." + actor));
        line.push_back({"who", who});
        lines.emplace_back(std::move(line));
    }
    return lines;
}

/// What is late in full; in the mornings only what became so or nears its last possible day, since
/// a message that repeats itself is not read.
std::vector<Value> late_lines(const std::vector<elections::Late>& late,
                              Day day,
                              bool all,
                              const Wording& wording) {
    std::vector<Value> lines;
    for (const auto& each : late) {
        const int left = each.bound ? days_between(day, *each.bound) : 99;
        if (!all && each.days > 1 && (left < -1 || left > 3)) continue;
        std::vector<Value> waiting;
        for (const auto* stage : each.waiting)
            waiting.emplace_back(wording.stage_name(stage->code));
        Arguments line = election::shown(*each.stage, wording);
        line.push_back({"days", each.days});
        line.push_back({"bound", each.bound});
        line.push_back({"over", each.over});
        line.push_back({"earliest", each.earliest});
        line.push_back({"no_bound", !each.bound});
        line.push_back({"waiting", waiting});
        lines.emplace_back(std::move(line));
    }
    return lines;
}

/// What one day asks for, with the notices that can be posted as files.
Said today(const Running& running,
           const elections::DueDay& due,
           Day day,
           bool all,
           const Wording& wording,
           const Rules& rules,
           store::Transaction& tx) {
    std::vector<Value> notices;
    std::vector<File> files;
    int number = running.posted.empty() ? 0 : running.posted.back().number;
    for (const auto& each : due.notices) {
        auto told = election::told_of(running, each.code, day, rules, tx);
        told["number"] = std::to_string(++number);
        const auto notice = elections::fill(
            each.code, std::move(told), election::election_rules(rules), Wording::built_in());
        int missing = 0;
        if (notice) {
            std::ranges::move(election::files_of(*notice), std::back_inserter(files));
        } else {
            missing = static_cast<int>(notice.error().missing.size());
        }
        notices.emplace_back(Arguments{{"number", number},
                                       {"code", each.code},
                                       {"title", wording.say("notice." + each.code + ".title")},
                                       {"ready", notice.has_value()},
                                       {"missing", missing > 0 ? Value{missing} : Value{false}},
                                       {"late", each.day != day},
                                       {"day", each.day}});
    }
    const auto late = late_lines(due.late, day, all, wording);
    const int unsaid = static_cast<int>(due.late.size() - late.size());
    Said said{"election.today",
              {{"election_day", running.election.day},
               {"left",
                days_between(day, running.election.day) > 0
                    ? Value{days_between(day, running.election.day)}
                    : Value{false}},
               {"is_day", day == running.election.day},
               {"rest", rules.calendar.is_rest_day(day)},
               {"beginning", lines_of(due.beginning, wording, rules)},
               {"some_beginning", !due.beginning.empty()},
               {"ending", lines_of(due.ending, wording, rules)},
               {"some_ending", !due.ending.empty()},
               {"going_on", lines_of(due.going_on, wording, rules)},
               {"some_going_on", !due.going_on.empty()},
               {"late", late},
               {"still_late", unsaid > 0 ? Value{unsaid} : Value{false}},
               {"notices", notices},
               {"some_notices", !notices.empty()},
               {"nothing",
                due.beginning.empty() && due.ending.empty() && due.going_on.empty() &&
                    due.late.empty() && notices.empty()}}};
    said.files = std::move(files);
    return said;
}

elections::DueDay due_of(const Running& running, Day day, const Rules& rules) {
    return elections::due_on(running.election,
                             day,
                             running.posted,
                             !running.text("extra_needed").empty(),
                             election::election_rules(rules));
}

/// Whom to tell: who made the plan, their stand-in where they are away, else whoever leads there.
std::optional<people::User> told_person_of(const elections::Election& election,
                                           Day day,
                                           store::Transaction& tx) {
    auto maker = people::find_user(tx, election.platform, election.made_by);
    if (maker) {
        if (const auto stand_in = maker->stand_in_on(day))
            if (auto other = people::find_user_by_id(tx, *stand_in)) return other;
        return maker;
    }
    std::optional<people::User> cadre;
    for (auto& user : people::users_of_community(tx, election.community)) {
        if (!user.has(people::Role::cadre)) continue;
        if (!cadre || user.has(people::Duty::secretary)) cadre = std::move(user);
    }
    return cadre;
}

}  // namespace

Outcome tell_election_morning(std::string_view payload,
                              const Rules& rules,
                              store::Transaction& tx) {
    Outcome outcome;
    std::int64_t id = 0;
    const auto blank = payload.find(' ');
    std::from_chars(payload.data(), payload.data() + payload.size(), id);
    const auto day = parse_day(payload.substr(blank + 1));
    const auto all = elections::all_running(tx);
    const auto found = std::ranges::find(all, id, &elections::Election::id);
    if (!day || found == all.end()) return outcome;
    election::plan_morning(*found, *day, rules, tx);
    const auto running = election::running_of(found->community, tx);
    if (!running || running->election.id != id) return outcome;
    const auto due = due_of(*running, *day, rules);
    if (!due.says_something) return outcome;
    const auto user = told_person_of(*found, *day, tx);
    if (!user) return outcome;
    const auto& wording = election::wording_for(user->platform, user->user_id, rules, tx);
    outcome.push(
        {{user->platform, user->user_id}, today(*running, due, *day, false, wording, rules, tx)});
    return outcome;
}

Outcome election_today(const elections::Election& election,
                       const Message& message,
                       store::Transaction& tx) {
    Outcome outcome;
    const auto running = election::running_of(election.community, tx);
    const auto due = due_of(*running, message.today(), message.rules);
    outcome.say(today(*running,
                      due,
                      message.today(),
                      true,
                      election::wording_of(message.meaning.tongue),
                      message.rules,
                      tx));
    return outcome;
}

}  // namespace qingdan::jobs
