#pragma once
/// @file
/// Which orders a message about orders means, and what may still be done with them.

#include "domain/meals/order.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace qingdan {

/// Which orders a message means, and whether the sender may touch them.
struct Meant {
    std::vector<meals::Order> rows;  ///< days that are ordered
    std::vector<meals::Order> standing;
    std::optional<Refusal> refusal;
};

/// The orders that a record names by number, else those of its eater.
Meant find_meant(const language::Meal& told, const Message& message, store::Transaction& tx);

/// The meals that a message tells of; one that says nothing where it tells of none.
std::vector<language::Meal> told_meals(const Message& message);

/// Does `one` for each of them, the half-finished question being dropped.
Outcome each_told(const Message& message,
                  store::Transaction& tx,
                  Outcome (*one)(const language::Meal&, const Message&, store::Transaction&));

/// Past its cut-off, and the sender is not one who may change it then.
bool is_locked(const meals::Order& order, const Message& message);

/// Puts into the audit who did what to which order.
void note_order(const Message& message,
                std::string_view action,
                RecordNumber number,
                store::Transaction& tx);

/// What is said where there is no such order: what is ordered instead.
Said nothing_there(const language::Meal& told,
                   const Meant& meant,
                   const Message& message,
                   store::Transaction& tx);

/// One day of a standing order is left out: a row of that day which says so. Gives it, kept.
meals::Order skip_day(const meals::Order& standing,
                      Day day,
                      const Message& message,
                      store::Transaction& tx);

/// Takes back days and standing orders; what is past its cut-off stays and is said. Whoever
/// concerns hears of it: the carrier and the kitchen where the list has gone out, and who waits
/// for a place.
class Cancelling {
public:
    Cancelling(const Message& message, store::Transaction& tx) : message_(message), tx_(tx) {}

    void take_back(meals::Order row);
    void leave_out(const meals::Order& standing, Day day);
    /// The receipt and the rest; nothing may be taken back after it.
    Outcome finish();
    bool did_anything() const { return !taken_.empty() || !outcome_.replies.empty(); }

private:
    void remember(const meals::Order& before, const meals::Order& row);
    void refuse(const meals::Order& row);

    const Message& message_;
    store::Transaction& tx_;
    std::vector<meals::Order> taken_;
    Outcome outcome_, late_;
};

}  // namespace qingdan
