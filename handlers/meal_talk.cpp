#include "handlers/meal_talk.hpp"

#include "domain/store/store.hpp"
#include "handlers/meal_rows.hpp"

#include <algorithm>

namespace qingdan::conversations {
namespace {

/// Whoever is known may write it; the conversation finds out whether it concerns them.
bool is_known(const Message& message) { return message.user.has_value(); }

/// Carriers and who leads them; a neighbour who was handed a route has one as well, and is found by
/// it.
bool may_carry(const Message& message) {
    return message.user && !message.has_role(people::Role::official);
}

bool leads(const Message& message) {
    return leads_rounds(message) || message.has_role(people::Role::cadre);
}

/// One row for each thing that is said in the service's words: the first whose words are there,
/// whose writer may and whose conversation takes it.
struct Row {
    std::string_view code;
    bool (*may)(const Message&);
    std::optional<Outcome> (*take)(const Message&, const Talk&, store::Transaction&);
};

constexpr Row rows[] = {
    {"not_cleared", leads, answer_allergy},
    {"cleared", leads, answer_allergy},
    {"died", is_known, report_death},
    {"waive", leads_rounds, waive_meal},
    {"settle", leads_rounds, close_month},
    {"objects", is_known, object_to_bill},
    {"bill", is_known, tell_bill},
    {"rate", leads_rounds, ask_ratings},
    {"call_list", leads, tell_call_list},
    {"called", leads, tick_off_call},
    {"sold_out", leads, report_sold_out},
    {"closed_kitchen", leads, report_closed_kitchen},
    {"hand_round", may_carry, hand_over_round},
    {"route", may_carry, tell_route},
    {"not_picked_up", leads, confirm_pickup},
    {"picked_up", leads, confirm_pickup},
    {"except", may_carry, confirm_delivery},
    {"no_answer", may_carry, report_no_answer},
    {"seen", is_known, report_seen},
    {"delivered", may_carry, confirm_delivery},
    {"late_food", is_known, look_for_food},
    {"complaint", is_known, take_complaint},
};

/// A message that orders is no report on the round, whatever its words (`送到3号楼`).
bool is_order(const Message& message) {
    switch (message.meaning.intent) {
        case language::Intent::meal_order:
        case language::Intent::meal_resume:
        case language::Intent::guide_ask:
        case language::Intent::record_correct:
        case language::Intent::record_withdraw:
        case language::Intent::task_close:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::optional<Outcome> serve_meals(const Message& message, store::Transaction& tx) {
    // `R-1001 没有了` says that a burden is gone, not a dish.
    const auto of_reminder = [](const std::string& ref) { return ref.starts_with("R-"); };
    if (std::ranges::any_of(message.meaning.refs, of_reminder)) return std::nullopt;
    const Talk talk = language::service_words(message.inbound.text);
    for (const Row& row : rows) {
        if (!talk.has(row.code) || !row.may(message)) continue;
        if (is_order(message) && row.code != "hand_round") continue;
        if (auto taken = row.take(message, talk, tx)) return taken;
    }
    // `换B`, `B套餐`: of the order that was just made.
    const bool about_nothing = message.meaning.intent == language::Intent::none ||
                               message.meaning.intent == language::Intent::meal_change;
    if (message.user && about_nothing) return change_set(message, talk, tx);
    return std::nullopt;
}

}  // namespace qingdan::conversations
