#pragma once
/// @file
/// The tags of the lexicon: what the grammar asks of a word. Each is the name of groups in the TOML
/// files.

#include <cstddef>

namespace qingdan::language {

// clang-format off
#define QINGDAN_TAGS \
    QINGDAN_TAG(burden) QINGDAN_TAG(organizer) QINGDAN_TAG(office_end) QINGDAN_TAG(office_lead) \
    QINGDAN_TAG(asks_for) QINGDAN_TAG(period) QINGDAN_TAG(burden_count) QINGDAN_TAG(duplicate) \
    QINGDAN_TAG(suggest) QINGDAN_TAG(suggest_sure) QINGDAN_TAG(anonymous) QINGDAN_TAG(complaint) \
    QINGDAN_TAG(topic_lead) QINGDAN_TAG(burden_weak) QINGDAN_TAG(topic_stop) \
    QINGDAN_TAG(also_topic) QINGDAN_TAG(more_than) QINGDAN_TAG(vague_office) \
    QINGDAN_TAG(office_gap) QINGDAN_TAG(please) \
    QINGDAN_TAG(danger) QINGDAN_TAG(danger_attempt) QINGDAN_TAG(danger_negation) \
    QINGDAN_TAG(danger_filler) QINGDAN_TAG(danger_past) QINGDAN_TAG(danger_settled) \
    QINGDAN_TAG(danger_talk) QINGDAN_TAG(danger_weak) QINGDAN_TAG(danger_now) \
    QINGDAN_TAG(danger_guard) \
    QINGDAN_TAG(meal_time) QINGDAN_TAG(meal) QINGDAN_TAG(order_verb) QINGDAN_TAG(order_sure) \
    QINGDAN_TAG(cancel) QINGDAN_TAG(pause) QINGDAN_TAG(pause_sure) QINGDAN_TAG(resume) \
    QINGDAN_TAG(change) QINGDAN_TAG(change_into) QINGDAN_TAG(diet) QINGDAN_TAG(diet_also) \
    QINGDAN_TAG(fulfilment) QINGDAN_TAG(note) QINGDAN_TAG(eaters) QINGDAN_TAG(for_number) \
    QINGDAN_TAG(each) QINGDAN_TAG(meal_query) QINGDAN_TAG(menu) QINGDAN_TAG(not_meal) \
    QINGDAN_TAG(standing) QINGDAN_TAG(allergy) QINGDAN_TAG(note_stop) \
    QINGDAN_TAG(helps) QINGDAN_TAG(dish) QINGDAN_TAG(there_is) QINGDAN_TAG(diet_avoid) \
    QINGDAN_TAG(self_correction) \
    QINGDAN_TAG(surname) QINGDAN_TAG(honorific) QINGDAN_TAG(official_title) QINGDAN_TAG(house) \
    QINGDAN_TAG(somebody) QINGDAN_TAG(nick_prefix) QINGDAN_TAG(my) QINGDAN_TAG(kin) \
    QINGDAN_TAG(couple) QINGDAN_TAG(en_title) QINGDAN_TAG(en_before_name) QINGDAN_TAG(not_in_name) \
    QINGDAN_TAG(after_name) QINGDAN_TAG(before_name) QINGDAN_TAG(common) QINGDAN_TAG(place_unit) \
    QINGDAN_TAG(building) QINGDAN_TAG(place_name) QINGDAN_TAG(place_stop) \
    QINGDAN_TAG(en_place_unit) QINGDAN_TAG(name_like) QINGDAN_TAG(place_lead) \
    QINGDAN_TAG(digit) QINGDAN_TAG(scale) QINGDAN_TAG(tens) QINGDAN_TAG(collective) \
    QINGDAN_TAG(half) QINGDAN_TAG(dozen) QINGDAN_TAG(en_number) QINGDAN_TAG(en_scale) \
    QINGDAN_TAG(en_suffix) QINGDAN_TAG(portion) QINGDAN_TAG(measure) QINGDAN_TAG(money) \
    QINGDAN_TAG(time_unit) \
    QINGDAN_TAG(bot_name) QINGDAN_TAG(greeting) QINGDAN_TAG(thanks) QINGDAN_TAG(question_word) \
    QINGDAN_TAG(question_end) QINGDAN_TAG(guide_topic) QINGDAN_TAG(guide_how) QINGDAN_TAG(help) \
    QINGDAN_TAG(done) QINGDAN_TAG(withdraw) QINGDAN_TAG(correct) QINGDAN_TAG(correct_sure) \
    QINGDAN_TAG(acknowledge) QINGDAN_TAG(rectify) QINGDAN_TAG(publish) QINGDAN_TAG(object) \
    QINGDAN_TAG(assign) QINGDAN_TAG(progress) QINGDAN_TAG(visit_query) QINGDAN_TAG(workload_query) \
    QINGDAN_TAG(show_me) QINGDAN_TAG(broadcast) QINGDAN_TAG(forwarded) QINGDAN_TAG(relay) \
    QINGDAN_TAG(example) QINGDAN_TAG(yes) QINGDAN_TAG(no) QINGDAN_TAG(cancel_last) \
    QINGDAN_TAG(opt_out) QINGDAN_TAG(opt_in) QINGDAN_TAG(my_data) QINGDAN_TAG(erase) \
    QINGDAN_TAG(delivered) QINGDAN_TAG(take_task) QINGDAN_TAG(election_step) \
    QINGDAN_TAG(election_plan) QINGDAN_TAG(election_way) QINGDAN_TAG(checklist) \
    QINGDAN_TAG(handover) QINGDAN_TAG(label) QINGDAN_TAG(affirm) QINGDAN_TAG(hashtag_visit) \
    QINGDAN_TAG(hashtag_meal) QINGDAN_TAG(hashtag_burden) QINGDAN_TAG(correct_into) \
    QINGDAN_TAG(field_mark) QINGDAN_TAG(tail_particle) QINGDAN_TAG(soon) QINGDAN_TAG(not_yet) \
    QINGDAN_TAG(last_one) QINGDAN_TAG(self) QINGDAN_TAG(perfect) \
    QINGDAN_TAG(danger_state) QINGDAN_TAG(ordered) QINGDAN_TAG(complaint_meal) \
    QINGDAN_TAG(burden_only) QINGDAN_TAG(you_bot) QINGDAN_TAG(do_what) \
    QINGDAN_TAG(how_often) QINGDAN_TAG(which_or_when) QINGDAN_TAG(gone) QINGDAN_TAG(burden_words) \
    QINGDAN_TAG(broadcast_start) \
    QINGDAN_TAG(day_word) QINGDAN_TAG(day_meal) QINGDAN_TAG(year_word) QINGDAN_TAG(year_unit) \
    QINGDAN_TAG(month_unit) QINGDAN_TAG(month_name) QINGDAN_TAG(day_unit) QINGDAN_TAG(sunday) \
    QINGDAN_TAG(week_unit) QINGDAN_TAG(weekend) QINGDAN_TAG(workday) QINGDAN_TAG(shift) \
    QINGDAN_TAG(every) QINGDAN_TAG(every_day) QINGDAN_TAG(en_weekday) QINGDAN_TAG(en_weekdays) \
    QINGDAN_TAG(en_month) QINGDAN_TAG(en_ordinal) QINGDAN_TAG(en_the) QINGDAN_TAG(en_of) \
    QINGDAN_TAG(en_in) QINGDAN_TAG(particle_of) QINGDAN_TAG(list_mark) QINGDAN_TAG(range_mark) \
    QINGDAN_TAG(from_mark) QINGDAN_TAG(start_mark) QINGDAN_TAG(until_mark) QINGDAN_TAG(stop_mark) \
    QINGDAN_TAG(span_unit) QINGDAN_TAG(span_after) QINGDAN_TAG(span_before) \
    QINGDAN_TAG(span_ahead) QINGDAN_TAG(run) QINGDAN_TAG(part_of_day) QINGDAN_TAG(clock_unit) \
    QINGDAN_TAG(clock_rest) QINGDAN_TAG(am_pm) QINGDAN_TAG(not_a_day) QINGDAN_TAG(not_a_date) \
    QINGDAN_TAG(holiday) QINGDAN_TAG(month_end) QINGDAN_TAG(month_end_word) QINGDAN_TAG(day_pair) \
    QINGDAN_TAG(category) QINGDAN_TAG(visit_verb) QINGDAN_TAG(visit_touch) QINGDAN_TAG(households) \
    QINGDAN_TAG(one_household) QINGDAN_TAG(not_done) QINGDAN_TAG(plan) QINGDAN_TAG(revisit) \
    QINGDAN_TAG(no_need) QINGDAN_TAG(need) QINGDAN_TAG(action_start) QINGDAN_TAG(we) \
    QINGDAN_TAG(state) QINGDAN_TAG(filler) QINGDAN_TAG(by_chance) QINGDAN_TAG(others_do) \
    QINGDAN_TAG(visit_head) QINGDAN_TAG(clause_start) QINGDAN_TAG(said_lead) \
    QINGDAN_TAG(none_said) QINGDAN_TAG(all_of_them) QINGDAN_TAG(speaks) QINGDAN_TAG(go_and_see) \
    QINGDAN_TAG(no_revisit) QINGDAN_TAG(they) QINGDAN_TAG(together_with) QINGDAN_TAG(spoken_with) \
    QINGDAN_TAG(thing) QINGDAN_TAG(works) QINGDAN_TAG(state_alone) QINGDAN_TAG(helped) \
    QINGDAN_TAG(reporter) QINGDAN_TAG(not_then) QINGDAN_TAG(takes_object) QINGDAN_TAG(is_not) \
    QINGDAN_TAG(dative) QINGDAN_TAG(need_kind) QINGDAN_TAG(need_urgent) \
    QINGDAN_TAG(need_settled) QINGDAN_TAG(postpone) QINGDAN_TAG(list_all) \
    QINGDAN_TAG(visit_figures) QINGDAN_TAG(household_query) QINGDAN_TAG(my_tasks) \
    QINGDAN_TAG(new_household) QINGDAN_TAG(same_person) QINGDAN_TAG(not_same_person) \
    QINGDAN_TAG(reminder_step) \
    QINGDAN_TAG(wish) QINGDAN_TAG(body) QINGDAN_TAG(knock) \
    QINGDAN_TAG(attempt) QINGDAN_TAG(says) QINGDAN_TAG(speaker) QINGDAN_TAG(companion) \
    QINGDAN_TAG(done_lead) QINGDAN_TAG(asks_favour) QINGDAN_TAG(pronoun) QINGDAN_TAG(issue_end) \
    QINGDAN_TAG(asks_about) \
    QINGDAN_TAG(came_with) QINGDAN_TAG(portion_typo) QINGDAN_TAG(times_sign) \
    QINGDAN_TAG(topic_trim) QINGDAN_TAG(for_all) QINGDAN_TAG(own_committee) \
    QINGDAN_TAG(round) QINGDAN_TAG(en_conjunction) QINGDAN_TAG(house_stem) \
    QINGDAN_TAG(gathering) QINGDAN_TAG(topic_noun)
// clang-format on

enum class Tag : unsigned short {
#define QINGDAN_TAG(name) name,
    QINGDAN_TAGS
#undef QINGDAN_TAG
        count_of_tags
};

inline constexpr std::size_t tag_count = static_cast<std::size_t>(Tag::count_of_tags);

}  // namespace qingdan::language
