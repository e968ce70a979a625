/// @file
/// The service's own intents; `parse` prints them as `none`.

#include "domain/language/intents/weighing.hpp"
#include "domain/language/numbers/numbers.hpp"

namespace qingdan::language::intents {

void weigh_service(const Signs& signs, Decision& decision) {
    constexpr int sure = 12;
    const Reading& reading = signs.scene.reading;
    if (signs.letter == 0) {
        if (signs.is_only(Tag::opt_out))
            add(decision, Intent::service_opt_out, sure + 1, "only: no more pushes");
        if (signs.is_only(Tag::cancel_last))
            add(decision, Intent::service_cancel_last, sure, "only: take it back");
        if (signs.is_only(Tag::no)) add(decision, Intent::service_no, sure - 1, "only: no");
        if (signs.is_only(Tag::yes)) add(decision, Intent::service_yes, sure, "only: yes");
        if (signs.is_only(Tag::take_task))
            add(decision, Intent::service_task_take, sure, "only: I take it");
        const auto number = number_at(reading, signs.body.begin);
        if (number && number->figures && number->span.end == signs.body.end && number->value <= 99)
            add(decision, Intent::service_choice, sure, "only a number");
    }
    if (!signs.addressed) return;
    if (signs.has(Tag::opt_in)) add(decision, Intent::service_opt_in, sure, "pushes again");
    if (signs.has(Tag::erase)) add(decision, Intent::service_erase, sure, "erase what is kept");
    if (signs.has(Tag::my_data))
        add(decision, Intent::service_my_data, sure - 1, "what is kept about me");
    if (signs.has(Tag::handover))
        add(decision, Intent::service_handover, sure, "households are handed over");
    if (signs.has(Tag::checklist)) add(decision, Intent::service_checklist, sure, "a checklist");
    if (signs.has(Tag::election_step) && !signs.asks)
        add(decision, Intent::service_election_step, sure, "a step of an election is done");
    if (signs.has(Tag::election_plan) && signs.has(Tag::election_way) && signs.ahead && !signs.asks)
        add(decision, Intent::service_election_plan, sure, "a day and a way of election");
    const bool delivered = signs.has(Tag::delivered) && !signs.asks && signs.length <= 16;
    if (delivered && !signs.category)
        add(decision, Intent::service_delivered, sure - 4, "a carrier has delivered");
    if (!signs.group && signs.has(Tag::danger_attempt) && signs.length <= 14 &&
        !signs.has(Tag::visit_verb) && !signs.placed)
        add(decision, Intent::service_no_answer, 3, "nobody answered");
}

}  // namespace qingdan::language::intents
