#pragma once
/// @file
/// What whoever runs the service may choose about its rules. Plain values: bot/config fills them
/// from TOML, a test takes them as they are. `config/default.toml` says the same defaults, and a
/// test compares the two.

#include "domain/language/meaning.hpp"
#include "domain/money.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan {

/// Minutes since midnight in the configured zone: `08:30` is 510 minutes.
using TimeOfDay = std::chrono::minutes;

/// A number for each code (`elder_alone` → 7).
using ByCode = std::map<std::string, int, std::less<>>;

/// One value for each meal of the day.
template <class T>
struct ByMeal {
    T breakfast{}, lunch{}, dinner{};

    const T& of(language::MealTime meal) const {
        switch (meal) {
            case language::MealTime::breakfast:
                return breakfast;
            case language::MealTime::lunch:
                return lunch;
            case language::MealTime::dinner:
                return dinner;
        }
        return lunch;
    }
    friend bool operator==(const ByMeal&, const ByMeal&) = default;
};

/// Until when a meal may be ordered: `day` days from the day of the meal (never positive) at
/// `time`; at that very minute it is past. `-1d 16:00` is {-1, 16h}.
struct CutoffRule {
    int day = 0;
    TimeOfDay time{0};
    friend bool operator==(const CutoffRule&, const CutoffRule&) = default;
};

/// From when until when of one day, the end out.
struct Hours {
    TimeOfDay from{0}, until{0};
    friend bool operator==(const Hours&, const Hours&) = default;
};

struct DialogueSettings {
    std::chrono::minutes patience{30};  ///< a half-finished question is dropped after this
    int ask_at_most = 2;                ///< times that one missing thing is asked for
    std::chrono::minutes hint_again_after{
        720};  ///< "not understood" is answered once in this time in one chat
    TimeOfDay digest_at{std::chrono::hours{8} +
                        std::chrono::minutes{30}};  ///< each workday, one digest a person
    Hours waking{std::chrono::hours{8},
                 std::chrono::hours{20}};  ///< pushes that are not urgent go out then
    friend bool operator==(const DialogueSettings&, const DialogueSettings&) = default;
};

struct MealSettings {
    ByMeal<CutoffRule> cutoff{
        {-1, std::chrono::hours{18}}, {-1, std::chrono::hours{16}}, {0, std::chrono::hours{10}}};
    ByMeal<int> capacity{0, 0, 0};  ///< portions of one community, day and meal; 0: no limit; a
                                    ///< menu line's own comes first
    int max_per_order = 10;         ///< more is refused
    int read_back_from = 5;         ///< portions from which a yes is asked for
    ByMeal<bool> offered{false, true, true};
    int days_ahead = 14;                  ///< single days further ahead are refused
    int pause_ask_days = 14;              ///< a pause without an end is asked about after this
    int warn_percent = 90;                ///< of the capacity: then the meal manager is told
    std::chrono::minutes place_kept{30};  ///< a place offered to the waiting list is kept this long
    std::chrono::minutes no_answer_reply{
        60};  ///< after "nobody answered": a reply within this, or someone looks
    int unanswered_days =
        7;  ///< two unanswered meals within this make a welfare check for everybody
    int boxes_per_route = 25;
    bool halal_kitchen = false;  ///< has a halal licence: else a halal meal is refused, honestly
    /// Holidays on whose days by law nothing is cooked. Words, so the default stands in
    /// config/default.toml alone.
    std::vector<std::string> closed_holidays;
    int draft_workday = 1;       ///< of the next month: the manager gets the month's draft
    int objections_workday = 3;  ///< until then eaters may object
    int final_workday = 5;       ///< then the month is to be closed
    int rating_days = 7;         ///< one eater is asked for a rating at most once in these days
    int silence_days =
        0;  ///< an eater of long standing without a word for so long is told of; 0: off
    int silence_after_meals = 60;  ///< so many meals make one of long standing
    ByMeal<Hours> delivered{{std::chrono::minutes{405}, std::chrono::minutes{450}},
                            {std::chrono::minutes{630}, std::chrono::minutes{690}},
                            {std::chrono::minutes{990}, std::chrono::minutes{1050}}};
    ByMeal<TimeOfDay> eat_before{
        std::chrono::hours{9}, std::chrono::hours{13}, std::chrono::hours{19}};
    /// What the eater pays for one meal, by price level; always has `standard`.
    std::map<std::string, Fen, std::less<>> price_fen{
        {"standard", {1500}}, {"age60", {1200}}, {"age80", {900}}, {"hardship", {300}}};
    friend bool operator==(const MealSettings&, const MealSettings&) = default;
};

