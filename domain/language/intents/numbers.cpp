/// @file
/// Messages that point at a record or reminder by its number, or at the last one in words.

#include "domain/language/intents/weighing.hpp"

namespace qingdan::language::intents {
namespace {

constexpr int sure = 9;
constexpr int likely = 7;

void weigh_reminder(const Signs& signs, Decision& decision) {
    // `R-1001 没有了` ends like a question and is none.
    if ((!signs.asks || is_reminder_step_alone(signs.scene)) &&
        !reminder_step_in(signs.scene).empty())
        add(decision, Intent::service_reminder_object, sure + 4, "a step of the loop, beside R-");
    if (signs.has(Tag::object))
        add(decision, Intent::service_reminder_object, sure + 2, "an objection beside R-");
    if (signs.asks || signs.has(Tag::progress)) {
        add(decision, Intent::workload_query, likely + 1, "asks about R-");
        return;
    }
    const Hit* rectified = signs.scene.reading.first(signs.body, Tag::rectify);
    const bool planned = rectified != nullptr &&
                         signs.scene.reading.has({signs.body.begin, rectified->begin}, Tag::soon);
    if (rectified != nullptr && !planned)
        add(decision, Intent::reminder_rectify, likely + 1, "put right, beside R-");
    if (signs.has(Tag::publish))
        add(decision,
            Intent::reminder_publish,
            likely + (rectified == nullptr ? 1 : 0),
            "to be published, beside R-");
    if (signs.has(Tag::acknowledge) || planned)
        add(decision, Intent::reminder_ack, likely - 1, "received, beside R-");
    if (signs.is_only(Tag::yes)) add(decision, Intent::reminder_ack, likely - 1, "yes, beside R-");
}

void weigh_task(const Signs& signs, Decision& decision) {
    if (signs.has(Tag::assign))
        add(decision, Intent::service_task_assign, sure, "handed on, beside T-");
    if (signs.has(Tag::take_task))
        add(decision, Intent::service_task_take, likely - 1, "taken, beside T-");
    if (signs.asks || signs.scene.reading.has(signs.body, Tag::not_yet)) {
        if (signs.has(Tag::progress))
            add(decision, Intent::workload_query, likely, "asks about T-");
        return;
    }
    if (signs.has(Tag::done)) add(decision, Intent::task_close, likely, "done, beside T-");
    if (signs.has(Tag::rectify))
        add(decision, Intent::task_close, likely - 1, "put right, beside T-");
}

void weigh_record(const Signs& signs, Decision& decision) {
    const bool meal = signs.letter == 'M';
    if (signs.has(Tag::correct_sure))
        add(decision, Intent::record_correct, sure, "a correction of a number");
    if (meal && signs.has(Tag::pause_sure))
        add(decision, Intent::meal_pause, likely + 1, "stopped, beside M-");
    if (meal && signs.has(Tag::resume))
        add(decision, Intent::meal_resume, likely + 1, "goes on, beside M-");
    if (signs.has(Tag::withdraw))
        add(decision, Intent::record_withdraw, likely + 1, "taken back, beside a number");
    if (meal && signs.has(Tag::cancel))
        add(decision, Intent::meal_cancel, likely, "cancelled, beside M-");
    if (!meal && signs.has(Tag::cancel))
        add(decision, Intent::record_withdraw, likely - 1, "cancelled, beside a number");
    if (meal && (signs.has(Tag::change_into) || signs.has(Tag::change)))
        add(decision, Intent::meal_change, likely + 1, "a new value, beside M-");
    if (!meal && signs.has(Tag::correct))
        add(decision, Intent::record_correct, likely, "a new value, beside a number");
    if (meal && signs.has(Tag::correct))
        add(decision, Intent::record_correct, likely - 2, "a new value, beside M-");
    if (signs.asks || signs.has(Tag::progress)) {
        const Intent query = meal                  ? Intent::meal_query
                             : signs.letter == 'W' ? Intent::workload_query
                                                   : Intent::visit_query;
        const bool request =
            signs.has(Tag::withdraw) || signs.has(Tag::cancel) || signs.has(Tag::change);
        add(decision, query, request ? 1 : likely, "asks about a number");
    }
}

}  // namespace

void weigh_numbers(const Signs& signs, Decision& decision) {
    if (signs.letter == 'R') return weigh_reminder(signs, decision);
    if (signs.letter == 'T') return weigh_task(signs, decision);
    if (signs.letter != 0) return weigh_record(signs, decision);
    if (!signs.addressed || signs.asks) return;
    // Without a number: the last one is meant, and it has to be said which.
    const bool last_one = signs.has(Tag::last_one);
    const bool value = signs.named || signs.placed || !signs.scene.phones.empty() ||
                       !signs.scene.ahead.empty() || signs.portions || signs.has(Tag::correct_into);
    if (signs.has(Tag::correct_sure))
        add(decision, Intent::record_correct, last_one ? likely : value ? 4 : 0, "a correction");
    if (last_one && signs.has(Tag::withdraw))
        add(decision, Intent::record_withdraw, likely, "the last one is taken back");
    if (last_one && signs.has(Tag::correct))
        add(decision, Intent::record_correct, 5, "the last one gets a new value");
}

}  // namespace qingdan::language::intents
