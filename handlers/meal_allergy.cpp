#include "domain/audit/audit.hpp"
#include "domain/meals/order.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_talk.hpp"
#include "handlers/meal_words.hpp"

namespace qingdan::conversations {

/// `M-1001 能做`, `M-1001 做不了`: what the meal manager says of an allergy. It stands on the card
/// from then on; where the kitchen cannot do it, the order ends.
std::optional<Outcome> answer_allergy(const Message& message,
                                      const Talk& talk,
                                      store::Transaction& tx) {
    const bool cleared = !talk.has("not_cleared");
    Outcome outcome;
    for (const std::string& ref : message.meaning.refs) {
        const auto number = parse_record_number(ref);
        if (!number || number->kind != RecordKind::meal) continue;
        std::optional<meals::Order> about;
        for (meals::Order& row : meals::find(tx, number->digits)) {
            if (!row.allergy || row.community != message.community) continue;
            const meals::Order before = row;
            row.cleared_by = cleared ? std::optional{message.user->name} : std::nullopt;
            if (!cleared) row.status = meals::Status::cancelled;
            meals::save(tx, row);
            about = row;
            if (!cleared && before.status == meals::Status::dispatched)
                outcome.add(tell_late_change(before, row, message, tx));
        }
        if (!about) continue;
        audit::append(tx,
                      {.at = message.now,
                       .who = message.inbound.sender.id,
                       .action = cleared ? "clear_allergy" : "cancel",
                       .about = to_text(*number)});
        outcome.changed.push_back(to_text(*number));
        outcome.push({{about->platform, about->orderer},
                      Said{cleared ? "meal.allergy_cleared" : "meal.allergy_not_cleared",
                           {{"by", message.user->name},
                            {"allergy", about->allergy},
                            {"number", to_text(*number)},
                            {"manager", manager_phone(message, tx)}}},
                      true});
        outcome.say(
            Said{"meal.allergy_noted", {{"person", about->person}, {"number", to_text(*number)}}});
        if (!cleared) outcome.add(offer_freed(message, tx));
    }
    if (outcome.changed.empty()) return std::nullopt;
    return outcome;
}

}  // namespace qingdan::conversations
