#include "handlers/meal_late.hpp"

#include "domain/meals/round.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_rows.hpp"
#include "handlers/meal_words.hpp"

#include <algorithm>

namespace qingdan {
namespace {

using meals::Order;
using meals::Status;

bool is_eaten(const Order& row) {
    return row.status != Status::cancelled && row.status != Status::skipped;
}

}  // namespace

bool may_change_late(const Message& message) { return leads_rounds(message); }

bool is_listed(const Order& row, store::Transaction& tx) {
    return row.day && meals::list_sent(tx, row.community, *row.day, row.meal).has_value();
}

void send_out(Order& row, store::Transaction& tx) {
    row.status = Status::dispatched;
    row.carrier.reset();
    row.carrier_platform.reset();
    row.stop.reset();
    if (!meals::is_carried(row)) return;
    std::vector<Order> rows = meals::to_cook(tx, row.community, *row.day, row.meal);
    std::erase_if(rows, [&](const Order& other) { return other.id == row.id || !other.carrier; });
    if (rows.empty()) return;
    meals::sort_by_walk(rows);
    const auto here = meals::walking_key(*row.address);
    const Order* before = &rows.front();
    for (const Order& other : rows) {
        const auto there = meals::walking_key(other.address.value_or(""));
        if (there <= here) before = &other;
    }
    row.carrier = before->carrier;
    row.carrier_platform = before->carrier_platform;
    if (meals::walking_key(before->address.value_or("")) == here) {
        row.stop = before->stop;
        return;
    }
    int last = 0;
    for (const Order& other : rows) {
        if (other.carrier == row.carrier && other.carrier_platform == row.carrier_platform)
            last = std::max(last, other.stop.value_or(0));
    }
    row.stop = last + 1;
}

Outcome tell_late_change(const std::optional<Order>& before,
                         const Order& after,
                         const Message& message,
                         store::Transaction& tx) {
    Outcome outcome;
    int portions = 0;
    for (const Order& row : meals::to_cook(tx, after.community, *after.day, after.meal))
        portions += row.quantity;
    Arguments news = list_line(after, tx);
    news.push_back({"day", after.day});
    news.push_back({"meal", meal_word(after.meal)});
    news.push_back({"added", !before.has_value() && is_eaten(after)});
    news.push_back({"gone", !is_eaten(after)});
    news.push_back({"changed", before.has_value() && is_eaten(after)});
    news.push_back({"portions", portions});
    news.push_back({"by", message.user ? message.user->name : std::string{}});
    std::vector<Recipient> told;
    const auto tell = [&](const std::string& platform, const std::string& id) {
        const Recipient to{platform, id};
        if (id == message.inbound.sender.id && platform == message.inbound.platform) return;
        if (std::find(told.begin(), told.end(), to) != told.end()) return;
        told.push_back(to);
        outcome.push({to, Said{"round.late_change", news}, true});
    };
    if (before && before->carrier) tell(before->carrier_platform.value_or(""), *before->carrier);
    if (after.carrier) tell(after.carrier_platform.value_or(""), *after.carrier);
    const bool carrier_told = !told.empty();
    for (const people::User& manager : meal_managers(tx, after.community))
        tell(manager.platform, manager.user_id);
    outcome.say(Said{"round.late_done",
                     {{"portions", portions},
                      {"day", after.day},
                      {"meal", meal_word(after.meal)},
                      {"told", carrier_told}}});
    return outcome;
}

}  // namespace qingdan