struct VisitSettings {
    /// Days until the next contact by any method, by category code; always has `default`.
    ByCode interval_days{{"elder_alone", 7},
                         {"dementia", 7},
                         {"serious_illness", 14},
                         {"dispute", 14},
                         {"elder_80plus", 30},
                         {"elder_couple", 30},
                         {"disabled", 30},
                         {"child_hardship", 30},
                         {"mental_illness", 30},
                         {"lost_only_child", 30},
                         {"released", 30},
                         {"low_income", 60},
                         {"party_hardship", 60},
                         {"veteran", 90},
                         {"migrant", 90},
                         {"default", 90}};
    /// Days until the next visit in person, advice only; likewise.
    ByCode home_days{{"elder_alone", 30},
                     {"dementia", 30},
                     {"serious_illness", 30},
                     {"dispute", 30},
                     {"elder_80plus", 60},
                     {"elder_couple", 60},
                     {"disabled", 60},
                     {"child_hardship", 30},
                     {"mental_illness", 60},
                     {"lost_only_child", 90},
                     {"released", 90},
                     {"low_income", 90},
                     {"party_hardship", 90},
                     {"veteran", 180},
                     {"migrant", 180},
                     {"default", 365}};
    TimeOfDay overdue_push{std::chrono::hours{8} + std::chrono::minutes{30}};  ///< each workday
    int due_days_before = 2;     ///< shown as due so many days before
    int serious_percent = 150;   ///< of the interval: then the leader is told
    int new_household_days = 7;  ///< never visited: due after this, or the interval if shorter
    std::chrono::minutes read_back_within{
        60};                        ///< a second visit to one person within this is read back
    int attempt_next_workdays = 1;  ///< after the first attempt that nobody answered
    int attempt_second_days = 7;    ///< a second one within these days makes a welfare check
    int list_shown = 8;             ///< lines of the day's list
    int pause_look_days = 90;       ///< a pause longer than this asks for a look
    friend bool operator==(const VisitSettings&, const VisitSettings&) = default;
};

struct DangerSettings {
    std::chrono::minutes next_after_now{
        5};  ///< level A: then the next in line is told, day and night
    std::chrono::minutes next_after_today{60};  ///< level B: likewise, within `today` alone
    Hours today{std::chrono::hours{8}, std::chrono::hours{21}};
    std::chrono::minutes last_again{60};  ///< the last one in line is told again each
    /// Telephone numbers by code (`ambulance` → `120`); an empty one is not said.
    std::map<std::string, std::string, std::less<>> numbers{{"police", "110"},
                                                            {"fire", "119"},
                                                            {"ambulance", "120"},
                                                            {"hotline", "12345"},
                                                            {"gas", ""},
                                                            {"psychological", ""},
                                                            {"women", ""},
                                                            {"youth", ""},
                                                            {"legal", ""}};
    friend bool operator==(const DangerSettings&, const DangerSettings&) = default;
};

