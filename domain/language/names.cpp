#include "domain/language/meaning.hpp"

namespace qingdan::language {

std::string_view to_text(Intent intent) {
    switch (intent) {
        case Intent::none:
            return "none";
        case Intent::visit_report:
            return "visit.report";
        case Intent::visit_query:
            return "visit.query";
        case Intent::meal_order:
            return "meal.order";
        case Intent::meal_cancel:
            return "meal.cancel";
        case Intent::meal_change:
            return "meal.change";
        case Intent::meal_pause:
            return "meal.pause";
        case Intent::meal_resume:
            return "meal.resume";
        case Intent::meal_query:
            return "meal.query";
        case Intent::meal_menu:
            return "meal.menu";
        case Intent::workload_report:
            return "workload.report";
        case Intent::workload_query:
            return "workload.query";
        case Intent::guide_ask:
            return "guide.ask";
        case Intent::task_close:
            return "task.close";
        case Intent::record_correct:
            return "record.correct";
        case Intent::record_withdraw:
            return "record.withdraw";
        case Intent::reminder_ack:
            return "reminder.ack";
        case Intent::reminder_rectify:
            return "reminder.rectify";
        case Intent::reminder_publish:
            return "reminder.publish";
        case Intent::help:
            return "help";
        case Intent::service_delivered:
            return "service.delivered";
        case Intent::service_no_answer:
            return "service.no_answer";
        case Intent::service_election_plan:
            return "service.election_plan";
        case Intent::service_election_step:
            return "service.election_step";
        case Intent::service_checklist:
            return "service.checklist";
        case Intent::service_handover:
            return "service.handover";
        case Intent::service_task_assign:
            return "service.task_assign";
        case Intent::service_task_postpone:
            return "service.task_postpone";
        case Intent::service_my_tasks:
            return "service.my_tasks";
        case Intent::service_list_all:
            return "service.list_all";
        case Intent::service_new_household:
            return "service.new_household";
        case Intent::service_same_person:
            return "service.same_person";
        case Intent::service_not_same_person:
            return "service.not_same_person";
        case Intent::service_task_take:
            return "service.task_take";
        case Intent::service_reminder_object:
            return "service.reminder_object";
        case Intent::service_my_data:
            return "service.my_data";
        case Intent::service_erase:
            return "service.erase";
        case Intent::service_opt_out:
            return "service.opt_out";
        case Intent::service_opt_in:
            return "service.opt_in";
        case Intent::service_yes:
            return "service.yes";
        case Intent::service_no:
            return "service.no";
        case Intent::service_choice:
            return "service.choice";
        case Intent::service_cancel_last:
            return "service.cancel_last";
    }
    return "none";
}

std::string_view contract_name(Intent intent) {
    return intent >= Intent::service_delivered ? "none" : to_text(intent);
}

std::string_view to_text(Method method) {
    switch (method) {
        case Method::home:
            return "home";
        case Method::phone:
            return "phone";
        case Method::online:
            return "online";
    }
    return "home";
}

std::string_view to_text(MealTime meal) {
    switch (meal) {
        case MealTime::breakfast:
            return "breakfast";
        case MealTime::lunch:
            return "lunch";
        case MealTime::dinner:
            return "dinner";
    }
    return "lunch";
}

std::string_view to_text(Fulfilment fulfilment) {
    switch (fulfilment) {
        case Fulfilment::delivery:
            return "delivery";
        case Fulfilment::pickup:
            return "pickup";
        case Fulfilment::dine_in:
            return "dine_in";
    }
    return "delivery";
}

std::string_view to_text(BurdenKind kind) {
    switch (kind) {
        case BurdenKind::meeting:
            return "meeting";
        case BurdenKind::form:
            return "form";
        case BurdenKind::proof:
            return "proof";
        case BurdenKind::system:
            return "system";
        case BurdenKind::assessment:
            return "assessment";
        case BurdenKind::signage:
            return "signage";
        case BurdenKind::other:
            return "other";
    }
    return "other";
}

std::string_view to_text(Period period) {
    switch (period) {
        case Period::day:
            return "day";
        case Period::week:
            return "week";
        case Period::month:
            return "month";
        case Period::quarter:
            return "quarter";
        case Period::year:
            return "year";
    }
    return "day";
}

}  // namespace qingdan::language
