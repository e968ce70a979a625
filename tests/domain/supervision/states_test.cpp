#include "domain/supervision/states.hpp"

#include "domain/supervision/progress.hpp"
#include "tests/support/case_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <toml++/toml.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace qingdan::supervision {
namespace {

Day day(std::string_view text) { return parse_day(text).value(); }

/// Not a global: the calendar's file is only there once the program has begun.
const LoopRules& rules() {
    static const WorkloadSettings settings;
    static const LoopRules made{settings, calendar::Calendar::built_in()};
    return made;
}

/// The facts' rows, `from event` → `to waits_for due`.
std::map<std::string, std::string> facts() {
    const std::filesystem::path file =
        std::filesystem::path{QINGDAN_SOURCE_DIR} / "../shared/facts/supervision.toml";
    std::map<std::string, std::string> rows;
    if (!std::filesystem::exists(file)) return rows;
    const toml::table table = toml::parse_file(file.string());
    for (const toml::node& node : *table["move"].as_array()) {
        const toml::table& move = *node.as_table();
        const auto text = [&](const char* key) { return move[key].value_or(std::string{}); };
        rows[text("from") + " " + text("event")] =
            text("to") + " " + text("waits_for") + " " + text("due");
    }
    return rows;
}

std::string due_in_facts(Due due) {
    switch (due) {
        case Due::observe:
        case Due::acknowledge:
            return "2wd";
        case Due::rectify_from_issue:
            return "10wd";
        case Due::decide:
            return "3wd";
        case Due::verify:
        case Due::again:
        case Due::again_or_rectify:
            return "5wd";
        case Due::watch:
            return "30d";
        case Due::keep:
            return "keep";
        case Due::none:
            return "none";
    }
    return "";
}

TEST(StateTable, IsThatOfTheFacts) {
    const auto expected = facts();
    if (expected.empty()) GTEST_SKIP() << "the facts are not here";
    std::map<std::string, std::string> ours;
    for (const Move& move : moves()) {
        ours[std::string{to_text(move.from)} + " " + std::string{to_text(move.event)}] =
            std::string{to_text(move.to)} + " " + std::string{to_text(move.waits_for)} + " " +
            due_in_facts(move.due);
    }
    EXPECT_EQ(ours, expected);
}

TEST(StateTable, HasEachPairOnce) {
    std::set<std::pair<State, Event>> pairs;
    for (const Move& move : moves()) EXPECT_TRUE(pairs.emplace(move.from, move.event).second);
}

TEST(StateTable, LeavesNoOpenStateWithoutSomebodyAndADay) {
    for (const Move& move : moves()) {
        EXPECT_EQ(is_open(move.to), move.waits_for != WaitsFor::nobody);
        EXPECT_EQ(is_open(move.to), move.due != Due::none);
    }
}

Progress told(std::initializer_list<std::pair<Event, std::string_view>> events) {
    Progress progress;
    for (const auto& [event, on] : events) {
        const auto next = after(progress, event, day(on), rules());
        EXPECT_TRUE(next) << to_text(event) << " on " << on;
        if (next) progress = *next;
    }
    return progress;
}

std::string due(const Progress& progress) {
    return progress.due_on ? qingdan::to_text(*progress.due_on) : "none";
}

TEST(Progress, FollowsTheWorkedExample) {
    EXPECT_EQ(due(told({{Event::issue, "2026-06-10"}})), "2026-06-12");
    EXPECT_EQ(due(told({{Event::issue, "2026-06-10"}, {Event::ack, "2026-06-11"}})), "2026-06-25");
    EXPECT_EQ(due(told({{Event::issue, "2026-06-10"}, {Event::rectify, "2026-06-25"}})),
              "2026-07-02");
    const Progress watched = told({{Event::issue, "2026-06-10"},
                                   {Event::rectify, "2026-06-25"},
                                   {Event::confirm, "2026-07-02"}});
    EXPECT_EQ(due(watched), "2026-08-01");
    EXPECT_FALSE(clock_event(watched, day("2026-07-31"), rules()));
    EXPECT_EQ(clock_event(watched, day("2026-08-01"), rules()), Event::watched);
    EXPECT_TRUE(after(watched, Event::again, day("2026-12-29"), rules()));
    EXPECT_FALSE(after(watched, Event::again, day("2026-12-30"), rules()));
}

TEST(Progress, RemindsRaisesAndProposesWhereNobodyAnswers) {
    Progress progress = told({{Event::issue, "2026-06-10"}});
    std::map<std::string, std::string> happened;
    for (Day on = day("2026-06-10"); on <= day("2026-06-30"); on = add_days(on, 1)) {
        if (const auto event = clock_event(progress, on, rules())) {
            progress = after(progress, *event, on, rules()).value();
            happened[qingdan::to_text(on)] = std::string{to_text(*event)} + " " + due(progress);
        }
    }
    const std::map<std::string, std::string> expected{{"2026-06-16", "late 2026-06-12"},
                                                      {"2026-06-18", "raise 2026-06-26"},
                                                      {"2026-06-30", "late 2026-07-07"}};
    EXPECT_EQ(happened, expected);
    EXPECT_EQ(progress.state, State::escalated);
    EXPECT_EQ(progress.waits_for, WaitsFor::supervisor);
    EXPECT_TRUE(progress.proposed);
}

struct ObjectionCase {
    std::string_view name, on;
    bool taken;
};
class Objection : public testing::TestWithParam<ObjectionCase> {};
TEST_P(Objection, IsTakenForThreeWorkdays) {
    const Progress issued = told({{Event::issue, "2026-06-10"}});
    EXPECT_EQ(after(issued, Event::object, day(GetParam().on), rules()).has_value(),
              GetParam().taken);
}
INSTANTIATE_TEST_SUITE_P(Days,
                         Objection,
                         testing::Values(ObjectionCase{"Same", "2026-06-10", true},
                                         ObjectionCase{"Third", "2026-06-15", true},
                                         ObjectionCase{"Fourth", "2026-06-16", false}),
                         testing_support::case_name<ObjectionCase>);

TEST(Objection, IsTakenOnceForEachIssuing) {
    const Progress upheld = told({{Event::issue, "2026-06-10"},
                                  {Event::object, "2026-06-11"},
                                  {Event::uphold, "2026-06-12"}});
    EXPECT_EQ(upheld.state, State::issued);
    EXPECT_EQ(due(upheld), "2026-06-16");
    EXPECT_EQ(after(upheld, Event::object, day("2026-06-12"), rules()).error(),
              Denied::once_already);
}

TEST(Publishing, IsProposedAtTheSecondRelapseAndNotBefore) {
    Progress progress = told({{Event::issue, "2026-06-10"}});
    for (int round = 1; round <= 2; ++round) {
        const Day on = add_days(day("2026-06-10"), 20 * round);
        progress = after(progress, Event::rectify, on, rules()).value();
        progress = after(progress, Event::confirm, on, rules()).value();
        progress = after(progress, Event::again, add_days(on, 1), rules()).value();
        EXPECT_EQ(progress.proposed, round == 2);
        EXPECT_EQ(after(progress, Event::publish, add_days(on, 1), rules()).has_value(),
                  round == 2);
    }
    const Progress declined = after(progress, Event::decline, day("2026-08-01"), rules()).value();
    EXPECT_EQ(after(declined, Event::publish, day("2026-08-01"), rules()).error(),
              Denied::not_proposed);
}

TEST(Publishing, IsProposedForFalseEvidence) {
    const Progress found_out = told({{Event::issue, "2026-06-10"},
                                     {Event::rectify, "2026-06-11"},
                                     {Event::falsified, "2026-06-12"}});
    EXPECT_TRUE(found_out.proposed);
    EXPECT_EQ(found_out.state, State::acknowledged);
}

TEST(Level, StaysUntilClosed) {
    const Progress raised = told({{Event::issue, "2026-06-10"},
                                  {Event::raise, "2026-06-18"},
                                  {Event::rectify, "2026-06-19"},
                                  {Event::reject, "2026-06-22"}});
    EXPECT_EQ(raised.level, 1);
    const Progress again = after(raised, Event::raise, day("2026-07-03"), rules()).value();
    EXPECT_EQ(again.level, 2);
    EXPECT_TRUE(again.proposed);
    const Progress closed = told({{Event::issue, "2026-06-10"},
                                  {Event::raise, "2026-06-18"},
                                  {Event::rectify, "2026-06-19"},
                                  {Event::confirm, "2026-06-22"},
                                  {Event::watched, "2026-07-22"}});
    EXPECT_EQ(closed.level, 0);
}

struct VerdictCase {
    std::string_view name;
    Answers answers;
    bool at_end;
    std::optional<Event> event;
};
class Verdict : public testing::TestWithParam<VerdictCase> {};
TEST_P(Verdict, FollowsTheMajority) {
    EXPECT_EQ(verdict(GetParam().answers, GetParam().at_end), GetParam().event);
}
INSTANTIATE_TEST_SUITE_P(
    Communities,
    Verdict,
    testing::Values(VerdictCase{"AllBetter", {1, 1, 0}, false, Event::confirm},
                    VerdictCase{"AllSame", {1, 0, 1}, false, Event::reject},
                    VerdictCase{"NotAllIn", {3, 1, 0}, false, {}},
                    VerdictCase{"AtTheEndThoseWhoAnswered", {3, 1, 0}, true, Event::confirm},
                    VerdictCase{"Equal", {2, 1, 1}, true, {}},
                    VerdictCase{"Nobody", {2, 0, 0}, true, {}}),
    testing_support::case_name<VerdictCase>);

/// Any sequence of events on any days, repeated ones and a clock that jumps forth and back
/// included.
TEST(Property, NoSequenceOfEventsLeavesTheTable) {
    EXPECT_TRUE(rc::check([] {
        Progress progress;
        Day on = day("2026-03-02");
        const int steps = *rc::gen::inRange(0, 60);
        for (int i = 0; i < steps; ++i) {
            on = add_days(on, *rc::gen::inRange(-3, 40));
            const auto told = static_cast<Event>(*rc::gen::inRange(0, 17));
            const Event event = *rc::gen::arbitrary<bool>()
                                    ? told
                                    : clock_event(progress, on, rules()).value_or(told);
            const auto next = after(progress, event, on, rules());
            const auto move = move_of(progress.state, event);
            if (!next) continue;
            RC_ASSERT(move.has_value());
            RC_ASSERT(next->state == move->to);
            RC_ASSERT(next->waits_for == move->waits_for);
            progress = *next;
            RC_ASSERT(is_open(progress.state) == progress.due_on.has_value());
            RC_ASSERT(is_open(progress.state) == (progress.waits_for != WaitsFor::nobody));
            RC_ASSERT(!progress.proposed || is_open(progress.state));
            RC_ASSERT(progress.level >= 0 && progress.level <= 2);
        }
    }));
}

TEST(Property, WhatIsDeniedChangesNothingAndIsDeniedAgain) {
    EXPECT_TRUE(rc::check([] {
        Progress progress;
        Day on = day("2026-03-02");
        for (int i = 0; i < 30; ++i) {
            on = add_days(on, *rc::gen::inRange(0, 12));
            const auto event = static_cast<Event>(*rc::gen::inRange(0, 17));
            const auto once = after(progress, event, on, rules());
            const bool alike = once == after(progress, event, on, rules());
            RC_ASSERT(alike);
            if (once) progress = *once;
        }
    }));
}

/// Whatever people do, the clock alone brings every open reminder to somebody's desk again.
TEST(Property, TheClockNeverStandsStillForGood) {
    EXPECT_TRUE(rc::check([] {
        Progress progress =
            after({}, *rc::gen::element(Event::observe, Event::issue), day("2026-03-02"), rules())
                .value();
        const auto event = static_cast<Event>(*rc::gen::inRange(0, 17));
        if (const auto next = after(progress, event, day("2026-03-03"), rules())) progress = *next;
        if (!is_open(progress.state)) return;
        bool moved = false;
        for (Day on = day("2026-03-03"); on <= day("2026-05-15") && !moved; on = add_days(on, 1))
            moved = clock_event(progress, on, rules()).has_value();
        RC_ASSERT(moved);
    }));
}

}  // namespace
}  // namespace qingdan::supervision