/// How long a follow-up may take: hours run day and night, workdays are those of the calendar after
/// the day it is made. `24h`, `5wd`; `0h` is at once.
struct TaskSpan {
    int amount = 0;
    bool workdays = false;
    friend bool operator==(const TaskSpan&, const TaskSpan&) = default;
};
struct TaskDue {
    TaskSpan due, urgent;
    /// Who answers for it: a duty of the roster, `meal_manager`, or `visitor`, whoever reported it.
    std::string by;
    friend bool operator==(const TaskDue&, const TaskDue&) = default;
};
struct TaskSettings {
    /// By kind of follow-up.
    std::map<std::string, TaskDue, std::less<>> due{
        {"welfare_check", {{24, false}, {2, false}, "visitor"}},
        {"medical", {{2, true}, {0, false}, "visitor"}},
        {"repair", {{5, true}, {24, false}, "facility"}},
        {"subsidy", {{10, true}, {3, true}, "civil_affairs"}},
        {"mediation", {{20, true}, {24, false}, "mediation"}},
        {"safety_hazard", {{3, true}, {4, false}, "safety"}},
        {"child_protection", {{24, false}, {1, false}, "child"}},
        {"mental_crisis", {{4, false}, {0, false}, "secretary"}},
        {"family_violence", {{24, false}, {0, false}, "mediation"}},
        {"missing_person", {{0, false}, {0, false}, "duty"}},
        {"meal", {{1, true}, {4, false}, "meal_manager"}},
        {"environment", {{5, true}, {1, true}, "facility"}},
        {"accompany", {{3, true}, {1, true}, "visitor"}},
        {"info", {{1, true}, {4, false}, "visitor"}},
        {"other", {{5, true}, {1, true}, "visitor"}}};
    friend bool operator==(const TaskSettings&, const TaskSettings&) = default;
};

struct WorkloadSettings {
    int anonymity_k = 3;  ///< figures from fewer people are not shown
    int acknowledge_workdays = 2;
    int rectify_workdays = 10;
    int verify_workdays = 5;
    int object_workdays = 3;   ///< within which the unit may object
    int decide_workdays = 3;   ///< within which the supervisor decides on an objection
    int observe_workdays = 2;  ///< within which the supervisor deals with what was seen
    int late_workdays = 2;     ///< after the due day: reminded again
    int raise_workdays = 4;    ///< after the due day: raised one level
    int again_workdays = 5;    ///< after raising, rejecting, publishing
    int relapse_days = 180;
    int watch_days = 30;
    int stock_days = 90;  ///< a stock is the latest number told within these days
    /// Ends of names of units that supervise. Words, so the default stands in config/default.toml
    /// alone.
    std::vector<std::string> supervisors;
    /// For one community, by indicator code: above it a reminder is issued. An indicator that is
    /// not there is off.
    ByCode limits{{"meeting_per_month", 8},
                  {"form_per_month", 10},
                  {"proof_per_month", 5},
                  {"system_total", 5},
                  {"assessment_per_year", 3},
                  {"signage_total", 6}};
    /// Likewise; above it, and below `limits`, a figure is shown as amber. Off by default.
    ByCode amber;
    friend bool operator==(const WorkloadSettings&, const WorkloadSettings&) = default;
};

struct GuidanceSettings {
    std::string folder;  ///< a community's own sections, laid over the manual; empty: none
    friend bool operator==(const GuidanceSettings&, const GuidanceSettings&) = default;
};

struct RetentionSettings {
    int seen_days = 8;       ///< a message that comes again within these days is known as a repeat
    int record_days = 1095;  ///< then records lose what names a person
    int dead_letter_days = 90;
    friend bool operator==(const RetentionSettings&, const RetentionSettings&) = default;
};

/// All that the rules may know of the configuration.
struct Settings {
    std::string timezone = "Asia/Shanghai";  ///< IANA name, checked when loaded
    std::string locale = "zh-CN";            ///< of pushes where nobody has written yet
    DialogueSettings dialogue;
    MealSettings meals;
    VisitSettings visits;
    DangerSettings danger;
    TaskSettings tasks;
    WorkloadSettings workload;
    GuidanceSettings guidance;
    RetentionSettings retention;
    friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace qingdan
