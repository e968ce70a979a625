#include "handlers/guide_unanswered.hpp"

#include "domain/guidance/unanswered.hpp"
#include "domain/store/store.hpp"

namespace qingdan::conversations {

std::optional<Outcome> list_unanswered(const Message& message, store::Transaction& tx) {
    constexpr int days = 90, shown = 20;
    const bool may =
        message.has_role(people::Role::official) || message.has_role(people::Role::admin);
    if (message.in_group() || !may || !guidance::asks_for_unanswered(message.meaning.folded))
        return std::nullopt;
    std::vector<Value> lines;
    for (const auto& each :
         guidance::unanswered_in(tx, message.town, add_days(message.today(), -days), shown))
        lines.emplace_back(Arguments{{"question", each.question},
                                     {"community", each.community},
                                     {"times", each.times > 1 ? Value{each.times} : Value{false}},
                                     {"last", each.last}});
    Outcome outcome;
    outcome.say(
        Said{"guide.unanswered", {{"days", days}, {"lines", lines}, {"none", lines.empty()}}});
    return outcome;
}

}  // namespace qingdan::conversations
